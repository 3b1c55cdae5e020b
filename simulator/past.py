"""The past as Parquet files in a watched folder, so that trends and the time bar are not empty at the start."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator import days, rows, service_requests
from simulator.arrays import Columns
from simulator.city import City
from simulator.clock import DAY, iso, shift_to

POSITION_STEP, SPEED_STEP, QUARTER, HOUR = 30.0, 300.0, 900.0, 3600.0
WINDOW_S = 5400.0  # a share over the last hour takes so much to settle
AFTER_S = 1.5 * HOUR  # of an earlier day, later than now: for as long as somebody looks at a demo
WEEKS = 4
CALLS_S = 30 * DAY
LIVELY = (6.5, 20.0)


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


def write(city: City, now: float, hours: float, folder: Path, weeks: int = WEEKS) -> list[Path]:
    """Writes the files, each renamed into place when whole, in place of those of an earlier start; gives their paths.

    `hours`: of today, and of the days that today is like (days.like) up to this time of day and a little beyond;
    with 0 nothing of buses and roads."""
    folder.mkdir(parents=True, exist_ok=True)
    old = set(folder.glob("*.parquet"))
    ago = days.like(days.load(city.folder), days.local_date(now), weeks)
    windows = spans(now, hours * HOUR, ago) if hours else []
    start = now - hours * HOUR
    files = [_file(folder, 0, "service_request", start, service_requests.changes(city.calls, city.pattern, now - CALLS_S, now))]
    files.append(_file(folder, 0, "incident", start, _incidents(city, start, now)))
    called_off = (
        _cancelled(city, then - hours * HOUR, min(then + AFTER_S, now)) for then in (now, *(now - number * DAY for number in ago))
    )
    files.append(_file(folder, 0, "trip_update", start, _joined(called_off)))
    files.append(_file(folder, 0, "indicator", start, _joined(rows.indicators(city, at) for at in _hours(now, ago, hours))))
    for number, (begin, end) in enumerate(windows):
        files.append(
            _file(folder, number, "segment_speed", begin, _joined(rows.segments(city, at) for at in _steps(begin, end, SPEED_STEP)))
        )
        if over := [at for at in _steps(begin + SPEED_STEP, end + SPEED_STEP, SPEED_STEP) if at <= now]:
            counted = _joined(rows.readings(city, at, SPEED_STEP) for at in over)
            files.append(_file(folder, number, "detector_reading", begin, counted))
        files.append(_file(folder, number, "vehicle_position", begin, _positions(city, begin, end)))
    for gone in old - set(files):
        gone.unlink()
    return files


def write_or_tell(city: City, now: float, hours: float, folder: Path) -> None:
    """The same in a thread of its own: a full disk costs the past, not the city."""
    try:
        write(city, now, hours, folder)
    except OSError as error:
        sys.stderr.write(f"simulator: the past is not written whole: {error}\n")


def spans(now: float, length_s: float, ago: list[int]) -> list[tuple[float, float]]:
    """Quarters of the clock in the order in which a wall wants them: what its figures rest on now, then on each day it compares with,
    then the rest of today, then of those days. Each part runs forward in time: what a figure said is not touched by what comes later.
    Quarters of the clock, so that a batch holds nobody up and a new start writes the same files again."""
    days_before = [now - number * DAY for number in ago]
    parts = [(now - WINDOW_S, now)]
    parts += [(then - WINDOW_S, then + QUARTER) for then in days_before]
    parts += [(moment - length_s, moment - WINDOW_S) for moment in (now, *days_before)]
    parts += [(then + QUARTER, then + AFTER_S) for then in days_before]
    quarters: dict[float, float] = {}
    for first, last in parts:
        for edge in np.arange(np.floor(first / QUARTER) * QUARTER, last, QUARTER).tolist():
            quarters.setdefault(edge, min(edge + QUARTER, now))
    return list(quarters.items())


def _hours(now: float, ago: list[int], hours: float) -> list[float]:
    """Moments at which departments reported their figures."""
    every = [*_steps(now - 2 * DAY, now, HOUR), now]
    return every + [
        at for n in ago for at in _steps(now - n * DAY - (hours + 1) * HOUR, now - n * DAY + 2 * AFTER_S, HOUR) if at < now - 2 * DAY
    ]


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


def _file(folder: Path, number: int, table: str, begin: float, columns: Columns) -> Path:
    stamp = iso(begin).replace(":", "").replace("-", "")
    target = folder / f"{table}-{number:04d}-{stamp}.parquet"  # files are taken in the order of their names
    partial = target.with_suffix(".tmp")
    pq.write_table(pa.table({name: _array(name, values) for name, values in columns.items()}), partial, compression="zstd")
    return partial.replace(target)


def _array(name: str, values: np.ndarray) -> pa.Array:
    """Times become timestamps that name their zone, UTC: the city reads those that name none as its own. NaN becomes NULL."""
    if name.endswith(("_time", "_datetime", "_at")):
        micros = np.where(np.isnan(values), 0, values * 1e6).astype(np.int64)
        return pa.array(micros, pa.int64(), mask=np.isnan(values)).cast(pa.timestamp("us", tz="UTC"))
    return pa.array(values)
