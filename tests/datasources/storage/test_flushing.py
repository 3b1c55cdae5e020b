"""Old rows go to Parquet and views cannot tell; a crash in between neither loses nor doubles a row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from datasources.place import Place
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, asked, count, position, reading

HOT = replace(YANTAI, hot_hours=24.0, days=10)
DAY = 86400


@pytest.fixture
def open_store(tmp_path: Path) -> Callable[[], Store]:
    return lambda: Store(tmp_path / "city.duckdb", HOT, clock=lambda: NOON)


def land_days(store: Store, days: int, a_day: int = 24) -> int:
    rows = [position(f"v{i % 3}", -i * DAY / a_day, trip_id="t") for i in range(days * a_day)]
    store.land("buses", reading("vehicle_position", rows), None)
    store.land("buses", reading("vehicle_position", [position("now")]), NOON)
    return len(rows) + 1


def seen(store: Store) -> tuple[int, datetime, datetime]:
    rows, first, last = asked(store, "SELECT count(*), min(event_time), max(event_time) FROM vehicle_position")[0]
    return rows, first, last


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "history").glob("*/dt=*/*.parquet"))


def test_views_see_the_same_rows_before_and_after(open_store: Callable[[], Store], tmp_path: Path) -> None:
    with open_store() as store:
        land_days(store, 4)
        before = seen(store)
        moved = store.maintain()
        assert moved > 60
        assert seen(store) == before
        assert count(store, "city.main.vehicle_position") == before[0] - moved
        assert {p.parent.name for p in files(tmp_path)} == {"dt=2026-11-19", "dt=2026-11-20", "dt=2026-11-21", "dt=2026-11-22"}
    with open_store() as again:
        assert seen(again) == before


def test_history_of_an_older_program_lacks_columns_and_is_read(open_store: Callable[[], Store], tmp_path: Path) -> None:
    with open_store() as store:
        land_days(store, 4)
        before = seen(store)
        store.maintain()
    for path in files(tmp_path):
        pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["occupancy_status", "odometer"]), path)
    with open_store() as again:
        assert seen(again) == before
        assert asked(again, "SELECT count(odometer), count(vehicle_id) FROM vehicle_position") == [(0, before[0])]


def test_flushing_again_moves_nothing(open_store: Callable[[], Store]) -> None:
    with open_store() as store:
        land_days(store, 3)
        assert store.maintain() > 0
        assert store.maintain() == 0


def test_rows_in_history_are_not_landed_again(open_store: Callable[[], Store]) -> None:
    with open_store() as store:
        land_days(store, 3)
        before = seen(store)
        store.maintain()
        rows = [position(f"v{i % 3}", -i * DAY / 24, trip_id="t") for i in range(50, 60)] + [position("late", -2 * DAY)]
        landed = store.land("buses", reading("vehicle_position", rows), None)
        assert (landed.accepted, landed.repeated) == (11, 10)
        assert seen(store)[0] == before[0] + 1


def test_a_finished_day_becomes_one_file(open_store: Callable[[], Store], tmp_path: Path) -> None:
    with open_store() as store:
        total = land_days(store, 3)
        store.maintain()
        store.land("buses", reading("vehicle_position", [position("late", -2 * DAY - 60)]), None)
        store.maintain()
        store.maintain()
        assert seen(store)[0] == total + 1
        assert len(files(tmp_path)) == len({p.parent for p in files(tmp_path)})


@pytest.mark.parametrize("step", ["_name", "_sync", "see"])
def test_a_crash_while_flushing_neither_loses_nor_doubles(
    open_store: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    store = open_store()
    land_days(store, 3)
    before = seen(store)
    with monkeypatch.context() as broken:
        broken.setattr(
            *(("datasources.storage.flushing.Upkeep._name", crash) if step == "_name" else (f"datasources.storage.flushing.{step}", crash))
        )
        with pytest.raises(KeyboardInterrupt):
            store.maintain()
    assert seen(store) == before
    store._opened.connection.close()
    with open_store() as again:
        assert seen(again) == before
        assert not [p for p in (tmp_path / "history").rglob("*") if p.is_file()]
        again.maintain()
        assert seen(again) == before


def test_what_is_past_retention_is_forgotten_with_its_files(open_store: Callable[[], Store], tmp_path: Path) -> None:
    with open_store() as store:
        land_days(store, 14, a_day=4)
        store.maintain()
        store.maintain()
        assert seen(store)[1] >= NOON - timedelta(days=10, seconds=10)
        assert min(p.parent.name for p in files(tmp_path)) >= "dt=2026-11-13"
        assert asked(store, "SELECT min(received_at) >= TIMESTAMP '2026-11-13' FROM batch") == [(True,)]


def test_a_recorded_day_of_long_ago_is_kept(open_store: Callable[[], Store]) -> None:
    with open_store() as store:
        store.land("buses", reading("vehicle_position", [position("v", -400 * DAY - i) for i in range(9)]), None)
        assert store.maintain() == 0
        assert count(store, "vehicle_position") == 9


def test_the_newest_batch_line_of_a_feed_outlives_retention(open_store: Callable[[], Store]) -> None:
    with open_store() as store:
        store.land("roads", reading("road_segment", [{"segment_id": "s"}]), NOON - timedelta(days=300))
        store.land("buses", reading("vehicle_position", [position()]), NOON)
        store.maintain()
        assert asked(store, "SELECT count(*) FROM batch WHERE feed = 'roads'") == [(1,)]
        assert count(store, "road_segment") == 1


def test_a_question_under_way_survives_a_flush(open_store: Callable[[], Store]) -> None:
    with open_store() as store:
        total = land_days(store, 3)
        cursor = store._opened.connection.cursor()
        cursor.execute("BEGIN").fetchall()
        assert cursor.execute("SELECT count(*) FROM vehicle_position").fetchall() == [(total,)]
        store.maintain()
        assert cursor.execute("SELECT count(*) FROM vehicle_position").fetchall() == [(total,)]
        cursor.execute("COMMIT").fetchall()


def test_a_store_in_memory_forgets_too() -> None:
    with Store(None, Place(days=10), clock=lambda: NOON) as store:
        land_days(store, 14, a_day=2)
        assert store.maintain() == 0
        assert seen(store)[1] >= NOON - timedelta(days=10, seconds=10)
        assert count(store, "memory.main.vehicle_position") == count(store, "city.main.vehicle_position") > 0
