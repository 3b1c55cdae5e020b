"""A broken city is refused whole, with every fault at once."""

import os
import shutil
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.check import checked
from dashboard.city import digest_of
from dashboard.fault import CityFaults
from tests.dashboard.small import make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "small")


def faults(folder: Path) -> list[str]:
    with pytest.raises(CityFaults) as caught:
        checked(folder, start=True)
    return [str(fault) for fault in caught.value.faults]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def test_a_sound_city_has_no_faults(folder: Path) -> None:
    city = checked(folder)
    assert city.feeds["positions"].timezone == "Asia/Shanghai"
    assert list(city.scenes) == ["overview"]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("city.toml", "timezone =", "timezon =", "city.toml: timezon: unknown key"),
        ("city.toml", "timezone =", "timezon =", "did you mean 'timezone'?"),
        ("city.toml", "Asia/Shanghai", "Asia/Shanghei", "expected an IANA time zone"),
        ("city.toml", "[121.0, 37.0, 122.0, 38.0]", "[122.0, 37.0, 121.0, 38.0]", "city.toml: bbox"),
        ("city.toml", 'id = "small"', "", "city.toml: id: Field required"),
        ("city.toml", 'id = "small"', 'id = "small', "city.toml: is not TOML"),
        ("city.toml", 'id = "small"', "order = " + "9" * 5000, "city.toml: is not TOML"),
        ("city.toml", 'id = "small"', "id = " + "[" * 9000, "city.toml: is not TOML"),
        ("city.toml", 'en = "Small"', 'en = ""', "city.toml: name.en: String should have at least 1 character"),
        ("city.toml", '{ zh = "小城", en = "Small" }', '"小城"', "city.toml: name: expected a table zh, en, found '小城'"),
        ("city.toml", "[37.5, 121.5]", "[121.5, 37.5]", "expected centre = [latitude, longitude] inside bbox, found [121.5, 37.5]"),
        ("city.toml", "[37.5, 121.5]", "[37.5, 121.5]\nzoom = nan", "city.toml: zoom: Input should be"),
        ("city.toml", "[37.5, 121.5]", "[37.5, 121.5]\nrefresh_s = 0", "city.toml: refresh_s: Input should be greater than"),
        ("city.toml", "[37.5, 121.5]", '[37.5, 121.5]\ndemo = "yes"', "city.toml: demo: Input should be a valid boolean, found 'yes'"),
        (
            "city.toml",
            "[37.5, 121.5]",
            "[37.5, 121.5]\n[retention]\nhot_hour = 2",
            "retention.hot_hour: unknown key; known are days, hot_hours",
        ),
        ("city.toml", "[37.5, 121.5]", "[37.5, 121.5]\n[retention]\ndays = 0", "city.toml: retention.days: Input should be greater than"),
        (
            "city.toml",
            "[37.5, 121.5]",
            "[37.5, 121.5]\n[settings]\nlate_s = nan",
            "city.toml: settings.late_s: Input should be a finite number",
        ),
        (
            "city.toml",
            "[37.5, 121.5]",
            "[37.5, 121.5]\n[settings]\nlate_ss = 1",
            "settings.late_ss: no view reads it (did you mean 'late_s'?)",
        ),
        (
            "city.toml",
            "[37.5, 121.5]",
            "[37.5, 121.5]\n[settings]\nwindow_s = -1",
            "city.toml: settings.window_s: expected 0 or more, found -1",
        ),
        ("feeds.toml", '"10s"', '"10s"\ndeadline = "11s"', "feeds.toml: positions.deadline: expected at most every (10 s), found 11 s"),
        ("city.toml", "[37.5, 121.5]", "[37.5, 121.5]\n[variables]\nhost = 5", "city.toml: variables.host: Input should be a valid string"),
        ("feeds.toml", "[positions]", '["bus positions"]', "feeds.toml: 'bus positions': expected a name of letters, digits"),
        ("feeds.toml", "[positions]", '[positions]\nname = "buses"', "feeds.toml: positions.name: it is called as its table or file is"),
        ("feeds.toml", "[positions]\n", "x = ", "feeds.toml: is not TOML"),
        ("feeds.toml", '"10s"', '"99999999d"', 'feeds.toml: positions.every: expected at most "36500d"'),
        ("feeds.toml", '"10s"', '"10s"\ndeadline = "0s"', "feeds.toml: positions.deadline: expected a duration above 0"),
        ("feeds.toml", '"10s"', '"10s"\ndelimiter = "\\n"', "feeds.toml: positions.delimiter: expected a character that can"),
        ("feeds.toml", '"10s"', '"10s"\nheaders = { A = "b\\nC: d" }', "feeds.toml: positions.headers: 'A': expected the name of an HTTP"),
        ("feeds.toml", '"10s"', '"10s"\nrows_of = "position"', "feeds.toml: positions.rows_of: expected another feed, found 'position'"),
        ("feeds.toml", "http://127.0.0.1:9/vp.pb", "file:vp.pb", "feeds.toml: positions.url: no file vp.pb"),
        ("feeds.toml", '"gtfs-rt"', '"gtfs-rt"\nmanifest = 1', "feeds.toml: positions.manifest: Input should be a valid boolean"),
        ("alerts.toml", "priority", 'for_ = "5s"\npriority', "alerts.toml: stale.for_: unknown key; known are clear_after, for, owner"),
        ("scenes/overview.toml", "title =", "decimals = 3\ntitle =", "scenes/overview.toml: decimals: unknown key; known are grid"),
        ("scenes/overview.toml", 'view = "bus_on_time"', "view = 5", "scenes/overview.toml: panels.on_time.view: Input should be a valid"),
        ("scenes/overview.toml", 'kind = "kpi"\nview = "bus_on_time"', "", "panels: on_time.kind: Field required; one of bar, contour"),
        (
            "scenes/overview.toml",
            'view = "bus_on_time"',
            'view = "bus_on_time"\nover = "on_time"\ndecimals = 99',
            "on_time.decimals: Input should be less",
        ),
        ("scenes/overview.toml", "bus_on_time", "vehicles", "panels.on_time.view: view 'vehicles' gives no columns 'value', 'numerator'"),
        ("feeds.toml", "every", "evry", "feeds.toml: positions.evry: unknown key"),
        ("feeds.toml", "gtfs-rt", "gtfsrt", "feeds.toml: positions.format"),
        ("feeds.toml", '"10s"', '"ten"', "feeds.toml: positions.every"),
        ("feeds.toml", "127.0.0.1:9", "${simulator}", "feeds.toml: positions.url: variable 'simulator' has no value"),
        ("feeds.toml", '"gtfs-rt"', '"csv"\ntable = "vehicle_postion"', "vehicle_position"),
        (
            "feeds.toml",
            '"gtfs-rt"',
            '"csv"\ntable = "vehicle_position"\nmapping = "no.sql"',
            "feeds.toml: positions.mapping: no file mappings/no.sql",
        ),
        ("alerts.toml", "priority", "prioriti", "did you mean 'priority'?"),
        ("alerts.toml", '"late_feeds"', '"late_feed"', "alerts.toml: stale.view: no view 'late_feed' (did you mean 'late_feeds'?)"),
        ("alerts.toml", "response", "reponse", "alerts.toml: stale.response: Field required"),
        (
            "scenes/overview.toml",
            "bus_on_time",
            "bus_on_tiem",
            "scenes/overview.toml: panels.on_time.view: no view 'bus_on_tiem' (did you mean 'bus_on_time'?)",
        ),
        ("scenes/overview.toml", "kind =", "knd =", "panels: on_time.kind: Field required"),
        ("views/late_feeds.sql", "AS alert_key", "AS key", "view 'late_feeds' gives no column 'alert_key'"),
        ("views/late_feeds.sql", "-- unit: -\n", "", "views/late_feeds.sql: unit: missing from the header"),
        ("views/late_feeds.sql", "title_zh AS", "titel_zh AS", "titel_zh"),
    ],
)
def test_each_fault_names_file_key_and_what_was_expected(folder: Path, name: str, old: str, new: str, expected: str) -> None:
    edit(folder, name, old, new)
    assert expected in "\n".join(faults(folder))


