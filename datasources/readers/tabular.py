"""What the tabular readers share: source rows -> the feed's mapping -> rows of its canonical table."""

from datetime import datetime

import pyarrow as pa

from datasources.feed import FeedSpec
from datasources.mapping import map_rows
from datasources.reading import Reading, Reject


def mapped(source: pa.Table, rejects: list[Reject], spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """`source`: the rows as they came; `rejects`: those that could not even be split into columns. Raises FeedRefused."""
    assert spec.table is not None  # the spec asks for it
    rows, unreadable = map_rows(source, mapping_sql, spec, received_at)
    return Reading({spec.table: rows}, [*rejects, *unreadable])


def text_table(rows: list[dict[str, str | None]]) -> pa.Table:
    """Rows of text by column; a column that a row lacks is NULL there."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns})
