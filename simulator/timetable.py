"""Which trips are planned, when they are due at every stop, and which vehicle runs them."""

import heapq
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from simulator.arrays import Floats, Ints
from simulator.chance import uniform
from simulator.clock import DAY, TURN_OF_DAY, peak
from simulator.network import Line, Network
from simulator.traffic import Roads, usual

CRUISE = 0.86  # a bus runs this share of the traffic's speed between stops
DWELL_S = 16.0
SLACK = 1.04  # the timetable leaves a little more than the usual run takes
SHORTEST, LONGEST = 240.0, 5400.0
LAYOVER_S = 420.0
EMPTY_RUN_S = 1800.0
IN_SERVICE = 0.92  # share of the fleet that runs at all on a day
AHEAD_S = 2400.0  # the service grows before the peak does
NIGHT_LINES, NIGHT_HEADWAY = 14, 2400.0


@dataclass(frozen=True)
class Timetable:
    """One row a trip, in order of line and departure. Times are seconds of the pattern day (04:00 .. 28:00 and beyond)."""

    line: Ints
    depart: Floats
    headway: Floats  # planned seconds since the trip before
    vehicle: Ints
    rank: Ints  # how many trips the vehicle runs before this one
    offsets: Floats  # (trips, stops of the longest line): seconds from departure to each stop, NaN past the end
    vehicles: int
    home: Ints  # line of each vehicle


def build(network: Network, roads: Roads, fleet: int, seed: int, winter: bool) -> Timetable:
    """Planned so that the day takes IN_SERVICE of `fleet` vehicles; the rest is spare."""
    wish = _wished_headways(network, seed, winter)
    cycle = np.nanmax(due(network, roads, np.arange(len(wish)), np.full(len(wish), 7.6 * 3600.0)), axis=1) + LAYOVER_S
    scale = float(np.sum(cycle / wish)) / fleet
    for _ in range(4):
        plan = _planned(network, roads, np.round(np.clip(wish * scale, SHORTEST, LONGEST) / 60.0) * 60.0, winter)
        scale *= plan.vehicles / (fleet * IN_SERVICE)
    return plan


def _planned(network: Network, roads: Roads, base: Floats, winter: bool) -> Timetable:
    reach = [len(line.stops) * (_span(line, winter) > 15.5) for line in network.lines]
    night = set(np.argsort(reach, kind="stable")[-NIGHT_LINES:].tolist())
    plans = [_departures(line, base[i], winter, i in night) for i, line in enumerate(network.lines)]
    line: Ints = np.concatenate([np.full(len(plan), i) for i, plan in enumerate(plans)])
    depart = np.concatenate(plans)
    headway = np.concatenate([np.diff(plan, prepend=plan[0] - base[i]) for i, plan in enumerate(plans)])
    offsets = due(network, roads, line, depart)
    vehicle, rank, home = _blocks(network, line, depart, np.nanmax(offsets, axis=1))
    return Timetable(line, depart, headway, vehicle, rank, offsets, len(home), home)


def due(network: Network, roads: Roads, line: Ints, depart: Floats) -> Floats:
    """Seconds from departure to every stop at the usual speeds."""
    stops, links = tables(network)
    offsets = np.full((len(line), stops.shape[1]), np.nan)
    offsets[:, 0] = now = np.zeros(len(line))
    for column in range(links.shape[1]):
        link = links[line, column]
        run = network.segments.length_m[link] / (usual(roads, depart + now, link) / 3.6 * CRUISE)
        now = now + (run + DWELL_S * (1.0 + 0.5 * peak((depart + now) % DAY / 3600.0))) * SLACK
        offsets[:, column + 1] = np.where(stops[line, column + 1] >= 0, np.round(now), np.nan)
    return offsets


def tables(network: Network) -> tuple[Ints, Ints]:
    """(lines, longest) stops, -1 past the end; (lines, longest - 1) links, 0 past the end."""
    longest = max(len(line.stops) for line in network.lines)
    stops = np.full((len(network.lines), longest), -1)
    links = np.zeros((len(network.lines), longest - 1), dtype=np.int64)
    for index, line in enumerate(network.lines):
        stops[index, : len(line.stops)] = line.stops
        links[index, : len(line.links)] = line.links
    return stops, links


def _span(line: Line, winter: bool) -> float:
    """Hours between first and last departure."""
    first, last = line.winter if winter else line.summer
    return (last - first) / 3600.0


def _wished_headways(network: Network, seed: int, winter: bool) -> Floats:
    """Peak headways in seconds before they are scaled to the fleet: long service days mean dense lines."""
    span = np.array([_span(line, winter) for line in network.lines])
    keys = np.array([int(line.line_id) for line in network.lines])
    wish = np.select([span > 15.5, span > 14.0, span > 12.0], [420.0, 600.0, 1080.0], 2400.0)
    return np.asarray(wish * (0.8 + 0.4 * uniform(seed, keys, 41)))


def _departures(line: Line, base: float, winter: bool, night: bool) -> Floats:
    """Seconds of the pattern day. Off the peak the headway grows; some lines run through the night."""
    first, last = line.winter if winter else line.summer
    moments = []
    now = first
    while now < last - 0.4 * base:
        moments.append(now)
        now += round(base * (1.75 - 0.75 * min(1.0, float(peak(np.array((now + AHEAD_S) / 3600.0))) / 0.8)) / 60.0) * 60.0
    moments.append(last)
    if night:
        moments += np.arange(max(last, 22 * 3600.0) + NIGHT_HEADWAY, DAY + TURN_OF_DAY - 900.0, NIGHT_HEADWAY).tolist()
    return np.array(moments)


def _blocks(network: Network, line: Ints, depart: Floats, run: Floats) -> tuple[Ints, Ints, Ints]:
    """Vehicle and rank of every trip, and the line of every vehicle."""
    vehicle, rank = np.zeros(len(line), dtype=np.int64), np.zeros(len(line), dtype=np.int64)
    waiting: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    trips: list[int] = []  # by vehicle
    home: list[int] = []
    for trip in np.argsort(depart, kind="stable"):
        here = network.lines[line[trip]]
        ends = waiting[here.line_id, here.direction], waiting[here.line_id, 1 - here.direction]
        number = _ready(*ends, float(depart[trip]))
        if number is None:
            number = len(trips)
            trips.append(0)
            home.append(int(line[trip]))
        vehicle[trip], rank[trip] = number, trips[number]
        trips[number] += 1
        heapq.heappush(ends[1], (float(depart[trip] + run[trip] + LAYOVER_S), number))
    return vehicle, rank, np.array(home)


def _ready(here: list[tuple[float, int]], there: list[tuple[float, int]], depart: float) -> int | None:
    """The vehicle that waits longest at this end, else one that can come empty from the other end; None = from the depot."""
    if here and here[0][0] <= depart:
        return heapq.heappop(here)[1]
    if there and there[0][0] + EMPTY_RUN_S <= depart:
        return heapq.heappop(there)[1]
    return None
