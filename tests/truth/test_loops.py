"""KPIs of flow against plain Python on random towns; order, pieces and repetition of what comes; districts add up to the city."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import asked, reading
from tests.truth.loops import Loops

AFTER = timedelta(hours=2, minutes=5)
SUMS = ("traffic_km", "traffic_hours", "traffic_delay", "traffic_delay_severe", "lost_productivity")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai")) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    """Evenings in Yantai, when no detector is diagnosed: days apart, so that no example sees another's."""
    return (datetime(2016, 3, 2, 15) + timedelta(days=3 * n) for n in range(10_000))


def ask(store: Store, view: str, as_of: datetime, scope: str | None = None) -> list[dict[str, Any]]:
    return list(store.ask(Ticket(view, as_of=as_of, scope=scope)).to_pylist())


def measure(store: Store, kpi: str, as_of: datetime, scope: str | None = None) -> dict[str, Any]:
    return ask(store, f"{kpi}_measure", as_of, scope)[0]


def land(store: Store, town: Loops, pieces: int = 1, seed: int = 0) -> None:
    """In so many pieces, in any order and the first one twice."""
    store.land("roads", town.segments(), None)
    store.land("loops", town.detectors(), None)
    rows = town.readings()
    Random(seed).shuffle(rows)
    parts = [rows[n::pieces] for n in range(pieces)]
    for part in [*parts, parts[0]] if pieces > 1 else parts:
        if part:
            store.land("readings", reading("detector_reading", part), None)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), pieces=st.integers(1, 4))
def test_flow(store: Store, days: Iterator[datetime], seed: int, pieces: int) -> None:
    town = Loops(seed, next(days))
    land(store, town, pieces, seed)
    as_of = town.begin + AFTER
    for kpi, told in town.kpis().items():
        found = measure(store, kpi, as_of)
        assert found["value"] == (None if told is None else pytest.approx(told, rel=1e-9)), kpi
        assert found["coverage"] == pytest.approx(town.coverage(), rel=1e-9)
    for kpi in SUMS:
        parts = [measure(store, kpi, as_of, district)["value"] or 0 for district in "AB"]
        assert sum(parts) == pytest.approx(measure(store, kpi, as_of)["value"] or 0), kpi


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), seconds=st.integers(600, 7200))
def test_detectors_alone_light_the_roads(store: Store, days: Iterator[datetime], seed: int, seconds: int) -> None:
    """The delay index of now, from speeds weighted by flow."""
    town = Loops(seed, next(days))
    land(store, town)
    as_of = town.begin + timedelta(seconds=seconds)
    told = town.speeds(as_of)
    state = {row["segment_id"]: row["speed_kmh"] for row in ask(store, "segment_state", as_of) if row["speed_kmh"] is not None}
    assert state == {road: pytest.approx(speed, rel=1e-9) for road, speed in told.items()}
    index = measure(store, "delay_index", as_of)["value"]
    length, free = {k: v[0] for k, v in town.roads.items()}, {k: v[1] for k, v in town.roads.items()}
    ours = sum(length[r] / v for r, v in told.items()) / sum(length[r] / free[r] for r in told) if told else None
    assert index == (None if ours is None else pytest.approx(ours, rel=1e-9))


def test_a_corrected_reading_takes_the_place_of_the_first(store: Store, days: Iterator[datetime]) -> None:
    begin = next(days)
    row = {"detector_id": "C", "event_time": begin, "interval_s": 60.0, "flow": 10.0, "speed_kmh": 50.0}
    store.land("readings", reading("detector_reading", [row]), begin + timedelta(minutes=1))
    store.land("readings", reading("detector_reading", [row | {"flow": 12.0}]), begin + timedelta(minutes=2))
    assert asked(store, "SELECT flow, pace_flow, readings FROM detector_5min WHERE detector_id = 'C'") == [(12.0, 12 / 50, 1)]


def test_a_late_row_costs_only_its_five_minutes(store: Store, days: Iterator[datetime]) -> None:
    """What lies between it and the newest is left alone."""
    begin = next(days)
    rows = [
        {"detector_id": "L", "event_time": begin + timedelta(minutes=5 * n), "interval_s": 60.0, "flow": 1.0, "speed_kmh": 9.0}
        for n in range(9)
    ]
    store.land("readings", reading("detector_reading", rows), None)
    asked(store, "UPDATE city.main.detector_5min SET flow = -1 WHERE detector_id = 'L'")
    asked(store, "UPDATE city.main.segment_5min SET samples = -1 WHERE segment_id = 'L'")
    late = [{**rows[n], "event_time": begin + timedelta(minutes=5 * n + 1)} for n in (0, 8)]
    store.land("readings", reading("detector_reading", late), None)
    assert [r[0] for r in asked(store, "SELECT flow FROM detector_5min WHERE detector_id = 'L' ORDER BY event_time")] == [2, *[-1] * 7, 2]
    assert [r[0] for r in asked(store, "SELECT samples FROM segment_5min WHERE segment_id = 'L' ORDER BY event_time")] == [2, *[-1] * 7, 2]


@pytest.mark.parametrize("archive_first", [True, False])
def test_minutes_and_five_minutes_of_the_same_time_are_one(store: Store, days: Iterator[datetime], archive_first: bool) -> None:
    """A feed and its archive where they meet: ten minutes in minutes, the first five of them at once too; the last is a short one."""
    begin, name = next(days), f"A{archive_first}"
    lasts = [60.0] * 9 + [57.0]
    live = [{"detector_id": name, "event_time": begin + timedelta(minutes=n), "interval_s": s, "flow": 2.0} for n, s in enumerate(lasts)]
    past = [{"detector_id": name, "event_time": begin, "interval_s": 300.0, "flow": 10.0}]
    for rows in (past, live) if archive_first else (live, past):
        store.land("readings", reading("detector_reading", rows), None)
    found = asked(store, f"SELECT flow, measured_s FROM detector_5min WHERE detector_id = '{name}' ORDER BY event_time")  # noqa: S608
    assert found == [(10.0, 300.0), (10.0, 297.0)]
