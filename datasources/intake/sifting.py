"""A reading sifted: rows that may land, rows for quarantine, flags; nothing is stored here."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from datasources.intake.checks import Failures, cleared_columns, demanded, failures
from datasources.intake.district import Districts
from datasources.intake.shape import shaped
from datasources.reading import FeedRefused, Reading, Reject
from datasources.storage.cursor import Connection
from datasources.storage.schema import TableSpec, tables

SAMPLE = 500


@dataclass(frozen=True)
class Arrival:
    """Whose bytes, which, and when they came: received_at None means that each row came at its own event_time."""

    feed: str
    batch: str
    received_at: datetime | None
    loaded_at: datetime
    size: int = 0

    @property
    def arrived_at(self) -> datetime:
        return self.received_at or self.loaded_at


@dataclass(frozen=True)
class Sifted:
    """One table of a batch. `rows`: canonical columns, and received_at and event_time in any case; both lists say reason, count, sample.
    `stored`: how many rows were new, once they are stored."""

    spec: TableSpec
    rows: pa.Table
    rejected: list[Reject] = field(default_factory=list)
    flagged: list[Reject] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    stored: int = 0

    @staticmethod
    def nothing(spec: TableSpec, arrival: Arrival) -> "Sifted":
        """No rows of a table."""
        return Sifted(spec, _completed(spec, spec.arrow.empty_table(), arrival))

    @property
    def quarantined(self) -> int:
        return sum(r.rows for r in self.rejected)

    @property
    def rows_in(self) -> int:
        return int(self.rows.num_rows) + self.quarantined


def sift(cursor: Connection, reading: Reading, arrival: Arrival, districts: Districts) -> list[Sifted]:
    """Every table of the reading, checked. Raises FeedRefused for a table that no feed may bring, or columns that differ."""
    names = sorted({*reading.tables, *(r.table for r in reading.rejects)})
    unknown = [n for n in names if n not in tables() or not tables()[n].landable]
    if unknown:
        raise FeedRefused("table", f"no feed may bring the table {unknown[0]!r}")
    return [_sift(cursor, tables()[n], reading, arrival, districts) for n in names]


def _sift(cursor: Connection, spec: TableSpec, reading: Reading, arrival: Arrival, districts: Districts) -> Sifted:
    unread = [r for r in reading.rejects if r.table == spec.name]
    came = reading.tables.get(spec.name)
    if came is None:
        return replace(Sifted.nothing(spec, arrival), rejected=unread)
    brought = shaped(spec, came, demanded(spec.name))
    incoming = _completed(spec, brought.table, arrival)
    found = failures(cursor, spec, incoming)
    kept = _kept(_cleared(incoming, found), found)
    return Sifted(
        spec,
        _placed(spec, kept, districts),
        unread + _told(spec, incoming, found.rejected),
        _told(spec, incoming, found.cleared),
        brought.extra,
    )


def _completed(spec: TableSpec, table: pa.Table, arrival: Arrival) -> pa.Table:
    count = table.num_rows
    stamp = pa.timestamp("us")
    event_time = table.column("event_time") if "event_time" in spec.types else pa.nulls(count, stamp)
    came = event_time if arrival.received_at is None and spec.kind == "events" else _constant(arrival.arrived_at, count, stamp)
    for name, column in {
        "feed": _constant(arrival.feed, count, pa.string()),
        "batch": _constant(arrival.batch, count, pa.string()),
        "received_at": came,
        "event_time": event_time,
        "row_no": pa.array(np.arange(count), pa.int64()),
    }.items():
        table = _with(table, name, column)
    return table


def _constant(value: object, count: int, kind: pa.DataType) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)


def _with(table: pa.Table, name: str, column: Any) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.append_column(name, column) if at < 0 else table.set_column(at, name, column)


def _cleared(table: pa.Table, found: Failures) -> pa.Table:
    for reason, rows in found.cleared.items():
        marked = np.zeros(table.num_rows, dtype=bool)
        marked[rows] = True
        for name in cleared_columns(reason):
            column = table.column(name)
            table = _with(table, name, pc.if_else(pa.array(marked), pa.scalar(None, column.type), column))
    return table


def _kept(table: pa.Table, found: Failures) -> pa.Table:
    if not found.rejected:
        return table
    keep = np.ones(table.num_rows, dtype=bool)
    for rows in found.rejected.values():
        keep[rows] = False
    return table.filter(pa.array(keep))


def _placed(spec: TableSpec, table: pa.Table, districts: Districts) -> pa.Table:
    """The district of every position that came without one."""
    if spec.name == "district" or not {"latitude", "longitude", "district_id"} <= set(spec.types) or not len(districts):
        return table
    found = districts.of(_floats(table, "longitude"), _floats(table, "latitude"))
    return _with(table, "district_id", pc.coalesce(table.column("district_id").combine_chunks(), found))


def _floats(table: pa.Table, name: str) -> Any:
    return pc.fill_null(table.column(name), float("nan")).to_numpy()


def _told(spec: TableSpec, table: pa.Table, reasons: dict[str, list[int]]) -> list[Reject]:
    return [Reject(spec.name, reason, _sample(spec, table, rows[0]), len(rows)) for reason, rows in reasons.items()]


def _sample(spec: TableSpec, table: pa.Table, row: int) -> str:
    values = table.slice(row, 1).select(spec.columns).to_pylist()[0]
    said = {k: v if v is None or isinstance(v, (str, int, float)) else str(v) for k, v in values.items() if v is not None and k != "batch"}
    return orjson.dumps(said, default=str).decode()[:SAMPLE]


def merged(rejects: list[Reject]) -> list[Reject]:
    """One reject a table and reason, with the first sample and the sum of rows."""
    counts: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], str] = {}
    for reject in rejects:
        counts[reject.table, reject.reason] += reject.rows
        samples.setdefault((reject.table, reject.reason), reject.sample[:SAMPLE])
    return [Reject(table, reason, samples[table, reason], rows) for (table, reason), rows in counts.items()]
