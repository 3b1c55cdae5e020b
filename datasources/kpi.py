"""A KPI: a view whose header has `kpi: true`. Its SELECT is kept as <name>_measure; <name> is that measure judged (model/kpi.sql)."""

import re
from collections.abc import Mapping
from pathlib import Path

from datasources.fault import Fault, nearest
from datasources.header import bilingual
from datasources.schema import tables
from datasources.statements import literal, statement

KPI_KEYS = ("kpi", "target", "coverage_floor", "feeds", "rule", "normal", "investigate_if", "possible_causes", "decimals", "recorded")
KPI_REQUIRED = ("target", "coverage_floor", "feeds", "rule", "decimals")
# a KPI that names one of these leans on the timetable
TIMETABLE = frozenset({"gtfs_trip", "gtfs_stop_time", "gtfs_calendar", "gtfs_calendar_date", "service_call"})
NO_DOUBT = "(SELECT CAST(NULL AS VARCHAR) AS feed, CAST(NULL AS VARCHAR) AS verdict)"
TARGET = re.compile(r"(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)")


def kpi_faults(file: Path, header: Mapping[str, str]) -> list[Fault]:
    """What a KPI's header lacks or says wrong."""
    where = str(file)
    faults = [Fault(where, key, "missing from a KPI's header") for key in KPI_REQUIRED if not header.get(key)]
    target, floor, decimals = header.get("target", "none"), header.get("coverage_floor", "0"), header.get("decimals", "0")
    if target != "none" and not TARGET.fullmatch(target):
        faults.append(Fault(where, "target", f"expected none, or an operator and a number such as >= 85; found {target!r}"))
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", floor):
        faults.append(Fault(where, "coverage_floor", f"expected a share between 0 and 1, found {floor!r}"))
    if not decimals.isdigit():
        faults.append(Fault(where, "decimals", f"expected a count, found {decimals!r}"))
    unknown = [name for name in _feeds(header) if name not in tables()]
    return faults + [Fault(where, "feeds", f"{name!r} is no table", nearest(name, tables())) for name in unknown]


def kpi_sql(name: str, header: Mapping[str, str]) -> str:
    """The judged view over <name>_measure."""
    match = TARGET.fullmatch(header["target"])
    op, value = (match[1], match[2]) if match else (None, None)
    unit_zh, unit_en = bilingual(header["unit"])
    return statement(
        "kpi",
        kpi=name,
        tables=", ".join(literal(t) for t in _feeds(header)) or "NULL",
        doubt="timetable_doubt" if TIMETABLE & set(_feeds(header)) else NO_DOUBT,
        floor=header["coverage_floor"],
        met=f"measure.value {op} {value}" if op else "TRUE",
        target=literal(header["target"] if op else ""),
        target_value=value or "NULL",
        target_op=literal(op),
        unit_zh=literal(unit_zh),
        unit_en=literal(unit_en),
        sample="sample",
    )


def _feeds(header: Mapping[str, str]) -> list[str]:
    return [name for name in (part.strip() for part in header.get("feeds", "").split(",")) if name and name != "none"]
