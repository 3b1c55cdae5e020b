"""The contract of the canonical tables: a check is a query over `incoming` whose rows are the failures.

Files: model/checks/<reason>.sql. Header: order (the first failure of a row names it), says (zh | en), needs (columns; or
`required`, `numbers`), tables (where it holds; default: wherever the needed columns are), clears (tables where the needed
columns are made NULL and the row stays, counted as a flag).
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

import pyarrow as pa

from datasources.catalogue.header import read_headed
from datasources.storage.cursor import Connection, rows_as
from datasources.storage.schema import FILLED_AT_LANDING, TableSpec, tables
from datasources.storage.statements import MODEL, literal, statement

KEYS = ("order", "says", "needs", "tables", "clears")


@dataclass(frozen=True)
class Check:
    """One rule. `needs` are columns, or the words `required` and `numbers`."""

    reason: str
    order: int
    says: str
    needs: tuple[str, ...]
    tables: tuple[str, ...]
    clears: tuple[str, ...]
    sql: str

    def holds_for(self, spec: TableSpec) -> bool:
        if self.needs == ("required",):
            return bool(required(spec.name))
        if self.needs == ("numbers",):
            return bool(_numbers(spec))
        return all(c in spec.types for c in self.needs) and (not self.tables or spec.name in self.tables)

    def query(self, spec: TableSpec) -> str:
        missing = " OR ".join(f'"{c}" IS NULL' + (f" OR \"{c}\" = ''" if spec.types[c] == "VARCHAR" else "") for c in required(spec.name))
        not_finite = " OR ".join(f'isnan("{c}") OR isinf("{c}")' for c in _numbers(spec))
        return Template(self.sql).substitute(missing=missing, not_finite=not_finite)


@dataclass(frozen=True)
class Failures:
    """Row numbers by reason: of rows to reject, and of rows whose columns are to be cleared."""

    rejected: dict[str, list[int]]
    cleared: dict[str, list[int]]


@cache
def contract() -> dict[str, dict[str, list[str]]]:
    """Table -> `required`, `expected` and `once` columns."""
    found: dict[str, dict[str, list[str]]] = tomllib.loads((MODEL / "contract.toml").read_text("utf-8"))
    return found


def required(table: str) -> list[str]:
    """Columns that every row fills."""
    return contract().get(table, {}).get("required", [])


def demanded(table: str) -> list[str]:
    """Columns that must come, filled or not."""
    return [*required(table), *contract().get(table, {}).get("expected", [])]


def told_once(table: str) -> str | None:
    """The column that names what stands in the table once, whichever feed brings it."""
    return next(iter(contract().get(table, {}).get("once", [])), None)


def explained(reason: str, table: str) -> str:
    """The reason of a reject with what it means, in English; a reader's own reason speaks for itself."""
    says = next((c.says.partition(" | ")[2] for c in checks() if c.reason == reason), "")
    columns = f": {' or '.join(required(table))}" if reason == "missing" else ""
    return f"{reason} ({says}{columns})" if says else reason


@cache
def checks() -> tuple[Check, ...]:
    return tuple(sorted(map(_read, sorted(MODEL.glob("checks/*.sql"))), key=lambda c: c.order))


def _read(path: Path) -> Check:
    headed = read_headed(path, KEYS, KEYS[:3])
    if headed.faults:
        raise ValueError(str(headed.faults[0]))
    names = {key: tuple(filter(None, (n.strip() for n in headed.header.get(key, "").split(",")))) for key in KEYS[2:]}
    return Check(
        path.stem, int(headed.header["order"]), headed.header["says"], names["needs"], names["tables"], names["clears"], headed.sql
    )


def _numbers(spec: TableSpec) -> list[str]:
    return [c for c, kind in spec.types.items() if kind == "DOUBLE" and c not in FILLED_AT_LANDING]


@cache
def _question(spec_name: str) -> str:
    spec = tables()[spec_name]
    return " UNION ALL ".join(
        statement("statements/check", reason=literal(c.reason), rank=c.order, clears=spec_name in c.clears, query=c.query(spec))
        for c in checks()
        if c.holds_for(spec)
    )


def failures(cursor: Connection, spec: TableSpec, incoming: pa.Table) -> Failures:
    """Ask every check of the table about `incoming` (canonical columns and row_no)."""
    question = _question(spec.name)
    if not question or not incoming.num_rows:
        return Failures({}, {})
    with rows_as(cursor, "incoming", incoming):
        rows = cursor.execute(f"{question} ORDER BY rank, row_no").fetchall()
    return _sorted_out(rows)


def _sorted_out(rows: list[tuple[int, str, int, bool]]) -> Failures:
    rejected: dict[str, list[int]] = {}
    cleared: dict[str, list[int]] = {}
    gone: set[int] = set()
    for row_no, reason, _, clears in rows:
        if not clears and row_no not in gone:
            gone.add(row_no)
            rejected.setdefault(reason, []).append(row_no)
    told: set[tuple[int, tuple[str, ...]]] = set()
    for row_no, reason, _, clears in rows:
        said = (row_no, cleared_columns(reason))
        if clears and row_no not in gone and said not in told:
            told.add(said)
            cleared.setdefault(reason, []).append(row_no)
    return Failures(rejected, cleared)


def cleared_columns(reason: str) -> tuple[str, ...]:
    """The columns that a clearing check makes NULL."""
    return next(c.needs for c in checks() if c.reason == reason)
