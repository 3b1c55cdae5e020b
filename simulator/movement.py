"""What really happens to the trips of a day: when each bus reaches and leaves every stop."""

from dataclasses import dataclass

import numpy as np

from simulator.arrays import Bools, Floats, Ints
from simulator.chance import normal, uniform
from simulator.clock import DAY, TURN_OF_DAY, Pattern, peak
from simulator.network import Network
from simulator.timetable import CRUISE, DWELL_S, Timetable, tables
from simulator.traffic import BIN

CANCELLED = 0.012
TOLD = 0.6  # share of the cancelled trips that passengers are told of; the others are just not run
TURN_ROUND_S = 100.0
ALIGHT_S = 45.0  # so long a vehicle stays on its trip at the last stop
PULL_OUT_S = 480.0  # a vehicle reports from its first stop this long before its first trip
DRIVER = 0.035
HOLD_EVERY, HOLD_S = 2, 25.0  # at every second stop a driver waits rather than leave earlier than this
BUNCHING_HOURS = 0.1  # share of (line, two hours) in which the service falls into pairs
BUNCHING_HEADWAY = 1200.0


@dataclass(frozen=True)
class Day:
    """One row a trip of the timetable, one column a stop; UTC epochs, +inf past the last stop. `order` sorts trips by vehicle."""

    day: int
    begin: float
    arrive: Floats
    leave: Floats
    cancelled: Bools
    told: Bools  # of those cancelled
    order: Ints
    ready: Floats  # from when on the vehicle is on this trip: the end of its trip before
    finish: Floats  # passengers have left it at the last stop


def realise(network: Network, timetable: Timetable, pattern: Pattern, seed: int, day: int, speeds: Floats) -> Day:
    """Runs every trip of a pattern day through the true speeds; delays pass on to a vehicle's next trips."""
    begin = pattern.utc(day * DAY)
    trips, width = timetable.offsets.shape
    arrive, leave = np.full((trips, width), np.inf), np.full((trips, width), np.inf)
    number = np.arange(trips)
    cancelled = uniform(seed, day, number, 51) < CANCELLED
    free_from = np.full(timetable.vehicles, -np.inf)
    drift, paired = _drift(timetable, seed, day)
    hold = np.where(paired, -np.inf, timetable.depart - HOLD_S)
    for rank in range(int(timetable.rank.max()) + 1):
        some = np.flatnonzero((timetable.rank == rank) & ~cancelled)
        ready = np.maximum(timetable.depart[some] + _lateness(seed, day, some), free_from[timetable.vehicle[some]] + TURN_ROUND_S)
        _run(network, timetable, some, ready, drift[some], hold[some], speeds, arrive, leave, seed + day)
        free_from[timetable.vehicle[some]] = np.max(np.where(np.isfinite(arrive[some]), arrive[some], -np.inf), axis=1)
    finish = np.max(np.where(np.isfinite(arrive), arrive, -np.inf), axis=1) + ALIGHT_S
    order, ready = _sequence(timetable, leave[:, 0], finish, cancelled)
    told = cancelled & (uniform(seed, day, number, 57) < TOLD)
    return Day(day, begin, arrive + begin, leave + begin, cancelled, told, order, ready + begin, finish + begin)


def _lateness(seed: int, day: int, trips: Ints) -> Floats:
    """Seconds after the planned departure: most leave within a minute, some much later."""
    draw = uniform(seed, day, trips, 52)
    return np.asarray(60.0 * uniform(seed, day, trips, 53) - 15.0 + np.where(draw > 0.965, 420.0 * (draw - 0.965) / 0.035, 0.0))


def _drift(timetable: Timetable, seed: int, day: int) -> tuple[Floats, Bools]:
    """Factor on the time a trip takes: the driver, and in some hours pairs (True) of a slow bus and a fast one behind it."""
    number = np.arange(len(timetable.line))
    episode = uniform(seed, day, timetable.line, timetable.depart // 7200.0, 54) < BUNCHING_HOURS
    episode &= timetable.headway < BUNCHING_HEADWAY
    length = np.nanmax(timetable.offsets, axis=1)
    share = np.where(number % 2 == 0, 0.42, -0.28) * timetable.headway / length
    return 1.0 + DRIVER * normal(seed, day, number, 55) + np.where(episode, np.clip(share, -0.12, 0.25), 0.0), episode


def _run(
    network: Network,
    timetable: Timetable,
    some: Ints,
    start: Floats,
    drift: Floats,
    hold: Floats,
    speeds: Floats,
    arrive: Floats,
    leave: Floats,
    seed: int,
) -> None:
    """Fills the rows `some` of `arrive` and `leave`, stop by stop, in seconds of the pattern day."""
    stops, links = tables(network)
    line = timetable.line[some]
    now = start
    arrive[some, 0] = leave[some, 0] = now
    for column in range(links.shape[1]):
        going = stops[line, column + 1] >= 0
        link = links[line, column]
        bin_ = np.clip((now - TURN_OF_DAY) // BIN, 0, len(speeds) - 1).astype(np.int64)
        there = now + drift * network.segments.length_m[link] / (speeds[bin_, link] / 3.6 * CRUISE)
        wait = DWELL_S * (0.6 + 0.8 * uniform(seed, some, column, 56)) * (1.0 + 0.5 * peak(there % DAY / 3600.0)) * drift
        off = there + wait
        if (column + 1) % HOLD_EVERY == 0:
            off = np.where(going, np.maximum(off, hold + timetable.offsets[some, column + 1]), off)
        arrive[some, column + 1] = np.where(going, there, np.inf)
        leave[some, column + 1] = np.where(going, off, np.inf)
        now = np.where(going, off, now)


def _sequence(timetable: Timetable, departed: Floats, finish: Floats, cancelled: Bools) -> tuple[Ints, Floats]:
    """Trips that run, sorted by vehicle and time, and the moment from which each vehicle is on that trip."""
    order = np.lexsort((timetable.rank, timetable.vehicle))
    order = order[~cancelled[order]]
    ready = departed - PULL_OUT_S
    same = timetable.vehicle[order[1:]] == timetable.vehicle[order[:-1]]
    ready[order[1:]] = np.where(same, finish[order[:-1]], ready[order[1:]])
    return order, ready
