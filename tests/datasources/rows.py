"""Rows to land in tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading, Reject
from datasources.storage.schema import tables
from datasources.store import Store

NOON = datetime(2026, 11, 23, 4)
LATITUDE, LONGITUDE = 37.46, 121.44


def position(vehicle: str = "bus1", at_s: float = -5, **other: Any) -> dict[str, Any]:
    """A report `at_s` seconds after noon."""
    return {"vehicle_id": vehicle, "event_time": NOON + timedelta(seconds=at_s), "latitude": LATITUDE, "longitude": LONGITUDE, **other}


def reading(table: str, rows: Sequence[Mapping[str, Any]], rejects: list[Reject] | None = None) -> Reading:
    """A reading of one table with the canonical types of the columns that occur."""
    names = {name for row in rows for name in row}
    schema = pa.schema([field for field in tables()[table].arrow if field.name in names])
    return Reading({table: pa.Table.from_pylist([dict(row) for row in rows], schema=schema)}, rejects or [])


def asked(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """Look behind the views."""
    cursor = store._opened.connection.cursor()
    try:
        return list(cursor.execute(sql).fetchall())
    finally:
        cursor.close()


@contextmanager
def standard(zone: str, now: datetime) -> Iterator[Store]:
    """A store with every standard view, whose clock stands."""
    with Store(None, Place(zone), clock=lambda: now) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


def emptied(store: Store, names: Iterable[str]) -> Store:
    """The store with nothing in these tables: to load the views anew takes longer than all that a test asks of them."""
    for name in names:
        asked(store, f"DELETE FROM city.main.{name} RETURNING 1")  # noqa: S608 - names of the DDL
    return store


def count(store: Store, table: str) -> int:
    return int(asked(store, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - a test's own name
