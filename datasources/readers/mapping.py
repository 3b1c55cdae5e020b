"""Mapping: a city's SELECT from `source` (the rows of one batch) to the columns of a canonical table.

Runs in a DuckDB in memory with every door shut, apart from the store's. Columns of text formats are VARCHAR: a mapping casts
with TRY_CAST, and what it makes NULL in a required column the store rejects. See mapping.sql for the words a mapping can use.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from datasources.catalogue.select import select_fault
from datasources.fault import nearest
from datasources.feed import FeedSpec
from datasources.intake.checks import demanded
from datasources.reading import FeedRefused, Reject
from datasources.storage.cursor import Connection
from datasources.storage.schema import FILLED_AT_LANDING, TableSpec, tables
from datasources.storage.statements import literal

MISSING = re.compile(r'Referenced column "([^"]+)" not found|Column "([^"]+)" referenced that exists in the SELECT clause')
WORDS = Path(__file__).with_name("mapping.sql")
NESTED = re.compile(r'Referenced table "([^"]+)" not found')
MOST_MISSING = 100
NO_COLUMN = "any"  # stands for a source's columns before there is one
PARAMETER = re.compile(r"\bparameter\('(\w+)'\)")
SAMPLE = 300  # characters of a rejected row that are kept
SHUT = {
    "memory_limit": "'1GB'", "threads": "2", "TimeZone": "'UTC'", "enable_progress_bar": "false", "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false", "allow_community_extensions": "false", "python_enable_replacements": "false",
    "temp_directory": "''", "enable_external_access": "false", "lock_configuration": "true",
}  # fmt: skip


@cache
def _database() -> Connection:
    con = duckdb.connect(":memory:")
    con.execute(WORDS.read_text(encoding="utf-8")).fetchall()
    for name, value in SHUT.items():
        con.execute(f"SET {name} = {value}").fetchall()
    return con


def map_rows(source: pa.Table, sql: str | None, spec: FeedSpec, received_at: datetime) -> tuple[pa.Table, list[Reject]]:
    """`source` as rows of spec.table, in its types. Without SQL columns are taken by their names, and a row with a cell that
    does not read as its column's type is a reject. Raises FeedRefused: `columns` when the source lacks some (all are named),
    `mapping` when the SQL fails on the data."""
    target = tables()[str(spec.table)]
    if not source.num_columns:
        return target.arrow.empty_table(), []
    with _database().cursor() as cursor:
        _set_words(cursor, spec, received_at)
        if sql is None:
            return _by_name(cursor, source, target)
        select = sql.strip().rstrip(";")
        missing, produced = _bind(cursor, source, select)
        if lacking := [c for c in missing if c not in spec.optional]:
            raise FeedRefused("columns", f"missing {', '.join(lacking)}; found {', '.join(source.column_names)}")
        if unknown := _unknown(target, produced):
            raise FeedRefused("mapping", f"gives {', '.join(unknown)}, which {target.name} has not; it has {_listed(target)}")
        return _ask(cursor, f"SELECT {_cast(target, produced)} FROM ({select}\n)"), []  # noqa: S608 - the city's own file


def _ask(cursor: Connection, question: str) -> pa.Table:
    try:
        return cursor.sql(question).to_arrow_table()
    except duckdb.Error as error:
        raise FeedRefused("mapping", str(error)) from error


def _by_name(cursor: Connection, source: pa.Table, target: TableSpec) -> tuple[pa.Table, list[Reject]]:
    known = [c for c in source.column_names if c in target.types and c not in FILLED_AT_LANDING]
    if lacking := [c for c in demanded(target.name) if c not in known]:
        raise FeedRefused("columns", f"missing {', '.join(lacking)}; found {', '.join(source.column_names)}")
    cursor.register("source", source)
    cast = _ask(cursor, f"SELECT {_cast(target, known, by_name=True)} FROM source")  # noqa: S608 - names of the DDL
    return set_aside(target.name, source, cast, known)


def set_aside(table: str, source: pa.Table, cast: pa.Table, columns: list[str]) -> tuple[pa.Table, list[Reject]]:
    """`cast` without the rows in which a filled cell of `source` became NULL, and one reject a column for those."""
    good = pa.array([True] * cast.num_rows, pa.bool_())
    rejects = []
    for column in columns:
        lost = pc.and_(pc.and_(pc.is_valid(source[column]), pc.is_null(cast[column])), good)
        if count := pc.sum(lost).as_py() or 0:
            sample = source.filter(lost).slice(0, 1).to_pylist()[0]
            rejects.append(Reject(table, f"unreadable_{column}", str(sample)[:SAMPLE], count))
            good = pc.and_(good, pc.invert(lost))
    return (cast.filter(good), rejects) if rejects else (cast, [])


def mapping_faults(sql: str, feed: FeedSpec) -> list[str]:
    """What is wrong with a mapping before any data came: for `check`."""
    target = tables()[str(feed.table)]
    if wrong := select_fault(sql):
        return [wrong]
    with _database().cursor() as cursor:
        _set_words(cursor, feed, datetime(2000, 1, 1))
        try:
            asked, produced = _bind(cursor, pa.table({NO_COLUMN: pa.array([], pa.string())}), sql.strip().rstrip(";"))
        except FeedRefused as error:
            return [str(error)]
    starred = [c for c in produced if c not in asked] if NO_COLUMN in produced else produced  # `*` gives what was put in for it, too
    return [*_ill_made(target, starred), *_not_given(sql, feed)]


def _ill_made(target: TableSpec, produced: list[str]) -> Iterator[str]:
    """Of the columns that a mapping gives, those of `SELECT *` aside: what they are is known with the first batch."""
    named = [c for c in produced if c != NO_COLUMN]
    for column in _unknown(target, named):
        near = nearest(column, target.columns)
        yield f"gives {column!r}, which {target.name} has not; it has {_listed(target)}" + (f" (did you mean {near!r}?)" if near else "")
    yield from (f"gives {column!r} twice" for column, times in Counter(named).items() if times > 1)
    if len(named) == len(produced):
        yield from (f"gives no {column!r}, which {target.name} must have" for column in demanded(target.name) if column not in named)


def _not_given(sql: str, feed: FeedSpec) -> Iterator[str]:
    for name in dict.fromkeys(PARAMETER.findall(sql)):
        if name not in feed.parameters:
            yield f"asks for parameter('{name}'); give it in feeds.toml: [{feed.name}.parameters]"


def _set_words(cursor: Connection, spec: FeedSpec, received_at: datetime) -> None:
    keys, values = ", ".join(map(literal, spec.parameters)), ", ".join(map(literal, spec.parameters.values()))
    parameters = f"MAP([{keys}], [{values}])" if spec.parameters else "CAST(MAP() AS MAP(VARCHAR, VARCHAR))"
    for name, value in {
        "zone": literal(spec.timezone), "received": f"TIMESTAMP {literal(received_at.isoformat(sep=' '))}", "parameters": parameters,
    }.items():  # fmt: skip
        cursor.execute(f"SET VARIABLE {name} = {value}").fetchall()


def _bind(cursor: Connection, source: pa.Table, select: str) -> tuple[list[str], list[str]]:
    """Source columns that the SELECT names and the source lacks, and the columns that it gives. Missing ones are put in as
    NULL, one after the other, so that all are found."""
    missing: list[str] = []
    while True:
        cursor.register("source", source)
        try:
            described = cursor.execute(f"DESCRIBE {select}").fetchall()
        except duckdb.Error as error:
            found = MISSING.search(str(error))
            name = found and (found[1] or found[2])
            if not name or name in missing or len(missing) > MOST_MISSING:
                raise FeedRefused("mapping", _explained(str(error).partition("\n")[0])) from error
            missing.append(name)
            cursor.unregister("source")
            source = source.append_column(name, pa.nulls(source.num_rows, pa.string()))
            continue
        return missing, [str(row[0]) for row in described]


def _explained(error: str) -> str:
    nested = NESTED.search(error)
    return f'{error} A key inside {nested[1]!r} is a column with a dot in its name, written in quotes: "{nested[1]}.…"' if nested else error


def _listed(target: TableSpec) -> str:
    return ", ".join(c for c in target.columns if c not in FILLED_AT_LANDING)


def _unknown(target: TableSpec, produced: list[str]) -> list[str]:
    return [c for c in produced if c not in target.types or c in FILLED_AT_LANDING]


def _cast(target: TableSpec, produced: list[str], by_name: bool = False) -> str:
    """Every column of the table, in its order: NULL where the mapping is silent. By name: of cells that nobody has looked at yet."""
    given = [f'{_cell(c, kind, by_name)} AS "{c}"' if c in produced else f'CAST(NULL AS {kind}) AS "{c}"'
             for c, kind in target.types.items() if c not in FILLED_AT_LANDING]  # fmt: skip
    return ", ".join(given)


def _cell(column: str, kind: str, by_name: bool) -> str:
    if by_name and kind == "TIMESTAMP":
        return f'moment("{column}")'  # a plain cast would leave an offset out
    return f'{"TRY_CAST" if by_name else "CAST"}("{column}" AS {kind})'
