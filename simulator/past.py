"""The past as Parquet files in a watched folder, so that trends and the time bar are not empty at the start."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator import rows, service_requests
from simulator.arrays import Columns
from simulator.city import City
from simulator.clock import DAY, iso, shift_to

POSITION_STEP, SPEED_STEP, QUARTER, HOUR = 30.0, 300.0, 900.0, 3600.0
WINDOW_S = 1800.0  # on each side of this moment yesterday and a week ago
CALLS_S = 7 * DAY
LIVELY = (6.5, 20.0)
END_OF_TIME = 9_999_999_999


def settled_shift(folder: Path | None, hour: float | None, seed: int, now: float) -> float:
    """Seconds by which the city's habits are shifted. A folder with a past keeps its shift while that makes a lively hour."""
    if hour is None:
        return 0.0
    memory = folder / "simulator.json" if folder else None
    if memory and memory.is_file():
        known = json.loads(memory.read_text())
        then = (now + 8 * HOUR + known["shift_s"]) % DAY / HOUR
        if known["seed"] == seed and known["hour"] == hour and LIVELY[0] <= then <= LIVELY[1]:
            return float(known["shift_s"])
    shift = shift_to(hour, now)
    if memory:
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps({"seed": seed, "hour": hour, "shift_s": shift}))
    return shift


def write(city: City, now: float, hours: float, folder: Path) -> list[Path]:
    """Writes the files, each renamed into place when whole, in place of those of an earlier start; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    start = now - hours * HOUR
    old = set(folder.glob("*.parquet"))
    files = [_file(folder, "service_request", start, service_requests.changes(city.calls, city.pattern, now - CALLS_S, now))]
    files.append(_file(folder, "incident", start, _incidents(city, start, now)))
    files.append(_file(folder, "trip_update", start, _cancelled(city, start, now)))
    reported = [*_steps(now - 2 * DAY, now, 6 * HOUR), now]
    files.append(_file(folder, "indicator", start, _joined(rows.indicators(city, at) for at in reported)))
    for begin, end in _windows(now, start):
        files.append(_file(folder, "segment_speed", begin, _joined(rows.segments(city, at) for at in _steps(begin, end, SPEED_STEP))))
        files.append(_file(folder, "vehicle_position", begin, _positions(city, begin, end)))
    for gone in old - set(files):
        gone.unlink()
    return files


def _windows(now: float, start: float) -> list[tuple[float, float]]:
    """Newest first: the last hours, then around the same time yesterday and a week ago. Quarters of the clock, so that a batch holds
    nobody up and a new start writes the same files again."""
    spans = [(start, now), *((now - ago * DAY - WINDOW_S, now - ago * DAY + WINDOW_S) for ago in (1, 7))]
    quarters = []
    for first, last in spans:
        edges = np.arange(np.floor(first / QUARTER) * QUARTER, last, QUARTER).tolist()
        quarters += [(edge, min(edge + QUARTER, now)) for edge in reversed(edges)]
    return quarters


def _steps(begin: float, end: float, step: float) -> list[float]:
    return [float(at) for at in np.arange(np.ceil(begin / step) * step, end, step)]


def _positions(city: City, begin: float, end: float) -> Columns:
    """Reports every 30 s; a silent vehicle's last report comes once."""
    table = _joined(city.positions(at) for at in _steps(begin, end, POSITION_STEP))
    order = np.lexsort((table["event_time"], table["vehicle_id"]))
    at, vehicle = table["event_time"][order], table["vehicle_id"][order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (at[1:] != at[:-1]) | (vehicle[1:] != vehicle[:-1])
    keep = order[new]
    keep = keep[np.argsort(table["event_time"][keep], kind="stable")]
    return {name: values[keep] for name, values in table.items()}


def _cancelled(city: City, start: float, now: float) -> Columns:
    """Each cancelled trip once, in the words of GTFS-Realtime."""
    told = rows.cancelled_trips(city, start, now)
    named = {name: told[name] for name in ("trip_id", "route_id", "direction_id", "start_date", "event_time")}
    return {**named, "schedule_relationship": np.full(len(named["trip_id"]), "CANCELED")}


def _incidents(city: City, start: float, now: float) -> Columns:
    """Each incident as it was opened, and as it was cleared."""
    known = rows.known_incidents(city, start, now)
    opened = rows.incident_columns(city, known, min((one.started for one in known), default=start) - 1.0)
    cleared = rows.incident_columns(city, [one for one in known if one.cleared <= now], now)
    return _joined(iter([opened, cleared]))


def _joined(parts: Iterator[Columns]) -> Columns:
    tables = list(parts)
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


def _file(folder: Path, table: str, begin: float, columns: Columns) -> Path:
    stamp = iso(begin).replace(":", "").replace("-", "")
    newest_first = int(END_OF_TIME - begin)  # files are taken in the order of their names
    target = folder / f"{table}-{newest_first}-{stamp}.parquet"
    partial = target.with_suffix(".tmp")
    pq.write_table(pa.table({name: _array(name, values) for name, values in columns.items()}), partial, compression="zstd")
    return partial.replace(target)


def _array(name: str, values: np.ndarray) -> pa.Array:
    """Times become UTC timestamps, NaN becomes NULL."""
    if name.endswith(("_time", "_datetime", "_at")):
        micros = np.where(np.isnan(values), 0, values * 1e6).astype(np.int64)
        return pa.array(micros, pa.int64(), mask=np.isnan(values)).cast(pa.timestamp("us"))
    return pa.array(values)
