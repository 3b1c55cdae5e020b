"""The library's views in the database, each made when it is first needed: a library has hundreds, a wall reads some.

They are there twice: `plain` for single questions, `tick` for snapshots, where what several views read is a table. What is kept as rows
land is in `kept`.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pyarrow as pa

from datasources.answering.asking import Schema
from datasources.answering.side_by_side import JUDGED
from datasources.catalogue.kpi import judged_sql
from datasources.catalogue.library import Library, View
from datasources.storage.cursor import Connection
from datasources.storage.statements import statement


class Made:
    """Thread-safe."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.cursor()
        self._lock = threading.Lock()
        self._library = Library()
        self._names: dict[Schema, set[str]] = {"plain": set(), "tick": set()}

    def anew(self, cursor: Connection, library: Library) -> None:
        """Of this library only what is kept is made, with the tables it is kept in; inside the transaction of `cursor` that loads it."""
        kept = library.closure({view.name for view in library.views if view.is_kept or view.is_slow})
        with self._lock:
            for schema in ("plain", "tick", "kept"):
                cursor.execute(f"DROP SCHEMA IF EXISTS memory.{schema} CASCADE; CREATE SCHEMA memory.{schema}").fetchall()
            self._library, self._names = library, {"plain": set(), "tick": set()}
            self._make(cursor, kept, "plain")
            self._judge_all(cursor)

    def ensure(self, views: Collection[str], schema: Schema) -> None:
        """Make these and all that they read, as far as they are not there."""
        with self._lock:
            self._make(self._cursor, self._library.closure(views), schema)

    def _judge_all(self, cursor: Connection) -> None:
        kpis = {view.name: view.header for view in self._library.views if view.is_kpi}
        if not kpis:
            return
        judges = {"table_lamp", "kpi_past", "timetable_doubt"} & self._library.names()
        self._make(cursor, self._library.closure(judges), "tick")
        tables, judged = judged_sql(kpis, "timetable_doubt" in judges)
        cursor.execute(tables).fetchall()
        cursor.execute(statement("statements/view", schema="tick", name=JUDGED, sql=judged)).fetchall()

    def _make(self, cursor: Connection, views: set[str], schema: Schema) -> None:
        missing = views - self._names[schema]
        for view in self._library.views if missing else ():
            if view.name in missing:
                with _rows_like(cursor, self._library.schemas[view.name]):
                    cursor.execute(_for_snapshots(view) if schema == "tick" else _plain(view)).fetchall()
        self._names[schema] |= missing


@contextmanager
def _rows_like(cursor: Connection, schema: pa.Schema) -> Iterator[None]:
    """A table `nothing` that tables of a view's rows are made like: to plan the view for that takes longer than all else of a start."""
    cursor.register("nothing", schema.empty_table())
    try:
        yield
    finally:
        cursor.unregister("nothing")


def _plain(view: View) -> str:
    if view.is_kept:
        return statement("statements/kept_view", name=view.name, sql=view.sql, live=statement(f"kept/live/{view.name}"))
    if view.is_slow:
        return statement("statements/slow_view", name=view.name, sql=view.sql)
    return statement("statements/view", schema="plain", name=view.name, sql=view.sql)


def _for_snapshots(view: View) -> str:
    """Names in there come before names outside."""
    if view.is_kept or view.is_slow:
        live = statement(f"kept/live/{view.name}") if view.is_kept else statement("statements/slow_live", name=view.name)
        return statement("statements/held_kept", name=view.name, sql=view.sql, live=live)
    return statement("statements/held" if view.is_once else "statements/view", schema="tick", name=view.name, sql=view.sql)
