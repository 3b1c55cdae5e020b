"""A file that another version of the program wrote, brought to the tables of this one: lacking columns added, others put right."""

from pathlib import Path

import duckdb
import structlog

from datasources.answering.progress import goes_on
from datasources.storage.cursor import Connection, transaction
from datasources.storage.schema import KINDS, TableSpec, tables
from datasources.storage.statements import statement

log = structlog.get_logger(__name__)
ASIDE = "{}_of_before"


class StoreUnfit(Exception):
    """A file whose rows cannot be what this program's tables hold."""


def create_tables(con: Connection, path: Path | None) -> None:
    """Every canonical table exactly as this program has it, rows kept; says what was done to an older file's.

    Raises StoreUnfit where rows held cannot be what the columns are now.
    """
    con.execute("USE city").fetchall()
    held = _columns(con)
    for spec in tables().values():
        if spec.name in held and held[spec.name] != spec.types:
            goes_on()
            _bring(con, path, spec, held[spec.name])
    for kind in KINDS:
        con.execute(statement(kind)).fetchall()
    if missing := sorted(tables().keys() - held.keys()) if held else []:
        log.info("tables_added", path=str(path), tables=missing)
    con.execute("USE memory").fetchall()


def _columns(con: Connection) -> dict[str, dict[str, str]]:
    """Columns and their types by table, in order, as the file has them."""
    found: dict[str, dict[str, str]] = {}
    rows = con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = 'city' AND schema_name = 'main' ORDER BY table_name, column_index"
    )
    for table, column, kind in rows.fetchall():
        found.setdefault(str(table), {})[str(column)] = str(kind)
    return found


def _bring(con: Connection, path: Path | None, spec: TableSpec, held: dict[str, str]) -> None:
    added = [name for name in spec.types if name not in held]
    try:
        with transaction(con):
            _add(con, spec, added) if [*held.items()] == [*spec.types.items()][: len(held)] else _copy(con, spec, held)
    except duckdb.Error as error:
        told = ", ".join(f"{name} was {held[name]} and is {kind} now" for name, kind in spec.types.items() if held.get(name, kind) != kind)
        raise StoreUnfit(
            f"{path}: the rows of table {spec.name} do not fit this program ({told}): {error}; move the file away to start anew"
        ) from error
    gone = [name for name in held if name not in spec.types]
    cast = [name for name, kind in spec.types.items() if held.get(name, kind) != kind]
    log.info("table_of_before", path=str(path), table=spec.name, added=added, let_go=gone, cast=cast)


def _add(con: Connection, spec: TableSpec, added: list[str]) -> None:
    """At the end: nothing has to be copied."""
    for name in added:
        con.execute(f'ALTER TABLE city.main."{spec.name}" ADD COLUMN "{name}" {spec.types[name]}').fetchall()


def _copy(con: Connection, spec: TableSpec, held: dict[str, str]) -> None:
    """Into a table as it is now, by name: rows are written by position elsewhere."""
    aside = ASIDE.format(spec.name)
    con.execute(f'ALTER TABLE city.main."{spec.name}" RENAME TO "{aside}"').fetchall()
    con.execute(statement(spec.kind)).fetchall()
    same = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in spec.types.items() if name in held)
    if same:
        con.execute(f'INSERT INTO city.main."{spec.name}" BY NAME SELECT {same} FROM city.main."{aside}"').fetchall()  # noqa: S608 - names of the DDL
    con.execute(f'DROP TABLE city.main."{aside}"').fetchall()
