"""Buses that go round and round, or out and back, and name their line alone: when each was within 200 m of a stop."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate, pairwise
from math import hypot
from random import Random
from typing import NamedTuple

import pyarrow as pa

from datasources.reading import Reading
from tests.truth.driven import MIDNIGHT, Row
from tests.truth.tracks import LINES, Place, degrees

BUFFER_M = 200
Way = tuple[str, int]
Stay = tuple[float, float]


class Moment(NamedTuple):
    """Where a bus was: the number of its trip, metres along its line."""

    second: float
    trip: int
    metres: float
    place: Place


def lengths(way: Way) -> list[float]:
    """Metres along the line at each of its stops."""
    return [0.0, *accumulate(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(LINES[way][1]))]


def drive(ways: Sequence[Way], first_s: int, layover_s: int, seed: int) -> list[Moment]:
    """One way after the other without a change of name, with a wait before each and after the last."""
    random, at = Random(seed), float(first_s)
    driven = []
    for trip, way in enumerate(ways):
        stops = list(zip(lengths(way), LINES[way][1], strict=True))
        driven += [Moment(at, trip, *stops[0]), Moment(at := at + layover_s, trip, *stops[0])]
        for (before, _), (metres, place) in pairwise(stops):
            at += (metres - before) / random.uniform(6, 10)
            driven.append(Moment(at, trip, metres, place))
            at += random.choice([0, 8, 15, 25, 40])
            driven.append(Moment(at, trip, metres, place))
    return [*driven, driven[-1]._replace(second=at + layover_s)]


def reports(driven: list[Moment], bus: str, line: str, every_s: int, noise_m: float) -> Iterator[Row]:
    random = Random(bus)
    for a, b in pairwise(driven):
        for second in range(-(-int(a.second) // every_s) * every_s, int(b.second), every_s):
            share = (second - a.second) / (b.second - a.second) if second > a.second else 0
            east, north = (u + share * (v - u) + random.gauss(0, noise_m) for u, v in zip(a.place, b.place, strict=True))
            latitude, longitude = degrees((east, north))
            at = MIDNIGHT + timedelta(seconds=second)
            yield {"event_time": at, "vehicle_id": bus, "route_id": line, "latitude": latitude, "longitude": longitude}


def stays(driven: list[Moment], ways: Sequence[Way]) -> dict[tuple[int, int], list[Stay]]:
    """By direction and number of the stop: from when to when. Who waits at a ring's end is at its first and last stop."""
    found: dict[tuple[int, int], list[Stay]] = {}
    for trip, way in enumerate(ways):
        moments = [moment for moment in driven if moment.trip == trip]
        for number, metres in enumerate(lengths(way), 1):
            came, left = _when(moments, max(0, metres - BUFFER_M)), _when(moments[::-1], min(moments[-1].metres, metres + BUFFER_M))
            found.setdefault((way[1], number), []).append((came, left))
    if LINES[ways[0]][1][0] == LINES[ways[0]][1][-1]:
        ends = [found[0, 1], found[0, len(lengths(ways[0]))]]
        begin, end = driven[0].second, driven[-1].second
        round_by = [(came, left) for (came, _), (_, left) in zip(ends[1], ends[0][1:], strict=False)]
        ends[0][:] = ends[1][:] = [(begin, ends[0][0][1]), *round_by, (ends[1][-1][0], end)]
    return found


def _when(moments: list[Moment], metres: float) -> float:
    """The first of these at which it was there."""
    for a, b in pairwise(moments):
        if min(a.metres, b.metres) <= metres <= max(a.metres, b.metres):
            return a.second + (metres - a.metres) / ((b.metres - a.metres) or 1) * (b.second - a.second)
    raise ValueError(metres)


def network(ways: Sequence[Way]) -> Reading:
    """Lines with their stops in order, without times or days."""
    named = {f"{line}{direction}": LINES[line, direction] for line, direction in ways}
    places = {stop: degrees(at) for stops, line in named.values() for stop, at in zip(stops, line, strict=True)}
    tables = {
        "gtfs_trip": [{"trip_id": f"{line}{way}", "route_id": line, "direction_id": way, "service_id": "any"} for line, way in set(ways)],
        "gtfs_stop_time": [
            {"trip_id": trip, "stop_sequence": n, "stop_id": stop} for trip, (stops, _) in named.items() for n, stop in enumerate(stops, 1)
        ],
        "gtfs_stop": [{"stop_id": stop, "latitude": at[0], "longitude": at[1]} for stop, at in places.items()],
    }
    return Reading({name: pa.Table.from_pylist(rows) for name, rows in tables.items()})