def test_a_mapping_that_gives_an_unknown_column_is_named(folder: Path) -> None:
    edit(folder, "feeds.toml", '"gtfs-rt"', '"csv"\ntable = "vehicle_position"\nmapping = "m.sql"')
    (folder / "mappings").mkdir()
    (folder / "mappings" / "m.sql").write_text("SELECT bus AS vehicle_idd FROM source")
    assert [fault for fault in faults(folder) if "mappings/m.sql" in fault and "vehicle_idd" in fault]


def test_a_mapping_that_no_feed_names_is_told(folder: Path) -> None:
    (folder / "mappings").mkdir()
    (folder / "mappings" / "lost.sql").write_text("SELECT nonsense FROM nowhere")
    assert faults(folder) == ["mappings/lost.sql: no feed names it, so nothing reads it"]


def test_only_the_view_that_is_wrong_is_told_not_those_that_read_it(folder: Path) -> None:
    (folder / "views" / "segment_state.sql").write_text("""-- title: 坏 | Broken
-- row: one segment
-- formula: -
-- unit: -
-- source: -
SELECT no_such_column FROM road_segment
""")
    found = faults(folder)
    assert len(found) == 1
    assert "views/segment_state.sql" in found[0]
    assert "no_such_column" in found[0]


KPI = """-- title: 甲 | A
-- row: 一 | one
-- formula: 无 | none
-- unit: -
-- source: 测 | test
-- kpi: true
-- target: >= 85
-- coverage_floor: 0.5
-- feeds: vehicle_position
-- rule: 甲 | A
-- decimals: 1
SELECT 1 AS value, 1 AS numerator, 1 AS denominator, 1 AS coverage, as_of() AS content_time, '1/1' AS sample"""


