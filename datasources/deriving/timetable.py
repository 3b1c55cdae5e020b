"""The timetable laid out: patterns of stops along lines once it came, trips and calls of a date when vehicles are first heard of on it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from datasources.deriving.line import M_PER_DEGREE, Floats, Line, line_of, straight
from datasources.storage.cursor import Connection, rows_as, set_variables
from datasources.storage.schema import tables
from datasources.storage.statements import statement


def forget(cursor: Connection) -> None:
    """A new timetable came."""
    cursor.execute(statement("timetable/forget")).fetchall()


def lay_out(cursor: Connection, first: datetime, last: datetime) -> None:
    """See to it that the patterns are there, and the dates that event times from `first` to `last` can belong to."""
    if not cursor.execute("SELECT count(*) FROM (SELECT 1 FROM trip_pattern LIMIT 1)").fetchall()[0][0]:
        _lay_out_patterns(cursor)
    set_variables(cursor, batch_from=first, batch_to=last)
    if cursor.execute(statement("timetable/days")).fetchall()[0][0]:
        cursor.execute(statement("timetable/service_trip")).fetchall()
        cursor.execute(statement("timetable/service_call")).fetchall()


def _lay_out_patterns(cursor: Connection) -> None:
    cursor.execute(statement("timetable/trip_pattern")).fetchall()
    stops = cursor.sql(statement("timetable/stops_of_patterns")).to_arrow_table()
    if not stops.num_rows:
        return
    shapes = dict(_grouped(cursor.sql(statement("timetable/shapes")).to_arrow_table(), "shape"))
    stop_parts, leg_parts = [], []
    for pattern, rows in _grouped(stops, "pattern_id"):
        shape = shapes.get(rows["shape"][0].as_py())
        line = line_of(_points(rows), None if shape is None else _points(shape))
        if line is not None:
            stop_parts.append(_stops(rows, line))
            leg_parts.append(_legs(pattern, _points(rows)[0], line))
    for table, parts in (("pattern_stop", stop_parts), ("pattern_leg", leg_parts)):
        _append(cursor, table, parts)


def _grouped(rows: pa.Table, key: str) -> Iterator[tuple[str, pa.Table]]:
    """Runs of rows with the same key, in the order they come."""
    values = rows[key].to_numpy(zero_copy_only=False)
    edges = [0, *(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist(), len(values)]
    return ((str(values[a]), rows.slice(a, b - a)) for a, b in pairwise(edges) if b > a)


def _points(rows: pa.Table) -> Floats:
    return np.column_stack([rows["latitude"].to_numpy(), rows["longitude"].to_numpy()])


def _stops(rows: pa.Table, line: Line) -> pa.Table:
    terminal = np.zeros(rows.num_rows, dtype=np.int32)
    terminal[0], terminal[-1] = 1, 2
    columns = {name: rows[name] for name in ("pattern_id", "stop_sequence", "stop_id", "latitude", "longitude", "district_id")}
    stops = rows["stop_id"].to_pylist()
    times = Counter(stops)
    order = {"pass": _passes(stops), "number": range(1, len(stops) + 1), "calls": [len(stops)] * len(stops)}
    counts = {name: pa.array(numbers, pa.int32()) for name, numbers in {**order, "times": [times[stop] for stop in stops]}.items()}
    return pa.table({**columns, "along_m": line.along, "terminal": terminal, **counts, "straight_m": straight(_points(rows))})


def _passes(stops: list[str]) -> list[int]:
    """Which time each stop is called at: 1, and 2 and more where the line comes by again."""
    seen: Counter[str] = Counter()
    passes = []
    for stop in stops:
        seen[stop] += 1
        passes.append(seen[stop])
    return passes


def _legs(pattern: str, origin: Floats, line: Line) -> pa.Table:
    steps, lengths = np.diff(line.corners, axis=0), line.lengths
    scale = M_PER_DEGREE * np.array([1.0, np.cos(np.radians(origin[0]))])
    corners = origin + line.corners[:-1] / scale
    columns: dict[str, Any] = {
        "pattern_id": [pattern] * len(lengths), "leg": np.arange(len(lengths), dtype=np.int32), "latitude": corners[:, 0],
        "longitude": corners[:, 1], "north_m": steps[:, 0], "east_m": steps[:, 1], "length_m": lengths,
        "along_m": np.concatenate([[0.0], np.cumsum(lengths)[:-1]]), "near_m": line.near,
        "closed_m": pa.array([line.closed_m] * len(lengths), pa.float64()),
    }  # fmt: skip
    return pa.table(columns)


def _append(cursor: Connection, table: str, parts: list[pa.Table]) -> None:
    if not parts:
        return
    rows = pa.concat_tables(parts).select(tables()[table].columns).cast(tables()[table].arrow)
    with rows_as(cursor, "incoming", rows):
        cursor.execute(f"INSERT INTO city.main.{table} SELECT * FROM incoming").fetchall()  # noqa: S608 - a name of the DDL
