"""A small random town whose answers are worked out in plain Python, slowly: the second opinion on the views."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from random import Random

import pyarrow as pa

from datasources.reading import Reading

ZONE = "Asia/Shanghai"
UTC_OFFSET = timedelta(hours=8)
LATITUDE, LONGITUDE = 37.5, 121.4
WINDOW = timedelta(hours=1)
LOOKBACK = timedelta(hours=2)  # how far back the views look for the vehicle ahead
LEG_S = 90
PAUSE_S = 5400
FASTEST = timedelta(seconds=20)  # from stop to stop
OFF = timedelta(seconds=35)  # between a terminal and 250 m from it, at most: no bus stands longer than it was seen to
BESIDE = 0.003  # degrees of latitude: 330 m, no road of any line


@dataclass(frozen=True)
class Visit:
    """One call of one trip: when it was planned and when the vehicle was there (None: never); hidden: its report lay beside the road."""

    line: str
    stop: str
    trip: str
    sequence: int
    planned: datetime
    actual: datetime | None
    hidden: bool = False

    @property
    def delay_s(self) -> float:
        assert self.actual is not None
        return (self.actual - self.planned).total_seconds()


class Town:
    """Lines of stops 500 m apart, vehicles late, trips lost, many in a row too, pauses of service. All from one seed."""

    def __init__(self, seed: int, day: datetime) -> None:
        self.day = day  # local midnight
        self.directed = seed % 2 == 0  # a timetable may say nothing of directions
        self._random = Random(seed)
        self.lines = [f"L{n}" for n in range(self._random.randint(1, 3))]
        self.stops = {line: [f"{line}-S{n}" for n in range(self._random.randint(3, 6))] for line in self.lines}
        self.visits = [visit for line in self.lines for visit in self._line(line)]
        self.as_of = day - UTC_OFFSET + timedelta(hours=8, seconds=self._random.randint(3000, 9000))

    def _line(self, line: str) -> Iterator[Visit]:
        random = self._random
        headway, first = random.choice([300, 480, 600, 1200]), 8 * 3600 + random.randint(0, 600)
        trips = int(3 * 3600 / headway)
        pause, silent = random.choice([trips, random.randrange(trips)]), random.choice([trips, random.randrange(trips)])
        for number in range(trips):
            late, begins = random.gauss(90, 200), first + number * headway + (PAUSE_S if number >= pause else 0)
            lost = random.random() < 0.15 or silent <= number < silent + 4500 / headway
            hidden = random.choice([0, 0, random.randint(1, len(self.stops[line]))])
            for sequence, stop in enumerate(self.stops[line], 1):
                planned = self.day - UTC_OFFSET + timedelta(seconds=begins + (sequence - 1) * LEG_S)
                late += random.gauss(10, 25)
                at = planned + timedelta(seconds=round(max(-500.0, min(late, 3000.0))) + sequence)
                yield Visit(line, stop, f"{line}-T{number}", sequence, planned, None if lost else at, sequence == hidden)

    def known(self) -> list[Visit]:
        """What had been seen by as_of; the first stop counts once the trip was seen at a later one."""
        seen = [v for v in self.visits if v.actual is not None and v.actual <= self.as_of and not v.hidden]
        went_on = {v.trip for v in seen if v.sequence > 1}
        return [v for v in seen if v.sequence > 1 or v.trip in went_on]

    def forward(self) -> bool:
        """Whether every vehicle passed its stops in order, no faster than a bus can: only then does a town make sense."""
        pairs = zip(self.visits, self.visits[1:], strict=False)
        return all(a.trip != b.trip or a.actual is None or b.actual is None or a.actual + FASTEST <= b.actual for a, b in pairs)

    # ---- as feeds

    def place_of(self, line: str, sequence: int) -> tuple[float, float]:
        row = self.lines.index(line)
        return LATITUDE + 0.05 * row, LONGITUDE + 500 * (sequence - 1) / (111195 * cos(radians(LATITUDE)))

    def timetable(self) -> Reading:
        trips = sorted({(v.trip, v.line) for v in self.visits})
        midnight = self.day - UTC_OFFSET
        calls = [
            {"trip_id": v.trip, "stop_sequence": v.sequence, "stop_id": v.stop, "arrival_s": planned, "departure_s": planned}
            | {"timepoint": v.sequence % 2}
            for v in self.visits
            for planned in [int((v.planned - midnight).total_seconds())]
        ]
        stops = [
            {"stop_id": stop, "latitude": place[0], "longitude": place[1]}
            for line in self.lines
            for n, stop in enumerate(self.stops[line], 1)
            for place in [self.place_of(line, n)]
        ]
        today = f"{self.day:%Y%m%d}"
        calendar = [{"service_id": "daily", "start_date": today, "end_date": today} | dict.fromkeys(WEEKDAYS, 1)]
        way = {"direction_id": 0} if self.directed else {}
        rows = [{"trip_id": trip, "route_id": line, "service_id": "daily", **way} for trip, line in trips]
        return Reading(
            {
                "gtfs_trip": pa.Table.from_pylist(rows),
                "gtfs_stop_time": pa.Table.from_pylist(calls),
                "gtfs_stop": pa.Table.from_pylist(stops),
                "gtfs_calendar": pa.Table.from_pylist(calendar),
            }
        )

    def positions(self) -> Reading:
        """A report at every stop and one where half the way to the next is gone."""
        rows = [row for visit, after in zip(self.visits, [*self.visits[1:], None], strict=True) for row in self._reports(visit, after)]
        return Reading({"vehicle_position": pa.Table.from_pylist(rows)})

    def _reports(self, visit: Visit, after: Visit | None) -> Iterator[dict[str, object]]:
        if visit.actual is None:
            return
        there = self._report(visit, visit.actual, float(visit.sequence))
        yield there | ({"latitude": self.place_of(visit.line, 1)[0] + BESIDE} if visit.hidden else {})
        if after is not None and after.trip == visit.trip and after.actual is not None:
            half = (after.actual - visit.actual) / 2
            swift = min(half, OFF)
            ends = after.sequence == len(self.stops[visit.line])
            between = visit.actual + (swift if visit.sequence == 1 else 2 * half - swift if ends else half)
            yield self._report(visit, between, visit.sequence + 0.5)

    def _report(self, visit: Visit, at: datetime, along: float) -> dict[str, object]:
        latitude, longitude = self.place_of(visit.line, 1)
        east = self.place_of(visit.line, 2)[1] - longitude
        return {
            "event_time": at.replace(microsecond=0),
            "vehicle_id": f"bus {visit.trip}",
            "trip_id": visit.trip,
            "route_id": visit.line,
            "latitude": latitude,
            "longitude": longitude + east * (along - 1),
            "speed": 8.0,
        }


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def on_time(town: Town) -> tuple[int, int]:
    """Visits of the last hour: on time (-60..+300 s), all."""
    seen = [v for v in town.known() if v.actual is not None and v.actual > town.as_of - WINDOW]
    return sum(-60 <= v.delay_s <= 300 for v in seen), len(seen)