def test_a_kpi_gives_what_its_card_needs(folder: Path) -> None:
    wrong = KPI.replace(", '1/1' AS sample", "").replace("1 AS value", "'x' AS value").replace("as_of()", "1")
    (folder / "views" / "share.sql").write_text(wrong, "utf-8")
    (folder / "views" / "sound.sql").write_text(KPI, "utf-8")
    wrong = KPI.replace("kpi: true", "kpi: yes").replace("title: 甲 | A", "title: 甲 |").replace("as_of()", "now()")
    (folder / "views" / "told.sql").write_text(wrong, "utf-8")
    assert sorted(faults(folder)) == [
        "views/share.sql: content_time: a KPI's SELECT must give a time here, found int32",
        "views/share.sql: sample: a KPI's SELECT must give this column",
        "views/share.sql: value: a KPI's SELECT must give a number here, found string",
        "views/told.sql: kpi: expected true or false, found 'yes'",
        "views/told.sql: reads the clock with now(): a view's moment is as_of(), so that it can be asked of any",
        "views/told.sql: title: expected `中文 | English`, found '甲 |'",
    ]


def test_a_view_in_the_place_of_a_standard_one_is_the_one_to_mend(folder: Path) -> None:
    (folder / "views" / "vehicles.sql").write_text(VIEW + "SELECT 1 AS vehicle_id", "utf-8")
    told = faults(folder)
    assert told
    assert all(line.startswith("views/vehicles.sql: takes the place of a standard view, and ") for line in told)


