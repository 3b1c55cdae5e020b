"""Columns to JSON and CSV. Times that end in _time, _datetime or _at become ISO 8601 in UTC."""

import io
import math
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv as pacsv

from simulator.arrays import Columns
from simulator.clock import iso

TIMES = ("_time", "_datetime", "_at")
OPEN311 = {"latitude": "lat", "longitude": "long", "event_time": "updated_datetime"}


def as_json(rows: Columns, now: float) -> bytes:
    """A list of objects; missing values are left away."""
    return orjson.dumps(_objects(rows))


def as_open311(rows: Columns, now: float) -> bytes:
    """GeoReport v2 service requests."""
    return orjson.dumps(_objects({OPEN311.get(name, name): values for name, values in rows.items()}))


def as_csv(rows: Columns, now: float) -> bytes:
    columns = {name: pa.array(_texts(name, values.tolist())) for name, values in rows.items()}
    sink = io.BytesIO()
    pacsv.write_csv(pa.table(columns), sink)
    return sink.getvalue()


def _objects(rows: Columns) -> list[dict[str, Any]]:
    columns = {name: _texts(name, values.tolist()) for name, values in rows.items()}
    return [
        {name: value for name, value in zip(columns, row, strict=True) if value is not None} for row in zip(*columns.values(), strict=True)
    ]


def _texts(name: str, values: list[Any]) -> list[Any]:
    timed = name.endswith(TIMES)
    return [_text(value, timed) for value in values]


def _text(value: Any, timed: bool) -> Any:
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return iso(value) if timed else value
    return value
