"""Every standard view keeps to the SQL that was found equal on DuckDB, PostgreSQL, ClickHouse and Spark. What will not travel is named."""

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from datasources.catalogue.library import STANDARD

FILES = sorted(STANDARD.rglob("*.sql"))
TYPES = {"INT", "BIGINT", "DOUBLE", "VARCHAR", "TIMESTAMP", "BOOLEAN"}
SESSION = {"AS_OF", "SCOPE", "IS_LIVE", "PARAMETER", "SETTING", "LOCAL_TIME", "LOCAL_HOUR", "LOCAL_MIDNIGHT", "CLOCK_S", "RUN_NAME"}
FUNCTIONS = SESSION | {
    "ABS",
    "AND",
    "ARG_MAX",
    "ARG_MIN",
    "AVG",
    "CASE",
    "CAST",
    "COALESCE",
    "CONCAT",
    "COS",
    "COUNT",
    "DATEDIFF",
    "EXISTS",
    "EXTRACT",
    "FLOOR",
    "GREATEST",
    "IF",
    "LAG",
    "LEAD",
    "LEAST",
    "MAX",
    "MIN",
    "NULLIF",
    "OR",
    "PERCENTILE_CONT",
    "RADIANS",
    "REPLACE",
    "ROUND",
    "ROW_NUMBER",
    "SQRT",
    "SUM",
    "TIMESTAMP_TRUNC",
    "DATE_BIN",  # as sqlglot calls time_bucket
}
EVENTS = {"vehicle_position", "trip_update", "service_alert", "segment_speed", "service_request", "incident", "indicator"}
EVENTS |= {"detector_reading"}
DERIVED = {"stop_visit_candidate", "segment_5min", "vehicle_hour", "kpi_5min", "kpi_usual", "batch", "quarantine", "fetch", "alert_event"}
DERIVED |= {
    "detector_5min",
    "detector_diagnosis",
    "segment_health",
    "segment_reliability",
    "segment_suspect",
    "line_shown",
    "line_told",
}  # written at the five-minute moments
STRANGE = (exp.Lateral, exp.Lambda, exp.Unnest, exp.Struct, exp.Array, exp.Pivot, exp.Bracket, exp.Rollup, exp.Cube)


def strangers(sql: str) -> list[str]:
    """What in a view will not travel, one line each."""
    trees = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree is not None]
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        return ["not one SELECT"]
    tree = trees[0]
    found = [f"{type(node).__name__}: {node.sql('duckdb')[:60]}" for node in tree.find_all(*STRANGE)]
    found += [f"ASOF join: {node.sql('duckdb')[:60]}" for node in tree.find_all(exp.Join) if node.method == "ASOF"]
    found += [f"type {kind}" for node in tree.find_all(exp.Cast) if (kind := node.to.sql("duckdb")) not in TYPES | {"TEXT"}]
    found += [f"function {name}" for node in tree.find_all(exp.Func) if (name := _name(node)) not in FUNCTIONS]
    return found


def unbounded(sql: str) -> list[str]:
    """Tables read without a bounded look back from as_of(), or as nobody knew them then."""
    found = []
    for select in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Select):
        where = select.args["where"].sql("duckdb").lower() if select.args.get("where") else ""
        for name in _read(select) & (EVENTS | DERIVED):
            clock = "received_at" if name in EVENTS | {"stop_visit_candidate", "batch", "quarantine"} else "event_time"
            if f"{clock} <= as_of()" not in where and "between" not in where and f"{clock} < as_of()" not in where:
                found.append(f"{name}: not as known at as_of()")
            if "> as_of() - interval" not in where and "between" not in where:
                found.append(f"{name}: no bounded look back")
    return found


def _name(node: exp.Func) -> str:
    return node.name.upper() if isinstance(node, exp.Anonymous) else node.sql_name().upper()


def _read(select: exp.Select) -> set[str]:
    """Tables in the FROM and joins of this SELECT itself."""
    sources = [select.args.get("from_") or select.args.get("from"), *(select.args.get("joins") or [])]
    return {source.this.name for source in sources if source is not None and isinstance(source.this, exp.Table)}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_view_travels(file: Path) -> None:
    assert strangers(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_view_looks_back_within_bounds(file: Path) -> None:
    # a ledger's last line per feed is looked for among batches that reference feeds brought at any time: a handful
    sql = file.read_text("utf-8")
    held = [line for line in unbounded(sql) if not (file.stem == "feed_status" and line.startswith("batch"))]
    assert held == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT now()", "function NOW"),
        ("SELECT CAST(a AS DECIMAL(9, 2)) FROM vehicles", "type DECIMAL(9, 2)"),
        ("SELECT * FROM a ASOF JOIN b ON a.t >= b.t", "ASOF join: ASOF JOIN b ON a.t >= b.t"),
        ("SELECT list_transform(a, x -> x + 1) FROM b", "Lambda: LAMBDA x : x + 1"),
        ("SELECT * FROM a, LATERAL (SELECT 1) b", "Lateral: LATERAL (SELECT 1) AS b"),
        ("SELECT 1; SELECT 2", "not one SELECT"),
        ("SELECT regexp_extract(a, 'b') FROM c", "function REGEXP_EXTRACT"),
    ],
)
def test_strangers_are_named(sql: str, told: str) -> None:
    assert told in strangers(sql)


def test_unbounded_reading_is_named() -> None:
    assert unbounded("SELECT max(event_time) FROM vehicle_position WHERE event_time <= as_of()") == [
        "vehicle_position: not as known at as_of()",
        "vehicle_position: no bounded look back",
    ]
