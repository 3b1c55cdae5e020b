"""A small town of roads with loops in random states, and in plain Python what its flow comes to: a second opinion on views/traffic/flow.

Definitions of PeMS (VMT, VHT, Q, delay at a threshold, lost productivity) and of the travel time index.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from datasources.reading import Reading
from tests.datasources.rows import reading

FIVE, HOUR = timedelta(minutes=5), timedelta(hours=1)
FAST, SLOW, CAPACITY = 60 * 1.609344, 35 * 1.609344, 2076.0


@dataclass(frozen=True)
class Loop:
    """One detector: its segment, its station there, how many lanes it counts over."""

    name: str
    road: str
    station: str
    lanes: int


@dataclass(frozen=True)
class Count:
    """What it said of the `seconds` from `begin` on. speed None: none told."""

    loop: Loop
    begin: datetime
    seconds: int
    flow: float
    speed: float | None
    occupancy: float
    share: float

    def pieces(self) -> Iterator[tuple[datetime, float, float]]:
        """(five minutes, seconds, vehicles) as far as measured; a longer interval is spread evenly from where it begins."""
        slot = self.begin - (self.begin - datetime(1970, 1, 1)) % FIVE
        parts = max(1, -(-self.seconds // 300))
        for number in range(parts):
            yield slot + number * FIVE, self.seconds * self.share / parts, self.flow * self.share / parts


@dataclass
class Sum:
    """One loop's five minutes."""

    seconds: float = 0.0
    flow: float = 0.0
    timed: float = 0.0
    hours_per_km: float = 0.0


class Loops:
    """Roads and loops of a random town, counted from `begin` on for two hours."""

    def __init__(self, seed: int, begin: datetime) -> None:
        self.begin, self._random = begin, Random(seed)
        random = self._random
        self.roads = {
            f"R{n}": (random.uniform(100, 3000), random.uniform(30, 100), random.choice("AB")) for n in range(random.randint(1, 5))
        }
        self.loops = [
            Loop(f"{road}.{station}.{lane}", road, f"{road}.{station}", random.choice([1, 1, 2]))
            for road in self.roads
            for station in range(random.randint(1, 2))
            for lane in range(random.randint(1, 3))
        ]
        self.counts = [count for loop in self.loops for count in self._counts(loop)]

    def _counts(self, loop: Loop) -> Iterator[Count]:
        random = self._random
        seconds, usual = random.choice([20, 60, 300, 900, 3600]), random.uniform(3, 110)
        for number in range(7200 // seconds):
            if random.random() < 0.1:
                continue
            flow = random.choice([0, random.randint(0, max(1, seconds // 3))])
            speed = None if random.random() < 0.1 else (max(0.0, random.gauss(usual, usual / 5)) if flow else -1.0)
            yield Count(
                loop,
                self.begin + timedelta(seconds=number * seconds),
                seconds,
                flow,
                speed,
                random.uniform(1, 60),
                random.choice([1, 1, 1, 0.5, 0]),
            )

    def segments(self) -> Reading:
        rows = [{"segment_id": k, "length_m": m, "free_flow_kmh": v, "district_id": d} for k, (m, v, d) in self.roads.items()]
        return reading("road_segment", rows)

    def detectors(self) -> Reading:
        rows = [{"detector_id": loop.name, "segment_id": loop.road, "station_id": loop.station, "lanes": loop.lanes} for loop in self.loops]
        return reading("detector", rows)

    def readings(self) -> list[dict[str, object]]:
        return [
            {"detector_id": c.loop.name, "event_time": c.begin, "interval_s": float(c.seconds), "flow": float(c.flow), "speed_kmh": c.speed,
             "occupancy": c.occupancy, "observed_share": float(c.share)}
            for c in self.counts
        ]  # fmt: skip

    # ---- the second opinion

    def sums(self) -> dict[tuple[Loop, datetime], Sum]:
        found: dict[tuple[Loop, datetime], Sum] = defaultdict(Sum)
        for count in self.counts:
            for slot, seconds, vehicles in count.pieces():
                five = found[count.loop, slot]
                five.seconds += seconds
                five.flow += vehicles
                if count.speed is not None and vehicles:
                    five.timed += vehicles
                    five.hours_per_km += vehicles / max(count.speed, 1)
        return found

    def kilometres(self, loop: Loop) -> float:
        """Two stations on a road share its length."""
        stations = {other.station for other in self.loops if other.road == loop.road}
        return self.roads[loop.road][0] / 1000 / len(stations)

    def kpis(self, district: str | None = None) -> dict[str, float | None]:
        """Of the twelve five minutes up to the newest that any loop told of."""
        every = self.sums()
        newest = max((slot for _, slot in every), default=self.begin)
        last = [
            (loop, five) for (loop, slot), five in every.items() if slot > newest - HOUR and district in (None, self.roads[loop.road][2])
        ]
        total = dict.fromkeys(("km", "timed_km", "h", "free_h", "delay", "severe", "lost"), 0.0)
        for loop, five in last:
            km = self.kilometres(loop)
            hours = five.hours_per_km * km
            total["km"] += five.flow * km
            total["timed_km"] += five.timed * km
            total["h"] += hours
            total["free_h"] += five.timed * km / self.roads[loop.road][1]
            total["delay"] += max(0.0, hours - five.timed * km / FAST)
            total["severe"] += max(0.0, hours - five.timed * km / SLOW)
            if five.timed and five.timed / five.hours_per_km < SLOW:
                rate = five.flow * 3600 / five.seconds / loop.lanes
                total["lost"] += max(0.0, 1 - rate / CAPACITY) * loop.lanes * km * five.seconds / 3600
        if not total["h"]:
            return {"traffic_km": total["km"], "network_speed": None, "volume_delay_index": None}
        return {
            "traffic_km": total["km"], "traffic_hours": total["h"], "network_speed": total["timed_km"] / total["h"],
            "volume_delay_index": total["h"] / total["free_h"], "traffic_delay": total["delay"], "traffic_delay_severe": total["severe"],
            "lost_productivity": total["lost"],
        }  # fmt: skip

    def coverage(self) -> float:
        """Time measured over an hour, by lane kilometres."""
        every = self.sums()
        newest = max((slot for _, slot in every), default=self.begin)
        wanted = sum(3600 * loop.lanes * self.kilometres(loop) for loop in self.loops)
        had = sum(five.seconds * loop.lanes * self.kilometres(loop) for (loop, slot), five in every.items() if slot > newest - HOUR)
        return had / wanted

    def speeds(self, as_of: datetime) -> dict[str, float]:
        """Now: by flow, over readings that ended within five minutes before the newest end of the road."""
        told: dict[str, float] = {}
        for road in self.roads:
            ended = [(c.begin + timedelta(seconds=c.seconds), c) for c in self.counts if c.loop.road == road]
            ended = [(end, c) for end, c in ended if end <= as_of and c.begin > as_of - timedelta(seconds=300 + 2 * c.seconds)]
            newest = max((end for end, _ in ended), default=as_of)
            heard = [c for end, c in ended if end > newest - FIVE and c.speed is not None and c.flow * c.share > 0]
            if heard:
                told[road] = sum(c.flow * c.share for c in heard) / sum(c.flow * c.share / max(c.speed or 0, 1) for c in heard)
        return told
