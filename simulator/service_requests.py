"""Calls of citizens to the 12345 line, in the form of Open311. Positions are GCJ-02, as map apps give them."""

from collections.abc import Callable

import numpy as np

from simulator.arrays import Columns, Floats
from simulator.chance import normal, uniform
from simulator.clock import DAY, TURN_OF_DAY, Pattern, peak
from simulator.datum import wgs84_to_gcj02
from simulator.places import Districts

A_DAY = 900
KEPT_DAYS = 45  # older calls are all closed
# code, name, agency, hours allowed, share
SERVICES = (
    ("noise", "噪声扰民 | Noise", "生态环境局 | Environment bureau", 24, 0.18),
    ("parking", "违章停车 | Illegal parking", "交警支队 | Traffic police", 12, 0.2),
    ("heating", "供暖问题 | Heating", "城管局 | City management", 48, 0.14),
    ("refuse", "垃圾清运 | Refuse", "城管局 | City management", 24, 0.13),
    ("pothole", "道路破损 | Damaged road", "住建局 | Housing and construction", 72, 0.12),
    ("streetlight", "路灯不亮 | Street light out", "城管局 | City management", 48, 0.1),
    ("water", "停水漏水 | Water supply", "水务局 | Water bureau", 24, 0.08),
    ("bus", "公交服务 | Bus service", "公交集团 | Bus group", 72, 0.05),
)
WEIGHTS = (0.24, 0.15, 0.1, 0.13, 0.08, 0.08, 0.06, 0.05, 0.04, 0.03, 0.04)  # of the districts, in their order


def calls(seed: int, districts: Districts, pattern: Pattern, day: int) -> Columns:
    """All calls of a pattern day; times are UTC epochs, `closed` is when each will be closed."""
    number = np.arange(A_DAY)
    asked = pattern.utc(day * DAY) + _moments(seed, day)
    kind = np.searchsorted(np.cumsum([s[4] for s in SERVICES]), uniform(seed, day, number, 82))
    where = np.searchsorted(np.cumsum(WEIGHTS), uniform(seed, day, number, 83))
    due = asked + np.array([s[3] for s in SERVICES])[kind] * 3600.0
    took = (due - asked) * np.exp(normal(seed, day, number, 84) * 0.75 - 1.1)
    closed = np.minimum(asked + took, asked + KEPT_DAYS * DAY - 2 * DAY)
    longitude, latitude = _spots(seed, day, districts, where)
    return {
        "service_request_id": np.array([f"{day}-{n:04d}" for n in number]),
        "service_code": np.array([s[0] for s in SERVICES])[kind],
        "service_name": np.array([s[1] for s in SERVICES])[kind],
        "agency_responsible": np.array([s[2] for s in SERVICES])[kind],
        "address": np.array(districts.names)[where],
        "asked": np.floor(asked),
        "due": np.floor(due),
        "closed": np.floor(closed),
        "latitude": np.round(latitude, 6),
        "longitude": np.round(longitude, 6),
    }


def changes(calls_of: Callable[[int], Columns], pattern: Pattern, since: float, now: float) -> Columns:
    """A row each time a call was opened or closed in (since, now], in the order of that. `calls_of` gives a pattern day's calls."""
    days = [calls_of(day) for day in range(pattern.day(since) - KEPT_DAYS, pattern.day(now) + 1)]
    every = {name: np.concatenate([day[name] for day in days]) for name in days[0]}
    opened = _rows(every, every["asked"], "open")
    closed = _rows(every, every["closed"], "closed")
    both = {name: np.concatenate([opened[name], closed[name]]) for name in opened}
    at = both["event_time"]
    seen = np.flatnonzero((at > since) & (at <= now))
    seen = seen[np.argsort(at[seen], kind="stable")]
    return {name: values[seen] for name, values in both.items()}


def _rows(every: Columns, at: Floats, status: str) -> Columns:
    return {
        **{name: values for name, values in every.items() if name not in ("asked", "due", "closed")},
        "status": np.full(len(at), status),
        "requested_datetime": every["asked"],
        "expected_datetime": every["due"],
        "event_time": at,
    }


def _moments(seed: int, day: int) -> Floats:
    grid = TURN_OF_DAY + np.arange(288) * 300.0
    weight = np.cumsum(0.08 + peak(((grid - 1.5 * 3600.0) % DAY) / 3600.0))
    return np.asarray(np.interp(uniform(seed, day, np.arange(A_DAY), 81) * weight[-1], weight, grid))


def _spots(seed: int, day: int, districts: Districts, where: np.ndarray) -> tuple[Floats, Floats]:
    pick = (uniform(seed, day, np.arange(len(where)), 85) * min(len(points[0]) for points in districts.drawn)).astype(np.int64)
    longitude = np.array([districts.drawn[d][0][p] for d, p in zip(where, pick, strict=True)])
    latitude = np.array([districts.drawn[d][1][p] for d, p in zip(where, pick, strict=True)])
    return wgs84_to_gcj02(longitude, latitude)
