"""An empty city in memory, where views are tried."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

import duckdb
import pyarrow as pa

from datasources.answering.asking import Deadline
from datasources.place import Place
from datasources.storage.cursor import Connection, set_variables
from datasources.storage.schema import KINDS
from datasources.storage.session import prepare_session
from datasources.storage.statements import statement

TRIAL_S = 5.0  # no view has work to do on empty tables
EXAMPLE = datetime(2026, 1, 1)


class Scratch:
    """Made when the first view is tried."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._there: set[str] = set()

    def close(self) -> None:
        if "_database" in self.__dict__:
            self._database.close()

    @cached_property
    def _database(self) -> Connection:
        database = duckdb.connect(":memory:")
        for kind in KINDS:
            database.execute(statement(kind)).fetchall()
        database.execute("ATTACH ':memory:' AS hot; CREATE SCHEMA kept").fetchall()
        database.execute(statement("hot", vehicle_position="vehicle_position")).fetchall()
        prepare_session(database, self._place)
        set_variables(database, as_of=EXAMPLE, live=False)
        for name in ("python_enable_replacements", "enable_external_access"):  # as in the store
            database.execute(f"SET {name} = false").fetchall()
        return database

    def rows(self, name: str, sql: str, reads: Mapping[str, pa.Schema]) -> pa.Table:
        """What a view says here; its columns are there for those that read it. reads: the views it names. Raises duckdb.Error."""
        for read in reads.keys() - self._there:
            self._hold(read, reads[read])
        with Deadline(self._database, TRIAL_S):
            self._database.execute(statement("statements/trial", name=name, sql=sql)).fetchall()
            self._there.add(name)
            return self._database.sql(f'SELECT * FROM "{name}"').to_arrow_table()  # noqa: S608 - a file's name

    def _hold(self, name: str, schema: pa.Schema) -> None:
        self._database.register("nothing", schema.empty_table())
        self._database.execute(statement("statements/trial", name=name, sql="SELECT * FROM nothing")).fetchall()
        self._database.unregister("nothing")
        self._there.add(name)
