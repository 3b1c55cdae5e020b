"""What is done with a cursor at every turn: a transaction, rows under a name, session variables."""

import contextlib
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

Connection = duckdb.DuckDBPyConnection


@contextlib.contextmanager
def transaction(cursor: Connection) -> Iterator[None]:
    """All that is done within it, or nothing."""
    cursor.execute("BEGIN").fetchall()
    try:
        yield
        cursor.execute("COMMIT").fetchall()
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # a commit that failed has ended it
            cursor.execute("ROLLBACK").fetchall()
        raise


@contextlib.contextmanager
def rows_as(cursor: Connection, name: str, rows: pa.Table) -> Iterator[None]:
    """These rows as a table of that name."""
    cursor.register(name, rows)
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.TransactionException):  # one that failed takes the name along, and must not hide why it failed
            cursor.unregister(name)


def set_variables(cursor: Connection, **values: Any) -> None:
    for name, value in values.items():
        cursor.execute(f"SET VARIABLE {name} = ?", [value]).fetchall()
