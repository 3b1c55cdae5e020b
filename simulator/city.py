"""The simulated city: everything about it at any moment, from a seed, a fleet size and a clock."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from simulator import detectors, fleet, movement, network, timetable, traffic
from simulator.arrays import Columns, Floats
from simulator.clock import DAY, TURN_OF_DAY, Pattern, service_date
from simulator.places import Districts
from simulator.places import load as load_districts
from simulator.service_requests import calls


class City:
    """Facts are read once; a day is worked out when it is first asked for and kept for a while."""

    def __init__(
        self,
        folder: Path,
        seed: int = 1,
        fleet_size: int = 1300,
        pattern: Pattern | None = None,
        winter: bool = True,
        reporting: fleet.Reporting | None = None,
    ) -> None:
        self.folder, self.seed, self.fleet_size, self.pattern = folder, seed, fleet_size, pattern or Pattern()
        self.reporting = reporting or fleet.Reporting()
        self.network = network.load(folder)
        self.districts: Districts = load_districts(folder)
        self.roads = traffic.roads(self.network, seed)
        self.detectors = detectors.detectors(folder, self.network, self.roads, network.segment_ids(self.network), seed)
        self.timetable = timetable.build(self.network, self.roads, fleet_size, seed, winter)
        self.speeds = lru_cache(maxsize=6)(self._speeds)
        self.day = lru_cache(maxsize=6)(self._day)
        self.trips = lru_cache(maxsize=6)(self._trips)
        self.calls = lru_cache(maxsize=64)(self._calls)

    def positions(self, now: float) -> Columns:
        """Every vehicle's newest report at `now` (UTC epoch)."""
        today = self.pattern.day(now)
        early = self.pattern.seconds(now) - (today * DAY + TURN_OF_DAY) < 2 * 3600.0  # trips of the day before may still run
        parts = [self._positions(day, now) for day in ((today - 1, today) if early else (today,))]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _positions(self, day: int, now: float) -> Columns:
        vehicle = np.arange(self.timetable.vehicles)
        at = fleet.reported_at(self.seed, vehicle, now, self.reporting)
        out = fleet.places(self.network, self.timetable, self.day(day), self.seed, vehicle, at, self.reporting)
        return fleet.report(self.network, out, self.trips(day))

    def segment_speeds(self, now: float) -> Floats:
        """True km/h of every segment at `now`, without jumps between the five-minute steps."""
        day = self.pattern.day(now)
        step = (self.pattern.seconds(now) - day * DAY - TURN_OF_DAY) / traffic.BIN
        whole = int(step)
        grid = self.speeds(day)
        return np.asarray(grid[whole] + (step - whole) * (grid[whole + 1] - grid[whole]))

    def _speeds(self, day: int) -> Floats:
        return traffic.speeds(self.roads, self.network, self.pattern, day)

    def _day(self, day: int) -> movement.Day:
        return movement.realise(self.network, self.timetable, self.pattern, self.seed, day, self.speeds(day))

    def _calls(self, day: int) -> Columns:
        return calls(self.seed, self.districts, self.pattern, day)

    def _trips(self, day: int) -> Columns:
        """Names of the trips of a pattern day, as the timetable file has them: all belong to the local date on which the day begins."""
        lines = self.network.lines
        return {
            "line": self.timetable.line,
            "trip_id": self.trip_ids(),
            "route_id": np.array([line.line_id for line in lines])[self.timetable.line],
            "direction_id": np.array([line.direction for line in lines])[self.timetable.line],
            "start_date": np.full(len(self.timetable.line), service_date(self.pattern.utc(day * DAY + TURN_OF_DAY))),
        }

    def clock_departures(self) -> Floats:
        """Seconds after midnight of the service date at which each trip leaves; those of the night after pass 24 h."""
        return np.asarray((TURN_OF_DAY - self.pattern.shift_s) % DAY + self.timetable.depart - TURN_OF_DAY)

    def trip_ids(self) -> np.ndarray:
        """Line, direction and local departure, as in 51-0-0730."""
        minute = self.clock_departures() % DAY // 60
        clock = minute // 60 * 100 + minute % 60
        names = np.array([f"{line.line_id}-{line.direction}-" for line in self.network.lines])[self.timetable.line]
        return np.char.add(names, np.char.zfill(clock.astype(np.int64).astype(str), 4))
