"""The canonical tables as the DDL files say them: which there are, of what kind, with which columns.

Kinds are the files: reference (replaced whole per feed), events (append-only), derived (written by the store), ledger.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import duckdb
import pyarrow as pa

from datasources.storage.cursor import Connection
from datasources.storage.statements import listed, statement

Kind = Literal["reference", "events", "derived", "ledger"]
KINDS: tuple[Kind, ...] = ("reference", "events", "derived", "ledger")
STORE_FILLED = (  # reference tables that no feed may bring
    "service_day", "gtfs_service_date", "trip_pattern", "pattern_stop", "pattern_leg", "service_trip", "planned_trip",
    "service_call", "service_call_day", "gtfs_finding",
)  # fmt: skip
FILLED_AT_LANDING = ("feed", "batch", "received_at")


@dataclass(frozen=True)
class TableSpec:
    """One canonical table: its Arrow schema and the DuckDB type of each column."""

    name: str
    kind: Kind
    arrow: pa.Schema
    types: dict[str, str]

    @property
    def columns(self) -> list[str]:
        return list(self.types)

    @property
    def content(self) -> list[str]:
        """The columns that say what happened: two rows equal in these are the same row."""
        return [c for c in self.columns if c not in (*FILLED_AT_LANDING, "district_id")]

    @property
    def landable(self) -> bool:
        return self.kind in ("reference", "events") and self.name not in STORE_FILLED


@cache
def tables() -> dict[str, TableSpec]:
    """Every canonical table by name, read from the DDL in a scratch database."""
    with duckdb.connect(":memory:") as con:
        found: dict[str, TableSpec] = {}
        for kind in KINDS:
            con.execute(statement(kind)).fetchall()
            names = [str(row[0]) for row in con.execute("SHOW TABLES").fetchall()]
            found |= {name: _read(con, name, kind) for name in names if name not in found}
        return found


def _read(con: Connection, name: str, kind: Kind) -> TableSpec:
    types = {str(row[0]): str(row[1]) for row in con.execute(f'DESCRIBE "{name}"').fetchall()}
    return TableSpec(name, kind, con.sql(f'SELECT {listed(types)} FROM "{name}"').to_arrow_table().schema, types)  # noqa: S608 - names of the DDL
