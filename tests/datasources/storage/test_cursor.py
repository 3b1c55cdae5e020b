"""What is done with a cursor at every turn."""

import duckdb
import pyarrow as pa
import pytest

from datasources.storage.cursor import rows_as, set_variables, transaction

ROWS = pa.table({"n": [1, 2]})


@pytest.fixture
def cursor() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(":memory:")
    con.execute("CREATE TABLE held (n BIGINT)").fetchall()
    return con


def held(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("SELECT count(*) FROM held").fetchall()[0][0])


def test_a_transaction_is_all_or_nothing(cursor: duckdb.DuckDBPyConnection) -> None:
    with transaction(cursor), rows_as(cursor, "incoming", ROWS):
        cursor.execute("INSERT INTO held SELECT * FROM incoming").fetchall()
    with pytest.raises(ValueError, match="half way"), transaction(cursor):
        cursor.execute("INSERT INTO held VALUES (3)").fetchall()
        raise ValueError("half way")
    assert held(cursor) == 2


def test_why_a_transaction_failed_is_not_hidden_by_the_rows_that_went_with_it(cursor: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.Error, match="no such luck"), transaction(cursor), rows_as(cursor, "incoming", ROWS):
        cursor.execute("SELECT error('no such luck') FROM incoming").fetchall()
    with rows_as(cursor, "incoming", ROWS):
        assert len(cursor.execute("FROM incoming").fetchall()) == 2, "the cursor works on"


def test_rows_are_there_no_longer_than_they_are_named(cursor: duckdb.DuckDBPyConnection) -> None:
    with rows_as(cursor, "incoming", ROWS):
        pass
    with pytest.raises(duckdb.CatalogException):
        cursor.execute("SELECT * FROM incoming")


def test_variables(cursor: duckdb.DuckDBPyConnection) -> None:
    set_variables(cursor, feed="it's", flag=None)
    assert cursor.execute("SELECT getvariable('feed'), getvariable('flag')").fetchall() == [("it's", None)]
