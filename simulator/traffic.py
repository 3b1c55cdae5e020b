"""How fast the roads run: a speed for every segment and five minutes, from habit, chance and incidents."""

from dataclasses import dataclass

import numpy as np

from simulator.arrays import Floats, Ints
from simulator.chance import normal, uniform
from simulator.clock import DAY, TURN_OF_DAY, Pattern, peak
from simulator.incidents import Incident, incidents
from simulator.network import Network, metres

BIN = 300.0
BINS = 348  # 29 hours: a day of the city and its last trips
CENTRE = (121.391, 37.539)  # Zhifu
CELL_M = 1500.0
WEEKEND = 0.72


@dataclass(frozen=True)
class Roads:
    """What never changes about the segments; speeds in km/h."""

    seed: int
    classes: list[str]
    free_flow: Floats
    depth: Floats  # share of the free-flow speed that is lost when the streets are at their busiest
    inward: Floats  # 1 = runs to the centre, -1 = away from it
    cell: Ints  # neighbourhood, whose disturbances are shared
    habit: Floats  # (288, segments): usual share of speed lost per five minutes of the pattern day


def roads(network: Network, seed: int) -> Roads:
    segments = network.segments
    number = np.arange(len(segments.length_m))
    classes = np.where(segments.length_m > 2200, "expressway", np.where(segments.lines >= 3, "arterial", "minor"))
    base = np.where(segments.length_m > 2200, 66.0, np.where(segments.lines >= 3, 46.0, 36.0))
    free = np.round(base * (0.9 + 0.2 * uniform(seed, number, 11)))
    x, y = metres((network.longitude[segments.start] + network.longitude[segments.end]) / 2, _middle(network))
    cx, cy = metres(np.array(CENTRE[0]), np.array(CENTRE[1]))
    distance = np.hypot(x - cx, y - cy)
    home = np.degrees(np.arctan2(cx - x, cy - y))
    inward = np.cos(np.radians(segments.bearing - home))
    between = np.where(segments.length_m > 2200, 0.7, 1.0)  # roads without stops keep more of their speed
    depth = between * (0.13 + 0.42 * np.exp(-((distance / 7000.0) ** 2)) + 0.26 * uniform(seed, number, 12) ** 2)
    cell = (x // CELL_M * 100003 + y // CELL_M).astype(np.int64)
    return Roads(seed, [str(name) for name in classes], free, depth, inward, cell, _habit(depth, inward))


def speeds(roads: Roads, network: Network, pattern: Pattern, day: int) -> Floats:
    """(BINS, segments): true speeds in km/h from 04:00 of a pattern day."""
    starts = TURN_OF_DAY + BIN * np.arange(BINS)
    lost = roads.habit[((starts % DAY) // BIN).astype(np.int64)]
    weekend = np.array([WEEKEND if (int(day + start // DAY) + 3) % 7 >= 5 else 1.0 for start in starts])
    lost = lost * weekend[:, None] * _disturbance(roads, day * DAY + starts)
    speed = roads.free_flow * (1.0 - np.clip(lost, 0.0, 0.86))
    begin = pattern.utc(day * DAY + TURN_OF_DAY)
    for near in (day - 1, day, day + 1):  # the grid begins with yesterday's incidents and ends with tomorrow's
        for incident in incidents(roads.seed, network, pattern, near):
            _obstruct(speed, incident, begin)
    return np.asarray(np.maximum(speed, 3.0))


def usual(roads: Roads, pattern_seconds: Floats, segment: Ints) -> Floats:
    """The usual speed in km/h of segments at pattern times."""
    lost = roads.habit[((pattern_seconds % DAY) // BIN).astype(np.int64), segment]
    return np.asarray(roads.free_flow[segment] * (1.0 - lost))


def _middle(network: Network) -> Floats:
    return np.asarray((network.latitude[network.segments.start] + network.latitude[network.segments.end]) / 2)


def _habit(depth: Floats, inward: Floats) -> Floats:
    """In the morning the way in is slow, in the evening the way out."""
    hour = (np.arange(288) + 0.5) * BIN / 3600.0
    tide = np.where(hour < 12.5, 1.0, -1.0)[:, None] * inward * 0.3
    return np.asarray(np.clip(depth * peak(hour)[:, None] * (1.0 + tide), 0.0, 0.8))


def _disturbance(roads: Roads, moments: Floats) -> Floats:
    """Waves of their own rhythm in every neighbourhood and segment, and a new draw every day; mean about 1."""
    cells, member = np.unique(roads.cell, return_inverse=True)
    phase = 2 * np.pi * uniform(roads.seed, cells, 21)
    day_draw = 1.0 + 0.12 * normal(roads.seed, cells[None, :], (moments // DAY)[:, None], 22)
    shared = day_draw + 0.22 * np.sin(2 * np.pi * moments[:, None] / 2460.0 + phase)
    own = np.arange(len(member))
    turn = 2 * np.pi * uniform(roads.seed, own, 23)
    rhythm = 900.0 + 900.0 * uniform(roads.seed, own, 24)
    return np.asarray(shared[:, member] + 0.18 * np.sin(2 * np.pi * moments[:, None] / rhythm + turn))


def _obstruct(speed: Floats, incident: Incident, begin: float) -> None:
    """Lowers the speeds of the segments that an incident touches while it lasts, and a while after."""
    first = max(0, int((incident.started - begin) // BIN))
    last = min(len(speed), int((incident.cleared + 600.0 - begin) // BIN) + 1)
    if first < last:
        speed[first:last, incident.segments] *= incident.factors
