"""Faults on request: a feed's rows, or the way its bytes travel, go wrong for a share of rows and a while."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.arrays import Bools, Columns
from simulator.chance import normal, uniform

DAY = 86400.0
HOUR = 3600.0
FLEET = 50_000
BURST = 10
JITTER_S, NOISE_M = 30.0, 20.0


@dataclass(frozen=True)
class Fault:
    """`since` and `until` are simulated UTC epochs; `share` is the part of the rows that it hits."""

    feed: str
    mode: str
    share: float
    since: float
    until: float = float("inf")


def parse(text: str, now: float) -> list[Fault]:
    """feed:mode[:share[:seconds]],... as in positions:malformed:0.1,segments:outage. ValueError names what is wrong."""
    return [_one(part, now) for part in text.split(",") if part.strip()]


def _one(text: str, now: float) -> Fault:
    feed, _, rest = text.strip().partition(":")
    mode, _, rest = rest.partition(":")
    share, _, lasts = rest.partition(":")
    return made(feed, mode, share, lasts, now)


def made(feed: str, mode: str, share: str, lasts: str, now: float) -> Fault:
    """From texts, as they come in options and queries. ValueError for an unknown mode or a number that is none."""
    if mode not in MODES:
        raise ValueError(f"unknown fault {mode!r}: expected one of {', '.join(MODES)}")
    part = _number("share", share) if share else SHARES.get(mode, 0.1)
    if not 0.0 <= part <= 1.0:
        raise ValueError(f"share must lie in 0..1, found {part:g}")
    return Fault(feed, mode, part, now, now + _number("seconds", lasts) if lasts else float("inf"))


def _number(what: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{what}: expected a number, found {text!r}") from None


def applied(rows: Columns, fault: Fault, seed: int) -> Columns:
    """The rows as the fault leaves them; a fault of transport leaves them alone."""
    change = ROWS.get(fault.mode)
    return change(rows, fault.share, seed) if change and len(rows["event_time"]) else rows


def _hit(rows: Columns, share: float, seed: int) -> Bools:
    number = np.arange(len(rows["event_time"]))
    return np.asarray(uniform(seed, number, 111) < share)


def _taken(rows: Columns, index: np.ndarray) -> Columns:
    return {name: values[index] for name, values in rows.items()}


def _drop(rows: Columns, share: float, seed: int) -> Columns:
    return _taken(rows, np.flatnonzero(~_hit(rows, share, seed)))


def _duplicate(rows: Columns, share: float, seed: int) -> Columns:
    index = np.arange(len(rows["event_time"]))
    return _taken(rows, np.sort(np.concatenate([index, index[_hit(rows, share, seed)]])))


def _shuffle(rows: Columns, share: float, seed: int) -> Columns:
    """Another order, and the hit rows are up to ten minutes old."""
    late = np.where(_hit(rows, share, seed), np.floor(600.0 * uniform(seed, np.arange(len(rows["event_time"])), 112)), 0.0)
    order = np.argsort(uniform(seed, np.arange(len(late)), 113))
    return _taken({**rows, "event_time": rows["event_time"] - late}, order)


def _future(rows: Columns, share: float, seed: int) -> Columns:
    return {**rows, "event_time": rows["event_time"] + np.where(_hit(rows, share, seed), DAY, 0.0)}


def _jump(rows: Columns, share: float, seed: int) -> Columns:
    """Positions leap a few kilometres; speeds leap to ten times theirs."""
    hit = _hit(rows, share, seed)
    number = np.arange(len(hit))
    changed = dict(rows)
    for column, spread in (("latitude", 0.05), ("longitude", 0.06)):
        if column in rows:
            changed[column] = rows[column] + np.where(hit, spread * normal(seed, number, 114), 0.0)
    if "speed_kmh" in rows:
        changed["speed_kmh"] = np.where(hit, rows["speed_kmh"] * 10.0, rows["speed_kmh"])
    return changed


def _jitter(rows: Columns, share: float, seed: int) -> Columns:
    """Times are told up to half a minute late; a report keeps its own however often it is asked for."""
    hit = uniform(7, rows["event_time"], _place(rows), 116) < share
    late = np.floor(JITTER_S * uniform(7, rows["event_time"], _place(rows), 117))
    return {**rows, "event_time": rows["event_time"] + np.where(hit, late, 0.0)}


def _noise(rows: Columns, share: float, seed: int) -> Columns:
    """Positions scatter by NOISE_M around the truth, north and east; a report keeps its own."""
    if "latitude" not in rows:
        return rows
    hit = uniform(7, rows["event_time"], _place(rows), 118) < share
    changed = dict(rows)
    for column, degree_m, stream in (("latitude", 111_200.0, 119), ("longitude", 88_000.0, 120)):
        scatter = NOISE_M / degree_m * normal(7, rows["event_time"], _place(rows), stream)
        changed[column] = rows[column] + np.where(hit, scatter, 0.0)
    return changed


def _place(rows: Columns) -> np.ndarray:
    """A number that tells a report from others of its moment."""
    if "latitude" not in rows:
        return np.zeros(len(rows["event_time"]), dtype=np.int64)
    return np.asarray(np.round(rows["latitude"] * 1e6) + np.round(rows["longitude"] * 1e6)).astype(np.int64)


def _malformed(rows: Columns, share: float, seed: int) -> Columns:
    """Zero and swapped positions, times at the beginning of 1970, names left empty: one kind a row."""
    hit = np.flatnonzero(_hit(rows, share, seed))
    changed = {name: values.copy() for name, values in rows.items()}
    for kind, broken in enumerate(np.array_split(hit, 4)):
        BREAKS[kind if "latitude" in rows else 2 + kind % 2](changed, rows, broken)
    return changed


def _zero(changed: Columns, rows: Columns, hit: np.ndarray) -> None:
    changed["latitude"][hit] = changed["longitude"][hit] = 0.0


def _swap(changed: Columns, rows: Columns, hit: np.ndarray) -> None:
    changed["latitude"][hit], changed["longitude"][hit] = rows["longitude"][hit], rows["latitude"][hit]


def _ancient(changed: Columns, rows: Columns, hit: np.ndarray) -> None:
    changed["event_time"][hit] = 1.0  # a stamp of 0 counts as none told


def _nameless(changed: Columns, rows: Columns, hit: np.ndarray) -> None:
    changed[next(iter(changed))][hit] = ""


def _hostile(rows: Columns, share: float, seed: int) -> Columns:
    """Markup in the texts that people read."""
    hit = _hit(rows, share, seed)
    texts = {name for name in ("label", "title", "address", "service_name", "header_zh") if name in rows}
    return {name: np.where(hit, '<img src=x onerror="alert(1)">', values) if name in texts else values for name, values in rows.items()}


def _foreign_timetable(rows: Columns, share: float, seed: int) -> Columns:
    """Trips are named as in a timetable that nobody has: that of another season."""
    hit = _hit(rows, share, seed)
    return {**rows, "trip_id": np.where(hit, np.char.add("W", rows["trip_id"]), rows["trip_id"])} if "trip_id" in rows else rows


def _hour_off(rows: Columns, share: float, seed: int) -> Columns:
    """Stamps an hour behind: a clock that did not follow the change to summer time."""
    return {**rows, "event_time": rows["event_time"] - np.where(_hit(rows, share, seed), HOUR, 0.0)}


def _burst(rows: Columns, share: float, seed: int) -> Columns:
    """Ten times the rows: each also as it would have been told in the nine seconds before."""
    copies = [{**rows, "event_time": rows["event_time"] - second} for second in range(BURST)]
    return {name: np.concatenate([copy[name] for copy in copies]) for name in rows}


def _fleet(rows: Columns, share: float, seed: int) -> Columns:
    """Fifty thousand vehicles: the real ones, and copies of them some hundred metres off under other names."""
    size = len(rows["event_time"])
    number = np.arange(FLEET)
    grown = _taken(rows, number % size)
    copy = number // size
    grown["vehicle_id"] = np.where(copy == 0, grown["vehicle_id"], np.char.add(np.char.add(grown["vehicle_id"], "x"), copy.astype(str)))
    for column in ("latitude", "longitude"):
        grown[column] = grown[column] + np.where(copy == 0, 0.0, 0.004 * normal(seed, number, 115))
    return grown


BREAKS = (_zero, _swap, _ancient, _nameless)
ROWS: dict[str, Callable[[Columns, float, int], Columns]] = {
    "drop": _drop,
    "duplicate": _duplicate,
    "shuffle": _shuffle,
    "jump": _jump,
    "jitter": _jitter,
    "noise": _noise,
    "future": _future,
    "malformed": _malformed,
    "hostile": _hostile,
    "foreign_timetable": _foreign_timetable,
    "hour_off": _hour_off,
    "burst": _burst,
    "fleet50000": _fleet,
}
TRANSPORT = ("freeze", "outage", "drip", "hang", "truncate", "html", "empty", "redirect")
MODES = (*ROWS, *TRANSPORT)
SHARES = {
    "drop": 0.3,
    "jitter": 1.0,
    "noise": 1.0,
    "burst": 1.0,
    "fleet50000": 1.0,
    "foreign_timetable": 1.0,
    "hour_off": 1.0,
    "duplicate": 0.5,
    "shuffle": 0.5,
}
