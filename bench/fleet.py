"""A city of any size as readings: districts, segments, a timetable, and where every bus is at a moment.

Lines are straight, 20 stops 500 m and 120 s apart; 20 buses run each line round after round, every one late by an amount of its own.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasources.reading import Reading

STOPS, HOP_S, HOP_DEGREES, DWELL_S = 20, 120, 0.0045, 20
BUSES_A_LINE = 20
TRIP_S = STOPS * HOP_S
DISTRICTS = 12
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fleet:
    """`vehicles` buses (a multiple of 20) and `segments` road segments of one seed; `rounds` begin `begun` before `now` (UTC)."""

    vehicles: int
    segments: int
    now: datetime
    zone: str = "Asia/Shanghai"
    begun: timedelta = timedelta(minutes=70)
    rounds: int = 4

    @property
    def lines(self) -> int:
        return max(1, self.vehicles // BUSES_A_LINE)

    @property
    def origin(self) -> datetime:
        return self.now - self.begun

    def stop_places(self) -> tuple[Floats, Floats]:
        """(latitude, longitude) of every stop, one row a line."""
        chance = np.random.default_rng(1)
        turn = chance.uniform(0, 2 * np.pi, self.lines)[:, None]
        step = np.arange(STOPS)[None, :] * HOP_DEGREES
        south, west = chance.uniform(36.8, 37.6, self.lines)[:, None], chance.uniform(120.2, 121.4, self.lines)[:, None]
        return south + step * np.sin(turn) * 0.8, west + step * np.cos(turn)

    def districts(self) -> Reading:
        west = np.linspace(119.6, 121.9, DISTRICTS + 1)
        rows = [
            {
                "district_id": f"d{n}", "name_zh": f"第{n}区", "name_en": f"District {n}", "latitude": 37.3,
                "longitude": float(west[n] + west[n + 1]) / 2, "population": 500_000, "geometry": box(float(west[n]), float(west[n + 1])),
            }
            for n in range(DISTRICTS)
        ]  # fmt: skip
        return Reading({"district": pa.Table.from_pylist(rows)})

    def roads(self) -> Reading:
        chance = np.random.default_rng(2)
        south, west = chance.uniform(36.8, 37.6, self.segments), chance.uniform(120.2, 121.6, self.segments)
        lines = [[[round(w + k * 0.001, 6), round(s + k * 0.0005, 6)] for k in range(5)] for s, w in zip(south, west, strict=True)]
        return Reading(
            {
                "road_segment": pa.table(
                    {
                        "segment_id": [f"s{n}" for n in range(self.segments)],
                        "name": [f"road {n // 10}" for n in range(self.segments)],
                        "road_class": ["arterial"] * self.segments,
                        "length_m": chance.uniform(200, 800, self.segments),
                        "free_flow_kmh": np.full(self.segments, 50.0),
                        "latitude": south,
                        "longitude": west,
                        "geometry": [json.dumps({"type": "LineString", "coordinates": line}) for line in lines],
                    }
                )
            }
        )

    def speeds(self, at: datetime) -> Reading:
        chance = np.random.default_rng(int(at.timestamp()))
        return Reading(
            {
                "segment_speed": pa.table(
                    {
                        "event_time": stamps(at, self.segments),
                        "segment_id": [f"s{n}" for n in range(self.segments)],
                        "speed_kmh": np.round(chance.uniform(8, 60, self.segments), 1),
                        "sample_count": pa.array(np.full(self.segments, 5), pa.int32()),
                    }
                )
            }
        )

    def timetable(self) -> Reading:
        trips = [(line, bus, lap) for line in range(self.lines) for bus in range(BUSES_A_LINE) for lap in range(self.rounds)]
        ids = np.repeat([f"t{line}-{bus}-{lap}" for line, bus, lap in trips], STOPS)
        line_of = np.repeat([line for line, _, _ in trips], STOPS)
        starts = np.repeat([self.service_second(self.origin) + bus * HOP_S + lap * TRIP_S for _, bus, lap in trips], STOPS)
        order = np.tile(np.arange(STOPS), len(trips))
        arrives = starts + order * HOP_S
        latitudes, longitudes = self.stop_places()
        day = self.service_day()
        return Reading(
            {
                "gtfs_agency": pa.table({"agency_id": ["a"], "agency_name": ["Buses"], "agency_timezone": [self.zone]}),
                "gtfs_route": pa.table(
                    {
                        "route_id": [f"r{n}" for n in range(self.lines)],
                        "route_short_name": [str(n) for n in range(self.lines)],
                        "route_type": pa.array(np.full(self.lines, 3), pa.int32()),
                    }
                ),
                "gtfs_trip": pa.table(
                    {
                        "trip_id": [f"t{line}-{bus}-{lap}" for line, bus, lap in trips],
                        "route_id": [f"r{line}" for line, _, _ in trips],
                        "service_id": ["daily"] * len(trips),
                        "direction_id": pa.array(np.zeros(len(trips)), pa.int32()),
                    }
                ),
                "gtfs_stop": pa.table(
                    {
                        "stop_id": [f"p{line}-{n}" for line in range(self.lines) for n in range(STOPS)],
                        "stop_name": [f"stop {n}" for _ in range(self.lines) for n in range(STOPS)],
                        "latitude": latitudes.ravel(),
                        "longitude": longitudes.ravel(),
                    }
                ),
                "gtfs_stop_time": pa.table(
                    {
                        "trip_id": ids,
                        "stop_sequence": pa.array(order, pa.int32()),
                        "stop_id": np.char.add(np.char.add(np.char.add("p", line_of.astype(str)), "-"), order.astype(str)),
                        "arrival_s": pa.array(arrives, pa.int32()),
                        "departure_s": pa.array(arrives + DWELL_S, pa.int32()),
                        "timepoint": pa.array(np.ones(len(order)), pa.int32()),
                    }
                ),
                "gtfs_calendar": pa.Table.from_pylist(
                    [{"service_id": "daily", **dict.fromkeys(WEEK, 1), "start_date": f"{day:%Y%m%d}", "end_date": f"{day:%Y%m%d}"}]
                ),
            }
        )

    def positions(self, at: datetime) -> Reading:
        """Every bus once, reporting at `at`; those that have not begun yet wait at their first stop."""
        bus = np.arange(self.vehicles)
        line, place = bus // BUSES_A_LINE % self.lines, bus % BUSES_A_LINE
        late = np.clip(np.random.default_rng(3).normal(60, 150, self.vehicles), -150, 900)
        ran = np.maximum((at - self.origin).total_seconds() - place * HOP_S - late, 0.0)
        lap, phase = np.minimum(ran // TRIP_S, self.rounds - 1).astype(np.int64), np.mod(ran, TRIP_S)
        stop = (phase // HOP_S).astype(np.int64)
        moved = np.clip((np.mod(phase, HOP_S) - DWELL_S) / (HOP_S - DWELL_S), 0, 1)
        latitudes, longitudes = self.stop_places()
        onward = np.minimum(stop + 1, STOPS - 1)
        return Reading(
            {
                "vehicle_position": pa.table(
                    {
                        "event_time": stamps(at, self.vehicles),
                        "vehicle_id": [f"bus{n}" for n in bus],
                        "trip_id": [f"t{a}-{b}-{c}" for a, b, c in zip(line, place, lap, strict=True)],
                        "route_id": [f"r{n}" for n in line],
                        "latitude": between(latitudes, line, stop, onward, moved),
                        "longitude": between(longitudes, line, stop, onward, moved),
                        "bearing": np.full(self.vehicles, 90.0),
                        "speed": np.where(moved > 0, 5.0, 0.0),
                        "current_stop_sequence": pa.array(np.where(moved > 0, onward, stop), pa.int32()),
                    }
                )
            }
        )

    def service_day(self) -> datetime:
        """The local date on which the rounds begin."""
        return self.origin.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.zone))

    def service_second(self, moment: datetime) -> int:
        local, day = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.zone)), self.service_day()
        return int((local - day.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds())


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def box(west: float, east: float) -> str:
    ring = [[west, 36.3], [east, 36.3], [east, 38.4], [west, 38.4], [west, 36.3]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def stamps(at: datetime, count: int) -> Any:
    return pa.repeat(pa.scalar(at, pa.timestamp("us")), count)


def between(places: Floats, line: Ints, stop: Ints, onward: Ints, moved: Floats) -> Floats:
    return np.asarray(places[line, stop] * (1 - moved) + places[line, onward] * moved)
