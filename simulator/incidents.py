"""Incidents on the roads: what, where, how long, and how much they slow the segments around them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.arrays import Floats, Ints
from simulator.chance import uniform
from simulator.clock import DAY, TURN_OF_DAY, Pattern, peak
from simulator.network import Network, metres

A_DAY = 120
KINDS = (
    ("collision", 2, "两车追尾", "Rear-end collision", "交警支队 | Traffic police", 0.35),
    ("breakdown", 3, "车辆故障", "Vehicle breakdown", "交警支队 | Traffic police", 0.5),
    ("waterlogging", 2, "路面积水", "Water on the road", "城管局 | City management", 0.45),
    ("roadworks", 4, "占道施工", "Roadworks", "住建局 | Housing and construction", 0.6),
    ("collapse", 1, "路面塌陷", "Road surface collapse", "住建局 | Housing and construction", 0.25),
    ("signal_fault", 3, "信号灯故障", "Signal fault", "交警支队 | Traffic police", 0.55),
)
SHARES = np.cumsum([0.34, 0.26, 0.08, 0.16, 0.03, 0.13])
REACH_M = 700.0


@dataclass(frozen=True)
class Incident:
    """Times are UTC epochs; `factors` multiply the speeds of `segments`, the first of which is its place."""

    incident_id: str
    kind: str
    severity: int
    title_zh: str
    title_en: str
    owner: str
    started: float
    cleared: float
    segments: Ints
    factors: Floats
    longitude: float
    latitude: float


def incidents(seed: int, network: Network, pattern: Pattern, day: int) -> list[Incident]:
    """Those that begin on a pattern day, in order of their start."""
    number = np.arange(A_DAY)
    begins = np.sort(_begins(seed, day, number))
    busy = _busy(network)
    places = busy[(uniform(seed, day, number, 32) * len(busy)).astype(np.int64)]
    kinds = np.searchsorted(SHARES, uniform(seed, day, number, 33) * SHARES[-1])
    lasts = 900.0 + 4500.0 * uniform(seed, day, number, 34) ** 2
    spots = uniform(seed, day, number, 35)
    base = pattern.utc(day * DAY)
    return [
        _incident(f"I{day}-{i:03d}", network, int(kinds[i]), base + float(begins[i]), float(lasts[i]), int(places[i]), float(spots[i]))
        for i in range(A_DAY)
    ]


def _begins(seed: int, day: int, number: Ints) -> Floats:
    """Second of the pattern day, drawn so that busy hours have more."""
    grid = TURN_OF_DAY + np.arange(288) * 300.0
    weight = np.cumsum(0.12 + peak(grid % DAY / 3600.0))
    return np.asarray(np.interp(uniform(seed, day, number, 31) * weight[-1], weight, grid))


@lru_cache(maxsize=4)
def _busy_of(lines: bytes) -> Ints:
    return np.flatnonzero(np.frombuffer(lines, dtype=np.int64) >= 2)


def _busy(network: Network) -> Ints:
    return _busy_of(network.segments.lines.astype(np.int64).tobytes())


def _incident(key: str, network: Network, kind: int, started: float, lasts: float, place: int, spot: float) -> Incident:
    name, severity, zh, en, owner, factor = KINDS[kind]
    start, end = network.segments.start, network.segments.end
    x, y = metres(network.longitude, network.latitude)
    mx, my = (x[start] + x[end]) / 2, (y[start] + y[end]) / 2
    distance = np.hypot(mx - mx[place], my - my[place])
    alike = np.cos(np.radians(network.segments.bearing - network.segments.bearing[place])) > 0.5
    near = np.flatnonzero((distance < REACH_M) & alike)
    near = np.concatenate([[place], near[near != place]])
    factors = factor + (1.0 - factor) * distance[near] / REACH_M
    lasts = lasts * (6.0 if name == "roadworks" else 1.0)
    a, b = start[place], end[place]
    lon = network.longitude[a] + spot * (network.longitude[b] - network.longitude[a])
    lat = network.latitude[a] + spot * (network.latitude[b] - network.latitude[a])
    return Incident(key, name, severity, zh, en, owner, started, started + lasts, near, factors, float(lon), float(lat))
