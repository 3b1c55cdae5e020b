"""View files: read strictly, made in the order that their names demand, all or nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from datasources.answering.ticket import Ticket, UnknownView
from datasources.catalogue.library import STANDARD
from datasources.catalogue.scratch import Scratch
from datasources.catalogue.trial import read_library
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import NOON, position, reading
from tests.datasources.views_of import HEADER, KPI, feed_status, measure, write


def problems(folder: Path, *more: Path) -> list[str]:
    return [str(fault) for fault in read_library([folder, *more], Place())[1]]


def test_the_standard_library_has_no_fault() -> None:
    library, faults = read_library([STANDARD], Place())
    assert faults == []
    assert library.kpis() and {"vehicle_latest", "feed_status"} <= library.names()


def test_views_are_made_in_the_order_their_names_demand(tmp_path: Path) -> None:
    write(tmp_path, "a_last", "SELECT * FROM m_middle")
    write(tmp_path, "m_middle", "SELECT * FROM z_first")
    write(tmp_path, "z_first", "SELECT 1 AS one")
    library, faults = read_library([tmp_path], Place())
    assert faults == []
    assert [v.name for v in library.views if v.name != "vehicle_latest"] == ["z_first", "m_middle", "a_last"]


def test_a_later_folder_replaces_by_name(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "standard", "who", "SELECT 'standard' AS who")
    write(tmp_path / "city", "who", "SELECT 'city' AS who")
    assert store.load_views([tmp_path / "standard", tmp_path / "city"]) == []
    assert store.ask(Ticket("who")).to_pylist() == [{"who": "city"}]


@pytest.mark.parametrize(
    ("sql", "header", "said"),
    [
        ("SELECT * FROM vehicle_positon", HEADER, "did you mean 'vehicle_position'?"),
        ("SELECT speeed FROM vehicle_position", HEADER, '"speeed" not found'),
        ("SELECT * FROM bad", HEADER, "bad"),
        ("SELEC 1", HEADER, "syntax error"),
        ("SELECT CAST('x' AS INT) AS a", HEADER, "Could not convert"),
        (
            "SELECT count(*) AS n FROM range(1000000000) a, range(1000) b WHERE a.range + b.range < 0",
            HEADER,
            "took longer than 1 s on empty tables",
        ),
        ("SELECT 1 AS one", HEADER + "-- titel: x\n", "titel: unknown key"),
        ("SELECT 1 AS one", HEADER + "-- unit: km\n", "unit: given twice"),
        ("SELECT 1 AS one", HEADER.replace("-- row: one\n", ""), "row: missing from the header"),
        ("SELECT 1 AS one", HEADER + "--nothing\n", "expected `-- key: value`"),
        (measure("1.0"), KPI.replace(">= 85", "85 %"), "target: expected none"),
        (measure("1.0"), KPI.replace("floor: 0.5", "floor: 50"), "coverage_floor: expected a share"),
        (measure("1.0"), KPI.replace("feeds: vehicle_position", "feeds: vehicle_postion"), "did you mean 'vehicle_position'?"),
        (measure("1.0"), KPI.replace("-- rule: 规则 | rule\n", ""), "rule: missing"),
        (
            "SELECT 1.0 AS value, 1.0 AS numerator, 1.0 AS denominator, NULL AS content_time, '' AS sample",
            KPI,
            "coverage: a KPI's SELECT must give",
        ),
        (measure("1.0") + " FROM range(2)", KPI, "must give one row"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str, header: str, said: str) -> None:
    monkeypatch.setattr("datasources.catalogue.scratch.TRIAL_S", 1.0)
    feed_status(tmp_path)
    write(tmp_path, "bad", sql, header)
    told = problems(tmp_path)
    assert any(said in line for line in told), told
    assert all(line.startswith(str(tmp_path / "bad.sql")) for line in told)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "one", "SELECT * FROM nowhere")
    write(tmp_path, "two", "SELEC 1")
    write(tmp_path, "vehicle", "SELECT 1 AS one")
    told = problems(tmp_path)
    assert len(told) == 3
    assert "vehicle is the name of a table" in "".join(told)


def test_views_that_name_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "hen", "SELECT * FROM egg")
    write(tmp_path, "egg", "SELECT * FROM hen")
    assert len(problems(tmp_path)) == 2


def test_a_header_line_may_go_on_below(tmp_path: Path) -> None:
    write(tmp_path, "long", "SELECT 1 AS one", HEADER.replace("-- formula: -", "-- formula: first\n--   and second"))
    library, faults = read_library([tmp_path], Place())
    assert faults == []
    assert library.headers()["long"]["formula"] == "first and second"


def test_a_broken_edit_leaves_the_last_good_library(store: Store, tmp_path: Path) -> None:
    write(tmp_path, "who", "SELECT 'good' AS who")
    write(tmp_path, "gone", "SELECT 1 AS one")
    assert store.load_views([tmp_path]) == []
    write(tmp_path, "who", "SELECT * FROM nowhere")
    assert len(store.load_views([tmp_path])) == 1
    assert store.ask(Ticket("who")).to_pylist() == [{"who": "good"}]
    write(tmp_path, "who", "SELECT 'mended' AS who")
    (tmp_path / "gone.sql").unlink()
    assert store.load_views([tmp_path]) == []
    assert store.ask(Ticket("who")).to_pylist() == [{"who": "mended"}]
    with pytest.raises(UnknownView):
        store.ask(Ticket("gone"))


def test_facts_of_the_city_that_changed_come_with_the_views(store: Store, tmp_path: Path) -> None:
    write(tmp_path, "here", "SELECT setting('gap') AS gap, local_time(as_of()) AS t")
    assert store.load_views([tmp_path]) == []
    assert store.ask(Ticket("here", as_of=NOON)).to_pylist() == [{"gap": None, "t": NOON + timedelta(hours=8)}]
    moved = Place("America/Chicago", (-98.0, 30.0, -97.0, 31.0), settings={"gap": 1.5})
    write(tmp_path, "broken", "SELEC 1")
    assert store.load_views([tmp_path], moved) and store.place is not moved
    (tmp_path / "broken.sql").unlink()
    assert store.load_views([tmp_path], moved) == []
    assert store.ask(Ticket("here", as_of=NOON)).to_pylist() == [{"gap": 1.5, "t": NOON - timedelta(hours=6)}]
    austin = position(latitude=30.3, longitude=-97.7)
    assert store.land("buses", reading("vehicle_position", [austin]), NOON).outcome == "landed"


def test_columns_are_known_before_any_row_came(store: Store, tmp_path: Path) -> None:
    write(tmp_path, "speeds", "SELECT vehicle_id, speed FROM vehicle_position")
    store.load_views([tmp_path])
    assert store.columns("speeds") == {"vehicle_id": "string", "speed": "double"}
    with pytest.raises(UnknownView, match="speeds"):
        store.columns("speed")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The views that were tried."""
    names: list[str] = []
    rows = Scratch.rows

    def noted(self: Scratch, name: str, *given: Any) -> Any:
        names.append(name)
        return rows(self, name, *given)

    monkeypatch.setattr(Scratch, "rows", noted)
    return names


def restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasources.catalogue.tried._memory", {})


def test_what_a_trial_found_is_kept_over_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    held, folder = tmp_path / "views.json", tmp_path / "v"
    write(folder, "one", "SELECT feed, CAST(1 AS DOUBLE) AS n FROM feed")
    first = read_library([folder], Place(), held)
    assert first[1] == [] and str(first[0].schemas["one"].field("n").type) == "double"
    asked.clear()
    restarted(monkeypatch)
    assert read_library([folder], Place(), held) == first and asked == []
    for told in ("{", "[]", "\0", '{"a": 1}'):  # a file that cannot be read tells nothing
        restarted(monkeypatch)
        held.write_text(told)
        assert read_library([folder], Place(), held) == first and "one" in asked
        asked.clear()


def test_only_what_changed_is_tried_again(tmp_path: Path, asked: list[str]) -> None:
    def tried(**facts: Any) -> list[str]:
        asked.clear()
        assert read_library([tmp_path], Place(**facts))[1] == []
        return asked.copy()

    write(tmp_path, "base", "SELECT feed, CAST(1 AS DOUBLE) AS n FROM feed")
    write(tmp_path, "above", "SELECT n FROM base")
    write(tmp_path, "beside", "SELECT setting('gap') AS gap")
    assert tried() and not tried()
    write(tmp_path, "base", "SELECT feed, CAST(2 AS DOUBLE) AS n FROM feed")
    assert tried() == ["base"], "what reads it finds the same columns"
    write(tmp_path, "base", "SELECT feed, CAST(2 AS DOUBLE) AS n, 'x' AS more FROM feed")
    assert tried() == ["base", "above"]
    assert tried(settings={"gap": 5.0}) == ["beside"]
    assert set(tried(timezone="Asia/Tokyo")) >= {"base", "above", "beside"}


def test_a_measure_with_a_column_called_as_its_kpi_is_not_tried_again(tmp_path: Path, asked: list[str]) -> None:
    feed_status(tmp_path)
    write(tmp_path, "share", measure("share") + " FROM (SELECT 1.0 AS share)", KPI)
    assert problems(tmp_path) == [] and set(asked) >= {"share", "share_measure"}
    asked.clear()
    assert problems(tmp_path) == [] and asked == []


def test_faults_are_told_each_time(tmp_path: Path) -> None:
    feed_status(tmp_path)
    write(tmp_path, "bad", "SELECT nothing FROM feed")
    write(tmp_path, "two_rows", measure("1.0") + " FROM range(2)", KPI)
    write(tmp_path, "above", "SELECT * FROM two_rows")
    first = problems(tmp_path)
    assert len(first) == 2 and problems(tmp_path) == first


def test_a_view_that_was_sound_is_not_when_what_it_reads_is_gone(tmp_path: Path) -> None:
    write(tmp_path, "base", "SELECT 1 AS n")
    write(tmp_path, "above", "SELECT n FROM base")
    assert problems(tmp_path) == []
    (tmp_path / "base.sql").unlink()
    assert any("above.sql" in told for told in problems(tmp_path))