def test_a_misspelt_file_is_no_silent_one(folder: Path) -> None:
    for name in ("alert.toml", "view/a.sql", "mapping/b.sql", "views/c.SQL", "scenes/d.tml", "scenes/总览.toml", "scenes/e/f.toml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    for name in ("README.md", "views/notes.md", "views/.late_feeds.sql.swp", "views/late_feeds.sql~", "stops.csv"):
        (folder / name).write_text("not the program's")
    told = faults(folder)
    for part in (
        "alert.toml: is no file of a city; known are city.toml, feeds.toml, alerts.toml (did you mean 'alerts.toml'?)",
        "view: is no folder of a city; known are scenes, views, mappings (did you mean 'views'?)",
        "mapping: is no folder of a city",
        "views/c.SQL: expected a name that ends in .sql",
        "scenes/d.tml: expected a name that ends in .toml",
        "scenes/总览.toml: expected a name of letters a-z",
        "scenes/e/f.toml: expected it in scenes/ itself",
    ):
        assert [line for line in told if line.startswith(part)], (part, told)
    assert not [line for line in told if "notes" in line or "swp" in line or "~" in line or "stops" in line]


def test_what_only_follows_from_an_unknown_variable_is_not_told(folder: Path) -> None:
    edit(folder, "feeds.toml", "http://127.0.0.1:9", "${host}")
    feeds = (folder / "feeds.toml").read_text()
    (folder / "feeds.toml").write_text(feeds + feeds.replace("[positions]", "[more]"))
    assert [line.partition(";")[0] for line in faults(folder)] == ["feeds.toml: positions.url: variable 'host' has no value"]
    edit(folder, "city.toml", "id =", "id")
    assert [line.partition(":")[0] for line in faults(folder)] == ["city.toml"]


def test_data_beside_a_city_is_no_edit_of_it(folder: Path) -> None:
    before = digest_of(folder)
    (folder / "stops.csv").write_text("stop_id")
    assert digest_of(folder) == before


def test_a_file_of_no_end_or_of_no_size_is_told(folder: Path) -> None:
    (folder / "views" / "big.sql").write_text("-" * 1_000_001)
    os.mkfifo(folder / "views" / "pipe.sql")
    assert faults(folder) == [
        "views/big.sql: expected a file of at most 1000000 bytes, found 1000001",
        "views/pipe.sql: cannot be read: is no ordinary file",
    ]


def test_all_faults_come_at_once(folder: Path) -> None:
    edit(folder, "city.toml", "timezone =", "timezon =")
    edit(folder, "feeds.toml", "every", "evry")
    edit(folder, "alerts.toml", "priority", "prioriti")
    found = "\n".join(faults(folder))
    assert "timezon" in found
    assert "evry" in found
    assert "prioriti" in found


def test_one_wrong_address_is_one_fault(folder: Path) -> None:
    """Not one more for each default that would have followed from it."""
    feeds = folder / "feeds.toml"
    feeds.write_text(feeds.read_text("utf-8").replace("http://127.0.0.1:9/vp.pb", "vp.pb"), "utf-8")
    with pytest.raises(CityFaults) as found:
        checked(folder)
    assert [fault.key for fault in found.value.faults] == ["positions.url"]


def test_an_edit_changes_the_digest(folder: Path) -> None:
    before = digest_of(folder)
    edit(folder, "scenes/overview.toml", "总览", "全览")
    assert digest_of(folder) != before


def test_a_folder_without_city_toml_is_no_city(tmp_path: Path) -> None:
    assert "has no city.toml" in faults(tmp_path)[0]


def test_the_command_says_all_and_exits_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:

    assert main(["check", str(folder)]) == 0
    edit(folder, "feeds.toml", "every", "evry")
    assert main(["check", str(folder)]) == 1
    assert "evry" in capsys.readouterr().out
    assert main(["check", str(folder), "--json"]) == 1
    shutil.rmtree(folder)
    assert main(["check", str(folder)]) == 1


VIEW = "-- title: 甲 | A\n-- row: one\n-- formula: -\n-- unit: -\n-- source: test\n"


BROKEN: dict[str, tuple[str, str]] = {
    "two": ("SELECT 1 AS n; DROP TABLE batch", "expected one SELECT, found SELECT, DROP"),
    "other": ("DELETE FROM batch RETURNING *", "expected one SELECT, found DELETE"),
    "here": ("SELECT * FROM there", "reads itself: here > there > here"),
    "there": ("SELECT * FROM here", "reads itself: there > here > there"),
    "own": ("SELECT * FROM own", "reads itself"),
    "files": ("SELECT * FROM read_text('/etc/passwd')", 'Permission Error: Cannot access file "/etc/passwd"'),
    "a b": ("SELECT 1 AS n", "the name of a view is letters, digits and _"),
    'a"b': ("SELECT 1 AS n", "the name of a view is letters, digits and _"),
    "kpi_judged": ("SELECT 1 AS n", "the name kpi_judged is the program's own"),
    "x/same": ("SELECT 1 AS n", ""),
    "y/same": ("SELECT 1 AS n", "x/same.sql is the view same already"),
    "near": ("SELECT * FROM fead", "Catalog Error: Table with name fead does not exist! (did you mean 'feed'?)"),
}


def test_whatever_is_wrong_with_views_is_told_by_file_all_at_once(folder: Path) -> None:
    for name, (sql, _) in BROKEN.items():
        (folder / "views" / name).parent.mkdir(exist_ok=True)
        (folder / "views" / f"{name}.sql").write_text(VIEW + sql, "utf-8")
    (folder / "views" / "gbk.sql").write_bytes("-- 标题".encode("gb18030"))
    (folder / "city.toml").write_text("id = ")
    (folder / "scenes" / "overview.toml").write_bytes("title = 1".encode("utf-16"))
    told = faults(folder)
    expected = [f"views/{name}.sql: {said}" for name, (_, said) in BROKEN.items() if said] + [
        "city.toml: is not TOML: ",
        "scenes/overview.toml: expected text in UTF-8, found the byte 0xff at 0",
        "views/gbk.sql: expected text in UTF-8, found the byte 0xb1 at 3",
    ]
    assert [line for line in expected if not any(fault.startswith(line) for fault in told)] == [], told
    assert len(told) == len(expected), "and nothing that only follows from these"
    assert not any("\n" in fault for fault in told)


def test_what_is_no_file_is_told(folder: Path) -> None:
    (folder / "views" / "a.sql").mkdir()
    (folder / "views" / "b.sql").symlink_to("b.sql")
    (folder / "scenes" / "c.toml").symlink_to("/nowhere")
    (folder / "alerts.toml").unlink()
    (folder / "alerts.toml").mkdir()
    told = faults(folder)
    assert [line.partition(" file")[0] for line in told] == [
        "alerts.toml: cannot be read: Is a directory",
        "scenes/c.toml: cannot be read: No such",
        "views/a.sql: cannot be read: Is a directory",
        "views/b.sql: cannot be read: Too many levels of symbolic links",
    ]


def test_a_city_that_shows_nothing_is_no_city(folder: Path) -> None:
    shutil.rmtree(folder / "scenes")
    assert faults(folder) == ["scenes: expected at least one scene, scenes/<name>.toml: a wall has something to show"]


def test_windows_line_ends_and_a_byte_order_mark_are_read(folder: Path) -> None:
    for path in [*folder.rglob("*.toml"), *folder.rglob("*.sql")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert checked(folder).spec.id == "small"
