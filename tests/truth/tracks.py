"""Buses whose every second is known, on lines that make trouble: both ways of one street, a ring, a ring on a stem, an eight,
one whose last stop is across the road from its first."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from math import cos, hypot, radians
from random import Random
from typing import Any

import pyarrow as pa

from datasources.reading import Reading

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATITUDE, LONGITUDE = -34.92, 138.6  # a zone half an hour off the full hours
EVERY_S, TRIPS = 5, 4
Place = tuple[float, float]  # metres east and north

STREET = [(450.0 * n, 200.0 * (n % 3)) for n in range(8)]
STEM = [(-3000.0 + 500 * n, -3000.0) for n in range(4)]
HEAD = [(-1000.0, -3000.0), (-1000.0, -2500.0), (-500.0, -2500.0), (-500.0, -3000.0), (-1000.0, -3010.0)]
LINES: dict[tuple[str, int], tuple[list[str], list[Place]]] = {
    ("street", 0): ([f"out{n}" for n in range(8)], STREET),
    ("street", 1): ([f"back{n}" for n in range(8)], [(x + 8, y + 12) for x, y in STREET[::-1]]),
    ("ring", 0): (["R0", "R1", "R2", "R3", "R0"], [(3000, 4000), (4200, 4000), (4200, 5200), (3000, 5200), (3000, 4000)]),
    ("stem", 0): (["C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C3", "C2", "C1", "C0"], STEM + HEAD + STEM[::-1]),
    ("eight", 0): (
        ["E0", "E1", "EX", "E3", "E4", "EX", "E6", "E0"],
        [(6000, 0), (6500, 500), (7000, 0), (7500, -500), (7500, 500), (7000, 0), (6500, -500), (6000, 0)],
    ),
    ("horseshoe", 0): (["H0", "H1", "H2", "H3", "H4"], [(-6000, 3000), (-6000, 4000), (-5000, 4000), (-5000, 3000), (-5992, 3012)]),
}


@dataclass(frozen=True)
class Run:
    """One trip: planned seconds of its calls, when it really came and went (seconds of the service day), its way as (second, place)."""

    line: str
    direction: int
    number: int
    planned: list[int]
    calls: list[tuple[float, float]] = field(default_factory=list)
    track: list[tuple[float, Place]] = field(default_factory=list)

    @property
    def trip(self) -> str:
        return f"{self.line}{self.direction}-{self.number}"

    @property
    def stops(self) -> list[str]:
        return LINES[self.line, self.direction][0]

    def place(self, second: float) -> Place:
        before, after = next(pair for pair in pairwise(self.track) if pair[1][0] >= second)
        share = (second - before[0]) / ((after[0] - before[0]) or 1)
        return before[1][0] + share * (after[1][0] - before[1][0]), before[1][1] + share * (after[1][1] - before[1][1])


def runs(first_s: int, seed: int = 1, lines: Collection[str] = ("street", "ring", "stem", "eight")) -> list[Run]:
    """Each line's trips ten minutes apart, each driving leg by leg at a speed of its own, staying a while at most stops."""
    random = Random(seed)
    return [_run(random, line, direction, n, first_s + 600 * n) for line, direction in LINES if line in lines for n in range(TRIPS)]


def _run(random: Random, line: str, direction: int, number: int, start: int) -> Run:
    places = LINES[line, direction][1]
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places)]
    planned = [start]
    for length in lengths:
        planned.append(planned[-1] + round(length / 8 + 25))
    run, at = Run(line, direction, number, planned), start + random.uniform(-30, 240)
    run.track.extend([(min(start - 120.0, at - 60), places[0]), (at, places[0])])
    run.calls.append((at, at))
    for n, length in enumerate(lengths, 1):
        came = at + length / random.uniform(6, 10)
        at = came + (60 if n == len(lengths) else random.choice([0, 8, 15, 25, 40]))
        run.calls.append((came, at))
        run.track.extend([(came, places[n]), (at, places[n])])
    return run


def reports(run: Run, midnight: datetime, said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What its bus reports every five seconds. `midnight`: noon less twelve hours, in UTC."""
    for second in range(int(run.track[0][0]) // EVERY_S * EVERY_S + EVERY_S, int(run.track[-1][0]), EVERY_S):
        latitude, longitude = degrees(run.place(second))
        at = midnight + timedelta(seconds=second)
        yield {"event_time": at, "vehicle_id": f"bus {run.trip}", "latitude": latitude, "longitude": longitude} | said


def degrees(place: Place) -> tuple[float, float]:
    return LATITUDE + place[1] / 111195, LONGITUDE + place[0] / (111195 * cos(radians(LATITUDE)))


def timetable(driven: list[Run], dates: tuple[str, str], by_headway: bool = False, exact: bool = False) -> Reading:
    """Each run a trip and a block of its own; by_headway: the first of each line stands for all, ten minutes apart (exact: with times)."""
    kept = [run for run in driven if not by_headway or run.number == 0]
    calls = [
        {"trip_id": run.trip, "stop_sequence": n, "stop_id": stop, "arrival_s": second, "departure_s": second}
        for run in kept
        for n, (stop, second) in enumerate(zip(run.stops, run.planned, strict=True), 1)
    ]
    trips = [
        {"trip_id": run.trip, "route_id": run.line, "service_id": "daily", "direction_id": run.direction, "block_id": f"block {run.trip}"}
        for run in kept
    ]
    places = {stop: degrees(place) for stops, line in LINES.values() for stop, place in zip(stops, line, strict=True)}
    lasts = {"end_s": 600 * TRIPS, "exact_times": 1} if exact else {"end_s": 7200, "exact_times": 0}
    spans = [
        {"trip_id": run.trip, "start_s": run.planned[0], "headway_secs": 600} | lasts | {"end_s": run.planned[0] + lasts["end_s"]}
        for run in kept
    ]
    tables = {
        "gtfs_trip": trips,
        "gtfs_stop_time": calls,
        "gtfs_stop": [{"stop_id": stop, "latitude": at[0], "longitude": at[1]} for stop, at in places.items()],
        "gtfs_calendar": [{"service_id": "daily", "start_date": dates[0], "end_date": dates[1]} | dict.fromkeys(DAYS, 1)],
    }
    if by_headway:
        tables["gtfs_frequency"] = spans
    return Reading({name: pa.Table.from_pylist(rows) for name, rows in tables.items()})
