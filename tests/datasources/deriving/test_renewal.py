"""A data folder that another version of the program wrote gets its figures back from the rows that it holds."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import asked, reading
from tests.datasources.views.test_stop_visit import reports, timetable

EIGHT = datetime(2026, 3, 2, 0)  # 08:00 in Shanghai
NOW = EIGHT + timedelta(hours=3)
DERIVED = ("trip_pattern", "pattern_stop", "pattern_leg", "service_trip", "planned_trip", "service_call", "service_call_day",
           "stop_visit_candidate", "vehicle_hour", "track_5min", "segment_5min", "detector_5min", "line_told")  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


class Lived(NamedTuple):
    path: Path
    told: Rows


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with Store(path, Place("Asia/Shanghai"), clock=lambda: NOW) as store:
        yield store


def told(store: Store) -> Rows:
    return {table: asked(store, f"SELECT * FROM city.main.{table} ORDER BY ALL") for table in DERIVED}  # noqa: S608 - own names


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Two and a half hours of a bus on its line, a road and a detector; what was derived of it."""
    path = tmp_path_factory.mktemp("lived") / "city.duckdb"
    way = [(t, 1.0) for t in range(-3000, 1, 60)] + [(t, 1.0 + t / 4000) for t in range(60, 8001, 20)]
    speeds = [{"segment_id": "s", "event_time": EIGHT + timedelta(minutes=m), "speed_kmh": 20.0 + m % 30} for m in range(0, 120, 2)]
    counts = [{"detector_id": "d", "event_time": EIGHT + timedelta(minutes=m), "interval_s": 60.0, "flow": 5.0} for m in range(0, 120, 2)]
    with opened(path) as store:
        store.land("timetable", timetable([28800, 32800, 36800], ("20260302", "20260302")), None)
        store.land("positions", reports(EIGHT, way), None)
        store.land("roads", reading("road_segment", [{"segment_id": "s", "length_m": 500.0, "free_flow_kmh": 50.0}]), NOW)
        store.land("speeds", reading("segment_speed", speeds), None)
        store.land("loops", reading("detector_reading", counts), None)
        store.land("updates", reading("trip_update", [{"trip_id": "T", "event_time": EIGHT, "arrival_delay": 60}]), None)
        return Lived(path, told(store))


@pytest.fixture
def path(lived: Lived, tmp_path: Path) -> Path:
    """A file of its own that has lived."""
    return Path(shutil.copy(lived.path, tmp_path))


def aged(path: Path, *statements: str) -> None:
    """Make the file one of an older program: other marks, other derived rows."""
    with duckdb.connect(str(path)) as file:
        for statement in ("UPDATE derived_by SET mark = 'older'", *statements):
            file.execute(statement).fetchall()


EMPTY = [f"DELETE FROM {table}" for table in DERIVED]  # noqa: S608 - own names
AGES: dict[str, list[str]] = {
    "nothing was derived": EMPTY,
    "no marks yet": ["DROP TABLE derived_by", *EMPTY],
    "wrong figures": [
        "UPDATE stop_visit_candidate SET actual_time = actual_time + INTERVAL '1' HOUR",
        "UPDATE planned_trip SET planned_start = NULL",
        "UPDATE segment_5min SET travel_time_s = 0",
        "UPDATE vehicle_hour SET district_id = 'x'",
    ],
    "a column came since": ["ALTER TABLE planned_trip DROP COLUMN last_stop_id", "ALTER TABLE stop_visit_candidate DROP COLUMN terminal"],
    "a table came since": ["DROP TABLE planned_trip", "DROP TABLE track_5min"],
}


@pytest.mark.parametrize("age", AGES)
def test_a_file_of_another_version_gets_its_figures_back(path: Path, lived: Lived, age: str) -> None:
    assert all(lived.told.values())
    aged(path, *AGES[age])
    with opened(path) as store:
        assert store.derive_anew(0.0)
        assert not store.derive_anew()
        assert told(store) == lived.told
    with opened(path) as again:
        assert not again.derive_anew(0.0), "it is done once"


def test_the_views_have_their_figures_again_while_the_engine_runs(path: Path) -> None:
    aged(path, *EMPTY)
    with opened(path) as store:
        assert store.load_views([STANDARD]) == []

        def visited() -> set[int]:
            visits = store.ask(Ticket("stop_visit", as_of=NOW, parameters={"window_s": "20000"})).to_pylist()
            return {visit["stop_sequence"] for visit in visits}

        assert visited() == set()
        store.derive_anew()
        assert visited() == {1, 2, 3}


def test_a_fresh_file_and_one_of_this_version_have_nothing_to_do(path: Path) -> None:
    with opened(path) as store:
        assert not store.derive_anew(0.0)


def test_what_was_broken_off_goes_on_where_it_was(path: Path, lived: Lived) -> None:
    aged(path, *EMPTY)
    with opened(path) as store:
        while (begun := asked(store, "SELECT max(told_from) FROM derived_by WHERE mark <> 'older'")[0][0]) is None:
            store.derive_anew(0.001)
        assert begun > EIGHT + timedelta(hours=1), "the newest first"
    with opened(path) as again:
        assert again.derive_anew(0.0)
        again.derive_anew()
        assert told(again) == lived.told


def test_a_piece_that_cannot_be_derived_is_told_and_left_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(path, *EMPTY)

    def fails(*_: Any) -> None:
        raise duckdb.InvalidInputException("no such luck")

    monkeypatch.setattr("datasources.deriving.renewal.tell_visits", fails)
    with opened(path) as store:
        assert not store.derive_anew()
        assert asked(store, "SELECT DISTINCT kind FROM store_fault") == [("derivation",)]
        assert asked(store, "SELECT count(*) > 0 FROM segment_5min") == [(True,)]


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE OR REPLACE TABLE refused AS SELECT reason, text, * EXCLUDE (reason, text, bytes), bytes::INT AS bytes FROM refused"],
        ["ALTER TABLE refused ADD COLUMN gone INT", "ALTER TABLE refused DROP COLUMN batch"],
    ],
)
def test_columns_in_another_order_and_type_are_put_right(tmp_path: Path, statements: list[str]) -> None:
    path = tmp_path / "city.duckdb"
    with opened(path) as store:
        store.land("buses", reading("vehicle_position", [{"vehicle_id": "a", "latitude": 80.0}]), NOW, size=7)
        before = asked(store, "SELECT feed, reason, rows_in, bytes FROM refused")
    aged(path, *statements)
    with opened(path) as again:
        assert asked(again, "SELECT feed, reason, rows_in, bytes FROM refused") == before == [("buses", "columns", 1, 7)]
        again.land("buses", reading("vehicle_position", [{"vehicle_id": "b", "latitude": 80.0}]), NOW, size=8)
        assert asked(again, "SELECT feed, reason, bytes FROM refused ORDER BY bytes") == [("buses", "columns", 7), ("buses", "columns", 8)]
