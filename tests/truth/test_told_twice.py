"""An archive that tells a reading more than once: the last one told counts, once, in every sum that follows from it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import NOON, asked, emptied, reading, standard

MINUTE = timedelta(minutes=1)
TABLES = ("road_segment", "segment_speed", "detector", "detector_reading", "segment_5min", "detector_5min", "corrected", "batch",
          "feed_table")  # fmt: skip
Row = dict[str, Any]
FIRST: Row = {"event_time": NOON - MINUTE, "segment_id": "A", "speed_kmh": 10.0}
COUNT: Row = {"event_time": NOON - 10 * MINUTE, "detector_id": "A", "interval_s": 300.0, "flow": 30.0, "speed_kmh": 20.0}


@pytest.fixture(scope="module")
def loaded() -> Iterator[Store]:
    with standard("Asia/Shanghai", NOON + timedelta(days=1)) as opened:
        yield opened


@pytest.fixture
def store(loaded: Store) -> Store:
    """A road of a kilometre."""
    emptied(loaded, TABLES)
    loaded.land("roads", reading("road_segment", [{"segment_id": "A", "length_m": 1000.0, "free_flow_kmh": 60.0}]), None)
    return loaded


def value(store: Store, kpi: str, at: datetime = NOON) -> Any:
    return store.ask(Ticket(f"{kpi}_measure", as_of=at)).to_pylist()[0]["value"]


def archive(store: Store, table: str, *files: Sequence[Row], together: bool = False) -> None:
    if together:
        store.land_together("archive", [(reading(table, rows), 0) for rows in files])
    else:
        for rows in files:
            store.land("archive", reading(table, rows), None)


@pytest.mark.parametrize("interval_s", [None, 60.0])
@pytest.mark.parametrize("files", [1, 2])
@pytest.mark.parametrize("together", [False, True])
def test_the_speed_told_last_counts(store: Store, interval_s: float | None, files: int, together: bool) -> None:
    """Lower ones and higher ones before it, one of them as it is at last."""
    told = [FIRST | {"speed_kmh": v, "interval_s": interval_s} for v in (40.0, 10.0, 50.0, 40.0)]
    archive(store, "segment_speed", *([told] if files == 1 else [told[1:2], told[2:]]), together=together)
    assert value(store, "delay_index") == pytest.approx(60 / 40)
    assert asked(store, "SELECT samples, travel_time_s FROM segment_5min") == [(1, pytest.approx(3600 / 40))]


@pytest.mark.parametrize("files", [1, 2])
@pytest.mark.parametrize("together", [False, True])
def test_the_count_told_last_counts(store: Store, files: int, together: bool) -> None:
    told = [COUNT | {"flow": flow, "speed_kmh": kmh} for flow, kmh in ((30.0, 20.0), (60.0, 90.0), (12.0, 40.0))]
    archive(store, "detector_reading", *([told] if files == 1 else [told[:2], told[2:]]), together=together)
    assert (value(store, "traffic_km"), value(store, "traffic_hours")) == (12, pytest.approx(12 / 40))
    assert asked(store, "SELECT samples, travel_time_s FROM segment_5min") == [(1, pytest.approx(3600 / 40))]
    assert value(store, "delay_index", NOON - 4 * MINUTE) == pytest.approx(60 / 40)


def test_a_row_that_comes_again_changes_nothing(store: Store) -> None:
    """Twice in a file, and in another one beside a new one."""
    later = FIRST | {"event_time": NOON - 30 * timedelta(seconds=1), "speed_kmh": 30.0}
    archive(store, "segment_speed", [FIRST, FIRST], [FIRST, later, FIRST])
    archive(store, "detector_reading", [COUNT, COUNT], [COUNT, COUNT | {"event_time": NOON - 5 * MINUTE}])
    assert asked(store, "SELECT sum(samples) FROM segment_5min WHERE event_time = TIMESTAMP '2026-11-23 03:55'") == [(3,)]
    assert value(store, "traffic_km") == 60
    assert asked(store, "SELECT count(*) FROM segment_speed") == [(2,)]


def test_an_archive_of_days_that_were_seen_corrects_them(store: Store) -> None:
    """Read at its time, and told otherwise by the archive that the source publishes a day later."""
    store.land("archive", reading("segment_speed", [FIRST]), NOON - MINUTE / 2)
    store.land("archive", reading("detector_reading", [COUNT]), NOON - 4 * MINUTE)
    archive(store, "segment_speed", [FIRST | {"speed_kmh": 30.0}])
    archive(store, "detector_reading", [COUNT | {"flow": 40.0}])
    assert asked(store, "SELECT samples, travel_time_s FROM segment_5min ORDER BY event_time DESC LIMIT 1") == [(1, pytest.approx(120))]
    assert value(store, "traffic_km") == 40


def test_two_vehicles_of_one_moment_that_came_at_once_both_count(store: Store) -> None:
    """Of a live message; means of an interval are versions of each other there too."""
    store.land("probes", reading("segment_speed", [FIRST | {"speed_kmh": v} for v in (20.0, 30.0)]), NOON)
    assert value(store, "delay_index") == pytest.approx(60 * (1 / 20 + 1 / 30) / 2)
    means = [FIRST | {"speed_kmh": v, "interval_s": 60.0} for v in (5.0, 50.0)]
    store.land("means", reading("segment_speed", means), NOON)
    assert asked(store, "SELECT samples FROM segment_5min") == [(3,)]
