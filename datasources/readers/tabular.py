"""What readers share: source rows -> the feed's mapping -> rows of its canonical table; or rows that have its columns already."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from datasources.feed import FeedSpec
from datasources.readers.heavy import table_fits
from datasources.readers.mapping import map_rows
from datasources.reading import Reading, Reject
from datasources.storage.schema import FILLED_AT_LANDING, tables


def mapped(source: pa.Table, rejects: list[Reject], spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """`source`: the rows as they came; `rejects`: those that could not even be split into columns. Raises FeedRefused."""
    assert spec.table is not None  # the spec asks for it
    rows, unreadable = map_rows(source, mapping_sql, spec, received_at)
    return Reading({spec.table: rows}, [*rejects, *unreadable])


def text_table(rows: list[dict[str, str | None]], max_bytes: int) -> pa.Table:
    """Rows of text by column; a column that a row lacks is NULL there. Raises FeedRefused where that makes far more than came."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table_fits(len(rows), len(columns), max_bytes)
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns})


def canonical(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows with columns of the canonical table `name`, in its types; what they lack is NULL, districts are the store's to fill."""
    fields = [f for f in tables()[name].arrow if f.name not in (*FILLED_AT_LANDING, "district_id")]
    return pa.table({f.name: _column([row.get(f.name) for row in rows], f.type) for f in fields})


def _column(cells: list[Any], kind: pa.DataType) -> pa.Array:
    """protobuf gives a text that is no UTF-8 as its bytes: one vehicle's label costs no other its place."""
    try:
        return pa.array(cells, kind)
    except pa.ArrowInvalid:
        return pa.array([cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell for cell in cells], kind)
