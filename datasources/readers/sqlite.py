"""SQLite: the rows of the table named by `items`, each cell as text; a file that an app or an office keeps, read in memory."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import pyarrow as pa

from datasources.feed import FeedSpec
from datasources.readers.tabular import mapped
from datasources.reading import FeedRefused, Reading

HEAD = b"SQLite format 3\0"
MOST_ROWS = 2_000_000
LONGEST_CELL = 1_000_000  # bytes
STEPS = 100_000  # of SQLite's machine between two looks at the clock
READ_S = 20.0


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: sqlite, incomplete, items, too_large, columns, mapping."""
    _whole(data)
    with closing(sqlite3.connect(":memory:")) as con:
        _shut(con)
        try:
            con.deserialize(data)
            _sound(con)
            source = _rows(con, str(spec.items or spec.table), spec)
        except (sqlite3.Error, OverflowError) as error:
            raise FeedRefused("sqlite", str(error)[:300]) from error
    return mapped(source, [], spec, mapping_sql, received_at)


def _whole(data: bytes) -> None:
    """The head says how many pages there are."""
    if not data.startswith(HEAD):
        raise FeedRefused("sqlite", f"is no SQLite database: it begins with {data[:16]!r}")
    page = int.from_bytes(data[16:18], "big")
    told = (65536 if page == 1 else page) * int.from_bytes(data[28:32], "big")
    if len(data) < max(told, 512):
        raise FeedRefused("incomplete", f"{len(data)} bytes of {told}")


def _shut(con: sqlite3.Connection) -> None:
    """What stands in the file is data: nothing of it runs, nothing runs for long."""
    ends = time.monotonic() + READ_S
    con.execute("PRAGMA trusted_schema = OFF")
    con.execute("PRAGMA query_only = ON")
    con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    con.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
    con.text_factory = lambda cell: cell.decode("utf-8", "replace")


def _sound(con: sqlite3.Connection) -> None:
    found = con.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise FeedRefused("sqlite", str(found)[:300])


def _rows(con: sqlite3.Connection, table: str, spec: FeedSpec) -> pa.Table:
    plain = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    held = [str(name) for (name,) in con.execute(plain)]
    if table not in held:
        raise FeedRefused("items", f"has no table {table!r}; it has {', '.join(held)}")
    quoted = '"' + table.replace('"', '""') + '"'
    if (count := con.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]) > MOST_ROWS:  # noqa: S608 - a name that the file holds
        raise FeedRefused("too_large", f"{count} rows")
    cells = con.execute(f"SELECT * FROM {quoted}")  # noqa: S608
    names = [str(column[0]) for column in cells.description]
    return pa.Table.from_batches(list(_batches(cells, names, spec)), pa.schema([(name, pa.string()) for name in names]))


def _batches(cells: sqlite3.Cursor, names: list[str], spec: FeedSpec) -> Iterator[pa.RecordBatch]:
    unpacked = 0
    while rows := cells.fetchmany(10_000):
        columns = [pa.array([_text(cell) for cell in column], pa.string()) for column in zip(*rows, strict=True)]
        batch = pa.record_batch(columns, names=names)
        unpacked += batch.nbytes
        if unpacked > spec.max_bytes * spec.max_ratio:
            raise FeedRefused("too_large", f"more than {unpacked} bytes")
        yield batch


def _text(cell: object) -> str | None:
    """As SQLite would print it; nothing and a blob are nothing."""
    return None if cell is None or cell == "" or isinstance(cell, bytes) else str(cell)
