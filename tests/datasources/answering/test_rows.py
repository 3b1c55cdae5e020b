"""The rows of a table as Python has them: Arrow's own values, by a shorter way."""

from datetime import datetime

import duckdb
import pyarrow as pa

from datasources.answering.snapshot import python_rows

ODD = """
SELECT i, CAST(i AS DOUBLE) / 3 AS share, CASE WHEN i % 3 > 0 THEN i END AS known, CASE WHEN i % 2 = 0 THEN 0.5 END AS ratio,
       'x' || i AS name, i % 2 = 0 AS even, NULL AS nothing, DATE '2026-01-02' AS day, CAST(i AS HUGEINT) AS huge,
       CAST(1.25 AS DECIMAL(5, 2)) AS cost, TIMESTAMP '2026-01-02 03:04:05.678901' + INTERVAL (i) HOUR AS at,
       CASE WHEN i % 2 = 0 THEN TIMESTAMP '0001-01-01' END AS since, TIMESTAMPTZ '2026-01-02 03:04:05+08' AS zoned,
       TIMESTAMP_S '2026-01-02 03:04:05' AS second
FROM range(7) r(i)
"""
STRANGE = """
SELECT unnest([TIMESTAMP 'infinity', TIMESTAMP '-infinity', TIMESTAMP '290000-01-01', TIMESTAMP '9999-12-31 23:59:59.999999', NULL]) AS at
"""


def test_rows_hold_the_values_that_arrow_says() -> None:
    table = told(ODD)
    rows, expected = python_rows(table), table.to_pylist()
    assert rows == expected
    assert [[type(value) for value in row.values()] for row in rows] == [[type(value) for value in row.values()] for row in expected]
    assert python_rows(table.slice(0, 0)) == [] == python_rows(table.select([]))


def test_a_moment_that_python_does_not_know_is_none() -> None:
    assert [row["at"] for row in python_rows(told(STRANGE))] == [None, None, None, datetime.max, None]


def told(sql: str) -> pa.Table:
    with duckdb.connect() as connection:
        return connection.execute(sql).to_arrow_table()
