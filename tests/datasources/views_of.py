"""Small view files for tests."""

import shutil
from pathlib import Path

from datasources.catalogue.library import STANDARD

HEADER = "-- title: 甲 | A\n-- row: one\n-- formula: -\n-- unit: 分 | min\n-- source: test\n"
KPI = HEADER + "-- kpi: true\n-- target: >= 85\n-- coverage_floor: 0.5\n-- feeds: vehicle_position\n-- rule: 规则 | rule\n-- decimals: 1\n"


def write(folder: Path, name: str, sql: str, header: str = HEADER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.sql"
    path.write_text(header + sql, "utf-8")
    return path


def measure(value: str, coverage: str = "1.0", numerator: str = "1.0") -> str:
    return (
        f"SELECT {value} AS value, {numerator} AS numerator, 20.0 AS denominator, {coverage} AS coverage, "
        "as_of() - INTERVAL '1' MINUTE AS content_time, CAST(NULL AS VARCHAR) AS sample"
    )


def feed_status(folder: Path, state: str = "LIVE") -> None:
    """What the judgement of a KPI reads, with every feed in one state."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("kpi_past", "kpi_usual_now", "compared_day", "day_type", "table_lamp", "line_feed", "feed_share"):
        shutil.copy(STANDARD / "feed" / f"{name}.sql", folder)
    write(folder, "feed_status", f"SELECT feed, '{state}' AS state, 0.0 AS arrival_age_s FROM feed")  # noqa: S608
