"""KPIs of roads against plain Python on random towns; districts add up to the city; the worked example of the federal rule."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.streets import UTC_OFFSET, Streets

ADDITIVE = ("delay_index", "congested_km", "tpi", "road_coverage", "travel_time_index", "planning_time_index", "buffer_index",
            "reliable_share", "truck_time_reliability", "recurrent_congestion")  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai")) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    """Local midnights, so far apart that no example sees another's; on every weekday in turn."""
    return (datetime(2016, 3, 2) + timedelta(days=29 * n) for n in range(10_000))


def ask(store: Store, kpi: str, as_of: datetime, scope: str | None = None) -> dict[str, Any]:
    row: dict[str, Any] = store.ask(Ticket(f"{kpi}_measure", as_of=as_of, scope=scope)).to_pylist()[0]
    return row


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_reliability(store: Store, days: Iterator[datetime], seed: int) -> None:
    town = Streets(seed, next(days))
    as_of = town.day - UTC_OFFSET + timedelta(hours=9)
    store.land("roads", town.roads(), None)
    store.land("speeds", town.speeds(), None)
    store.record_kpis(as_of)
    found = {kpi: ask(store, kpi, as_of)["value"] for kpi in ADDITIVE}
    peak = town.peak() or (None, None, None)
    assert [found[k] for k in ("travel_time_index", "planning_time_index", "buffer_index")] == [near(v) for v in peak]
    assert found["reliable_share"] == near(town.reliable_share())
    assert found["truck_time_reliability"] == near(town.truck_reliability())
    assert found["recurrent_congestion"] == near(town.recurrent_km())
    assert_districts_add_up(store, as_of)


def assert_districts_add_up(store: Store, as_of: datetime) -> None:
    for kpi in ADDITIVE:
        city, parts = ask(store, kpi, as_of), [ask(store, kpi, as_of, scope) for scope in "AB"]
        for sums in ("numerator", "denominator"):
            assert sum(part[sums] or 0 for part in parts) == pytest.approx(city[sums] or 0), (kpi, sums)


def morning(seed: int, as_of: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Roads and one speed each (or none), many of them stuck."""
    random = Random(seed)
    roads = [
        {"segment_id": f"S{n}", "district_id": random.choice("AB"), "length_m": random.uniform(100, 2000), "free_flow_kmh": 60.0}
        for n in range(random.randint(1, 30))
    ]
    stuck = random.random() * 0.3
    speeds = [
        {"segment_id": road["segment_id"], "speed_kmh": random.uniform(1, 14) if random.random() < stuck else random.uniform(16, 60)}
        for road in roads
        if random.random() < 0.9
    ]
    return roads, [{**row, "event_time": as_of - timedelta(seconds=60)} for row in speeds]


@pytest.mark.parametrize("by_ratio", [0, 1])
def test_performance_index(days: Iterator[datetime], by_ratio: int) -> None:
    """The line through the published points, by numpy."""
    with Store(None, Place("Asia/Shanghai", settings={"tpi_by_ratio": by_ratio})) as store:
        assert store.load_views([STANDARD]) == []
        for seed in range(8):
            as_of = next(days)
            roads, speeds = morning(seed, as_of)
            store.land("roads", reading("road_segment", roads), None)
            store.land("speeds", reading("segment_speed", speeds), None)
            length = {road["segment_id"]: road["length_m"] for road in roads}
            heard = {row["segment_id"]: row["speed_kmh"] for row in speeds}
            severe = sum(length[key] for key, speed in heard.items() if speed <= 15) / max(sum(length[key] for key in heard), 1)
            ratio = sum(length[k] / max(v, 1) for k, v in heard.items()) / max(sum(length[k] / 60 for k in heard), 1e-9)
            xs, x = ([1, 1.2, 1.5, 1.8, 2.1, 2.4], ratio) if by_ratio else ([0, 0.04, 0.08, 0.11, 0.14, 0.24], severe)
            assert ask(store, "tpi", as_of)["value"] == (near(float(np.interp(x, xs, [0, 2, 4, 6, 8, 10]))) if heard else None)
            assert_districts_add_up(store, as_of)


def test_duration_counts_the_moments_of_today(store: Store, days: Iterator[datetime]) -> None:
    midnight = next(days) - UTC_OFFSET
    store.land("roads", reading("road_segment", [{"segment_id": "S", "length_m": 1000.0, "free_flow_kmh": 60.0}]), None)
    jam = [midnight + timedelta(minutes=minute) for minute in (-5, 420, 425, 430, 435)]
    free = [midnight + timedelta(minutes=minute) for minute in (440, 445)]
    rows = [{"segment_id": "S", "event_time": at - timedelta(seconds=60), "speed_kmh": 10.0 if at in jam else 60.0} for at in jam + free]
    store.land("speeds", reading("segment_speed", rows), None)
    for at in jam + free:
        store.record_kpis(at)
    found = ask(store, "congestion_duration", free[-1] + timedelta(seconds=10))
    assert (found["value"], found["denominator"]) == (20, 30)
    assert (found["coverage"], found["sample"]) == (pytest.approx(6 / 89), "6/89")  # of what went on before, nobody knows
