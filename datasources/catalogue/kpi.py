"""A KPI: a view whose header has `kpi: true`. Its SELECT is kept as <name>_measure; <name> is that measure judged (model/kpi.sql)."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from datasources.catalogue.header import bilingual
from datasources.fault import Fault, nearest
from datasources.storage.schema import tables
from datasources.storage.statements import literal, statement

KPI_KEYS = (
    *("kpi", "target", "coverage_floor", "feeds", "rule", "nothing"),
    *("normal", "investigate_if", "possible_causes", "decimals", "recorded"),
)
KPI_REQUIRED = ("target", "coverage_floor", "feeds", "rule", "decimals")
MEASURE = {
    "value": "a number", "numerator": "a number", "denominator": "a number", "coverage": "a number",
    "content_time": "a time", "sample": "a text",
}  # fmt: skip
# a KPI that names one of these leans on the timetable
TIMETABLE = frozenset({"gtfs_trip", "gtfs_stop_time", "gtfs_calendar", "gtfs_calendar_date", "service_call"})
NO_DOUBT = "(SELECT CAST(NULL AS VARCHAR) AS feed, CAST(NULL AS VARCHAR) AS verdict)"
SAID = 160  # characters of an error
TARGET = re.compile(r"(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)")


def is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_null(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


FITS: dict[str, Callable[[pa.DataType], bool]] = {
    "a number": is_number,
    "a time": lambda kind: bool(pa.types.is_null(kind) or pa.types.is_temporal(kind)),
    "a text": lambda _: True,
}


def kpi_faults(file: Path, header: Mapping[str, str]) -> list[Fault]:
    """What a KPI's header lacks or says wrong."""
    where = str(file)
    faults = [Fault(where, key, "missing from a KPI's header") for key in KPI_REQUIRED if not header.get(key)]
    target, floor, decimals = header.get("target", "none"), header.get("coverage_floor", "0"), header.get("decimals", "0")
    if target != "none" and not TARGET.fullmatch(target):
        faults.append(Fault(where, "target", f"expected none, or an operator and a number such as >= 85; found {target!r}"))
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", floor):
        faults.append(Fault(where, "coverage_floor", f"expected a share between 0 and 1, found {floor!r}"))
    if not re.fullmatch("[0-6]", decimals):
        faults.append(Fault(where, "decimals", f"expected a count from 0 to 6, found {decimals!r}"))
    unknown = [name for name in _feeds(header) if name not in tables()]
    return faults + [Fault(where, "feeds", f"{name!r} is no table", nearest(name, tables())) for name in unknown]


def measure_faults(file: Path, given: pa.Table) -> Iterator[Fault]:
    """What a KPI's SELECT gives on empty tables, against what one row of it must hold."""
    for column, wanted in MEASURE.items():
        if column not in given.column_names:
            yield Fault(str(file), column, "a KPI's SELECT must give this column")
        elif not FITS[wanted](kind := given.schema.field(column).type):
            yield Fault(str(file), column, f"a KPI's SELECT must give {wanted} here, found {kind}")
    if given.num_rows > 1:
        yield Fault(str(file), "", "a KPI's SELECT must give one row")


def unknown(schema: pa.Schema, name: str, error: str) -> pa.Table:
    """The row of a KPI that could not be computed."""
    told = error.removeprefix(f"{name}: ").split("\n")[0][:SAID]
    said = {"kpi": name, "state": "unknown", "reason": f"failed:{told}", "days": 0}
    return pa.Table.from_pylist([said], schema=schema)


def kpi_sql(name: str, header: Mapping[str, str]) -> str:
    """The judged view over <name>_measure."""
    return statement(
        "kpi",
        rules=_rules({name: header}),
        brought=_brought({name: header}),
        measured=statement("statements/measured", kpi=name),
        doubt="timetable_doubt" if _leans(header) else NO_DOUBT,
    )


def judged_sql(kpis: Mapping[str, Mapping[str, str]], schema: str, doubt: bool) -> tuple[str, str]:
    """The statements that make, in a schema of snapshots, the tables of these KPIs (their headers), and all that were measured judged at
    once. doubt: there is a view timetable_doubt."""
    return (
        statement("statements/kpi_tables", schema=schema, rules=_rules(kpis), brought=_brought(kpis)),
        statement(
            "kpi",
            rules=f"(SELECT * FROM memory.{schema}.kpi_rule WHERE kpi IN (SELECT kpi FROM memory.{schema}.kpi_measured))",  # noqa: S608 - ours
            brought=f"memory.{schema}.kpi_brought",
            measured=f"memory.{schema}.kpi_measured",
            doubt="timetable_doubt" if doubt else NO_DOUBT,
        ),
    )


def measure_sql(name: str, schema: str) -> str:
    """The statement that puts what a KPI measures beside what the others do."""
    return statement("statements/measure", kpi=name, schema=schema)


def _rules(kpis: Mapping[str, Mapping[str, str]]) -> str:
    rows = ", ".join(_rule(name, header) for name, header in kpis.items())
    return statement("statements/kpi_rules", rows=rows)


def _rule(name: str, header: Mapping[str, str]) -> str:
    """A row of model/statements/kpi_rules.sql."""
    match = TARGET.fullmatch(header["target"])
    op, value = (match[1], match[2]) if match else (None, None)
    texts = [literal(text) for text in (name, header["target"] if op else "", op, *bilingual(header["unit"]))]
    floor, target_value = f"CAST({header['coverage_floor']} AS DOUBLE)", f"CAST({value or 'NULL'} AS DOUBLE)"
    nothing = f"CAST({literal(header.get('nothing'))} AS VARCHAR)"
    values = [texts[0], floor, texts[1], target_value, f"CAST({texts[2]} AS VARCHAR)", literal(_leans(header)), nothing, *texts[3:]]
    return f"({', '.join(values)})"


def _brought(kpis: Mapping[str, Mapping[str, str]]) -> str:
    rows = ", ".join(f"({literal(name)}, {literal(table)})" for name, header in kpis.items() for table in _feeds(header) or [""])
    return statement("statements/kpi_brought", rows=rows)


def _leans(header: Mapping[str, str]) -> bool:
    return bool(TIMETABLE & set(_feeds(header)))


def _feeds(header: Mapping[str, str]) -> list[str]:
    return [name for name in (part.strip() for part in header.get("feeds", "").split(",")) if name and name != "none"]
