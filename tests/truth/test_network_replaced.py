"""Roads that are cut anew in the middle of a day: figures are of the network as it is, and cover no more than all of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import emptied, reading, standard

MIDNIGHT = datetime(2026, 3, 3, 16)  # of a Wednesday in Yantai
TEN = MIDNIGHT + timedelta(hours=10)
FIVE = timedelta(minutes=5)
TABLES = ("road_segment", "segment_speed", "segment_5min", "segment_health", "segment_reliability", "kpi_5min", "batch", "feed_table")
KPIS = ("travel_time_index", "planning_time_index", "buffer_index", "recurrent_congestion", "reliable_share", "truck_time_reliability")


@pytest.fixture(scope="module")
def loaded() -> Iterator[Store]:
    with standard("Asia/Shanghai", TEN + timedelta(days=1)) as opened:
        yield opened


@pytest.fixture
def store(loaded: Store) -> Store:
    """A and B, a kilometre each, with 30 of 60 km/h, give or take, on Sunday, Monday and Tuesday; told of at ten on Wednesday."""
    emptied(loaded, TABLES)
    roads(loaded, A=1000.0, B=1000.0)
    begins = [MIDNIGHT - timedelta(days=3) + n * FIVE for n in range(3 * 288)]
    rows = [{"segment_id": road, "event_time": at, "speed_kmh": 29.0 + n % 3} for n, at in enumerate(begins) for road in "AB"]
    loaded.land("speeds", reading("segment_speed", rows), None)
    loaded.record_kpis(TEN)
    return loaded


def roads(store: Store, **metres: float) -> None:
    rows = [{"segment_id": name, "length_m": length, "free_flow_kmh": 60.0} for name, length in metres.items()]
    store.land("roads", reading("road_segment", rows), None)


def measures(store: Store, at: datetime = TEN) -> dict[str, dict[str, Any]]:
    return {kpi: store.ask(Ticket(f"{kpi}_measure", as_of=at)).to_pylist()[0] for kpi in KPIS}


RATIO = (60 / 29 + 60 / 30 + 60 / 31) / 3


def test_as_it_was(store: Store) -> None:
    found = measures(store)
    assert {kpi: row["coverage"] for kpi, row in found.items()} == dict.fromkeys(KPIS, 1) | {"recurrent_congestion": 0}
    assert found["travel_time_index"]["value"] == pytest.approx(RATIO, rel=1e-3)


def test_of_other_ids_nothing_is_known_before_they_were_heard(store: Store) -> None:
    roads(store, C=300.0, D=300.0)
    found = measures(store)
    assert {kpi: (row["value"], row["coverage"]) for kpi, row in found.items()} == dict.fromkeys(KPIS, (None, 0))


def test_a_road_that_stays_counts_by_its_length_now(store: Store) -> None:
    roads(store, A=500.0, C=1500.0)
    found = measures(store)
    assert {kpi: found[kpi]["coverage"] for kpi in KPIS if kpi != "recurrent_congestion"} == dict.fromkeys(
        set(KPIS) - {"recurrent_congestion"}, 0.25
    )
    assert found["travel_time_index"]["value"] == pytest.approx(RATIO, rel=1e-3)
    assert (found["reliable_share"]["numerator"], found["reliable_share"]["denominator"]) == (0.5, 0.5)


def test_travel_times_of_a_road_whose_length_was_put_right_are_of_its_speeds(store: Store) -> None:
    """At the next midnight: what was told when it was a kilometre is told of 500 m."""
    roads(store, A=500.0, B=1000.0)
    later = TEN + timedelta(days=1)
    store.record_kpis(later)
    found = store.ask(Ticket("travel_time_index_rows", as_of=later)).to_pylist()
    assert {row["segment_id"]: row["value"] for row in found} == {road: pytest.approx(RATIO, rel=1e-3) for road in "AB"}
