"""The library's views in the database, each made when it is first needed: a library has hundreds, a wall reads some.

They are there three times. `now` and `then` are for questions, where what several views read is a table; in `now` what is kept as rows land
(`kept`) stands for the views that tell it, so that these are not bound at all. `plain` has them as they are written: what is kept is told
from these, and a snapshot whose shared views fail.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pyarrow as pa

from datasources.answering.asking import Schema
from datasources.answering.lanes import JUDGED
from datasources.catalogue.kpi import judged_sql
from datasources.catalogue.library import Library, View
from datasources.storage.cursor import Connection, transaction
from datasources.storage.statements import statement

SCHEMAS: tuple[Schema, ...] = ("plain", "now", "then")


class Made:
    """Thread-safe."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.cursor()
        self._lock = threading.Lock()
        self._library = Library()
        self._names: dict[Schema, set[str]] = {schema: set() for schema in SCHEMAS}

    def anew(self, cursor: Connection, library: Library) -> None:
        """Of this library only what is kept is made, with the tables it is kept in; inside the transaction of `cursor` that loads it."""
        kept = library.closure({view.name for view in library.views if view.is_kept or view.is_slow})
        with self._lock:
            for schema in (*SCHEMAS, "kept"):
                cursor.execute(f"DROP SCHEMA IF EXISTS memory.{schema} CASCADE; CREATE SCHEMA memory.{schema}").fetchall()
            self._library, self._names = library, {schema: set() for schema in SCHEMAS}
            self._make(cursor, kept, "plain")
            self._names["plain"] |= kept

    def ensure(self, views: Collection[str], schema: Schema) -> None:
        """Make these and all that they read, as far as they are not there."""
        with self._lock:
            if self._reached(views, schema) - self._names[schema]:
                with transaction(self._cursor):
                    judges = self._judge_all(schema) if schema != "plain" and not self._names[schema] else set()
                    missing = self._reached(views, schema) - self._names[schema] - judges
                    self._make(self._cursor, missing, schema)
                self._names[schema] |= missing | judges

    def _reached(self, views: Collection[str], schema: Schema) -> set[str]:
        """These and all that they read there."""
        return self._library.closure(views, self._library.there if schema == "now" else ())

    def _judge_all(self, schema: Schema) -> set[str]:
        """Make what judges all KPIs of a snapshot; the views that this reads."""
        kpis = {view.name: view.header for view in self._library.views if view.is_kpi}
        if not kpis:
            return set()
        judges = self._reached({"table_lamp", "kpi_past", "timetable_doubt"} & self._library.names(), schema)
        self._make(self._cursor, judges, schema)
        tables, judged = judged_sql(kpis, schema, "timetable_doubt" in judges)
        self._cursor.execute(tables).fetchall()
        self._cursor.execute(statement("statements/view", schema=schema, name=JUDGED, sql=judged)).fetchall()
        return judges

    def _make(self, cursor: Connection, names: set[str], schema: Schema) -> None:
        """Each before those it reads, which are empty tables till then: to bind a view against all that it is made of takes 0.2 s."""
        stand_ins = names & {read for name in names for read in self._library.reads[name]}
        for name in stand_ins:
            with _rows_like(cursor, self._library.schemas[name]):
                cursor.execute(statement("statements/stand_in", schema=schema, name=name)).fetchall()
        for view in reversed([view for view in self._library.views if view.name in names]):
            if view.name in stand_ins:
                cursor.execute(f'DROP TABLE memory.{schema}."{view.name}"').fetchall()
            with _rows_like(cursor, self._library.schemas[view.name]):
                cursor.execute(_plain(view) if schema == "plain" else _for_snapshots(view, schema)).fetchall()


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
        return statement("statements/kept_view", name=view.name, sql=view.sql, live=view.now)
    if view.is_slow:
        return statement("statements/slow_view", name=view.name, sql=view.sql)
    return statement("statements/view", schema="plain", name=view.name, sql=view.sql)


def _for_snapshots(view: View, schema: Schema) -> str:
    """Names in there come before names outside."""
    if schema == "now" and view.now:
        return statement("statements/view", schema=schema, name=view.name, sql=view.now)
    return statement("statements/held" if view.is_once else "statements/view", schema=schema, name=view.name, sql=view.sql)
