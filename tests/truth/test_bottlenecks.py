"""Bottlenecks along a random corridor of freeways and city roads against plain Python: PeMS (Chen, Skabardonis, Varaiya 2004)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.streets import UTC_OFFSET

FIVE = timedelta(minutes=5)
SLOW, DROP, SPACING, FREE = 64.4, 32.2, 4828, 96.6
FREEWAY, SLOW_SHARE, DROP_SHARE = 80, 0.5, 0.333
POINTS = 36  # three hours


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai")) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    """Days that no other example uses."""
    return (datetime(2016, 1, 1) + timedelta(days=2 * n) for n in range(1, 10_000))


class Corridor:
    """Stations in the direction of travel and their speeds from `begin` (local) on; None: not measured, or only filled in."""

    def __init__(self, seed: int, begin: datetime) -> None:
        random = Random(seed)
        self.begin = begin
        self.lengths = [random.choice([400.0, 1500.0, 6000.0]) for _ in range(random.randint(2, 6))]
        self.free = [random.choice([100.0, 100.0, 50.0]) for _ in self.lengths]
        jams = [(random.randrange(len(self.lengths)), random.randrange(POINTS), random.randint(3, 20)) for _ in range(3)]
        self.speeds = [[self._speed(random, jams, station, n) for n in range(POINTS)] for station in range(len(self.lengths))]
        self.speeds = [[v and v * free / 100 for v in row] for row, free in zip(self.speeds, self.free, strict=True)]

    @staticmethod
    def _speed(random: Random, jams: list[tuple[int, int, int]], station: int, n: int) -> float | None:
        if random.random() < 0.04:
            return None
        stuck = any(first <= n < first + lasts and 0 <= place - station <= (n - first) // 4 for place, first, lasts in jams)
        return random.gauss(35, 8) if stuck and random.random() < 0.9 else random.gauss(98, 5)

    def feeds(self, store: Store) -> None:
        ids = range(len(self.lengths))
        roads = [{"segment_id": f"B{n}", "length_m": self.lengths[n], "free_flow_kmh": self.free[n]} for n in ids]
        places = [{"corridor_id": "C", "name_en": "C", "sequence": n, "segment_id": f"B{n}"} for n in ids]
        rows = [
            {"segment_id": f"B{n}", "event_time": self.begin - UTC_OFFSET + k * FIVE, "speed_kmh": speed or 20.0, "imputed": speed is None}
            for n in ids
            for k, speed in enumerate(self.speeds[n])
        ]
        store.land("roads", reading("road_segment", roads), None)
        store.land("corridors", reading("corridor_segment", places), None)
        store.land("speeds", reading("segment_speed", rows), None)

    # ---- the second opinion

    def _drops(self, station: int, n: int) -> bool:
        if station + 1 == len(self.lengths) or (self.lengths[station] + self.lengths[station + 1]) / 2 >= SPACING:
            return False
        here, ahead = self.speeds[station][n], self.speeds[station + 1][n]
        if here is None or ahead is None or not self._slow(station, here):
            return False
        if self.free[station] < FREEWAY:
            return ahead / self.free[station + 1] - here / self.free[station] >= DROP_SHARE
        return ahead - here >= DROP

    def _slow(self, station: int, speed: float) -> bool:
        return speed < SLOW_SHARE * self.free[station] if self.free[station] < FREEWAY else speed < SLOW

    def _active(self, station: int) -> set[int]:
        """All seven of any seven with five drops; nothing was measured before the first point."""
        starts = [k for k in range(-6, POINTS - 6) if sum(self._drops(station, n) for n in range(max(k, 0), k + 7)) >= 5]
        return {n for k in starts for n in range(k, k + 7)}

    def _queue(self, station: int, n: int) -> list[int]:
        """Stations upstream from this one, slow without a break."""
        queue = []
        while station >= 0 and n >= 0 and (speed := self.speeds[station][n]) is not None and self._slow(station, speed):
            queue.append(station)
            station -= 1
        return queue

    def _reckoned(self, station: int) -> float:
        return self.free[station] if self.free[station] < FREEWAY else FREE

    def bottlenecks(self) -> dict[tuple[int, str], tuple[int, float, float]]:
        """(station, shift): minutes, median metres of queue, mean seconds lost in it."""
        found: dict[tuple[int, str], list[tuple[float, float]]] = {}
        for station in range(len(self.lengths)):
            for n in self._active(station):
                queue = self._queue(station, n)
                lost = sum(
                    max(0.0, 3.6 * self.lengths[q] / (self.speeds[q][n] or 0) - 3.6 * self.lengths[q] / self._reckoned(q)) for q in queue
                )
                extent = sum(self.lengths[q] for q in queue)
                found.setdefault((station, shift(self.begin + n * FIVE)), []).append((extent, lost))
        return {
            key: (5 * len(points), median(e for e, _ in points), sum(lost for _, lost in points) / len(points))
            for key, points in found.items()
        }


def shift(local: datetime) -> str:
    bounds = {"shift_am": (5, 10), "shift_noon": (10, 15), "shift_pm": (15, 20)}
    return next((name for name, (first, end) in bounds.items() if first <= local.hour < end), "shift_night")


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), hour=st.integers(1, 20))
def test_bottlenecks(store: Store, days: Iterator[datetime], seed: int, hour: int) -> None:
    corridor = Corridor(seed, next(days) + timedelta(hours=hour))
    corridor.feeds(store)
    as_of = corridor.begin - UTC_OFFSET + POINTS * FIVE
    rows: list[dict[str, Any]] = store.ask(Ticket("bottlenecks", as_of=as_of)).to_pylist()
    found = {(row["sequence"], row["shift"]): (row["duration_min"], row["extent_m"], row["delay_s"]) for row in rows}
    told = corridor.bottlenecks()
    assert found == {key: (minutes, pytest.approx(metres), pytest.approx(lost)) for key, (minutes, metres, lost) in told.items()}
    assert [row["delay_s"] for row in rows] == sorted((row["delay_s"] for row in rows), reverse=True), "PeMS ranks them by delay"


@pytest.mark.parametrize("free", [100.0, 50.0])
@pytest.mark.parametrize(("slow", "minutes"), [((10, 11, 13, 14), None), ((10, 11, 13, 14, 16), 35), ((10, 11, 12, 13, 14), 45)])
def test_the_drop_must_last(store: Store, days: Iterator[datetime], slow: tuple[int, ...], minutes: int | None, free: float) -> None:
    """Four drops are none, however near; five within seven points are one, active for all points of every such seven."""
    corridor = Corridor(1, next(days) + timedelta(hours=7))
    corridor.lengths, corridor.free = [1000.0, 1000.0], [free, free]
    corridor.speeds = [[0.3 * free if n in slow else free for n in range(POINTS)], [free] * POINTS]
    corridor.feeds(store)
    rows = store.ask(Ticket("bottlenecks", as_of=corridor.begin - UTC_OFFSET + POINTS * FIVE)).to_pylist()
    assert [(row["segment_id"], row["duration_min"]) for row in rows] == ([("B0", minutes)] if minutes else [])


@pytest.mark.parametrize("day", [datetime(2026, 10, 24), datetime(2026, 10, 25)])
def test_a_day_of_25_hours_begins_with_its_first(day: datetime) -> None:
    """Two hours of drops from midnight on, in London: 24 points and, as always, two that follow within seven."""
    with Store(None, Place("Europe/London")) as store:
        assert store.load_views([STANDARD]) == []
        corridor = Corridor(1, day - timedelta(hours=1) + UTC_OFFSET)  # summer time at midnight on both
        corridor.lengths, corridor.free = [1000.0, 1000.0], [100.0, 100.0]
        corridor.speeds = [[30.0 if n < 24 else 100.0 for n in range(POINTS)], [100.0] * POINTS]
        corridor.feeds(store)
        rows = store.ask(Ticket("bottlenecks", as_of=day + timedelta(hours=5))).to_pylist()
        assert [(row["first_time"], row["duration_min"]) for row in rows] == [(day - timedelta(hours=1), 130)]
