"""A file whose rows cannot be what the tables are now is left alone, with a word for people."""

from pathlib import Path

import duckdb
import pytest

from datasources.storage.older_file import StoreUnfit
from datasources.store import Store
from tests.conftest import NOON, YANTAI


def test_rows_that_cannot_be_cast_are_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "city.duckdb"
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TABLE batch (feed VARCHAR, batch VARCHAR, received_at VARCHAR)").fetchall()
        old.execute("INSERT INTO batch VALUES ('buses', 'b', 'noon')").fetchall()
    with pytest.raises(StoreUnfit) as caught:
        Store(path, YANTAI, clock=lambda: NOON)
    assert str(path) in str(caught.value) and "table batch" in str(caught.value)
    assert "received_at was VARCHAR and is TIMESTAMP now" in str(caught.value) and "noon" in str(caught.value)
    with duckdb.connect(str(path)) as kept:
        assert kept.execute("SELECT * FROM batch").fetchall() == [("buses", "b", "noon")]
