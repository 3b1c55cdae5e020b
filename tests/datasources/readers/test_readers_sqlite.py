"""A database file is data: its rows are read, nothing in it runs, and a part of one is refused."""

import random
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused, Reading
from tests.datasources.feeds import spec

NOW = datetime(2026, 11, 23, 4)
SQL = "SELECT id AS stop_id, name AS stop_name, TRY_CAST(lat AS DOUBLE) AS latitude, TRY_CAST(lon AS DOUBLE) AS longitude FROM source"
ROWS = 2000


def database(*more: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as con:
        con.execute("CREATE TABLE stops (id INTEGER, name TEXT, lat REAL, lon TEXT, photo BLOB)")
        con.executemany(
            "INSERT INTO stops VALUES (?, ?, ?, ?, ?)", [(n, f"站{n}", 37.0 + n / 1e4, f"{121 + n / 1e4}", b"\xff") for n in range(ROWS)]
        )
        con.execute("CREATE TABLE none_yet (id INTEGER, name TEXT, lat REAL, lon REAL)")
        for statement in more:
            con.execute(statement)
        con.commit()
        return bytes(con.serialize())


def read(data: bytes, items: str = "stops", **other: object) -> Reading:
    return read_feed(data, spec(name="stops", format="sqlite", items=items, table="gtfs_stop", **other), SQL, NOW)


def refusal(data: bytes, **other: str) -> FeedRefused:
    with pytest.raises(FeedRefused) as caught:
        read(data, **other)
    return caught.value


def test_rows_come_through_the_mapping() -> None:
    rows = read(database()).tables["gtfs_stop"]
    assert rows.num_rows == ROWS
    assert rows.slice(7, 1).select(["stop_id", "stop_name", "latitude", "longitude"]).to_pylist() == [
        {"stop_id": "7", "stop_name": "站7", "latitude": 37.0007, "longitude": 121.0007}
    ]
    assert read(database(), items="none_yet").tables["gtfs_stop"].num_rows == 0


def test_the_tables_that_there_are_are_named_and_views_are_none() -> None:
    endless = "CREATE VIEW forever AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, id AS name FROM n"
    for items in ("stop", "forever", 'stops" WHERE 1=0; --', "sqlite_master"):
        refused = refusal(database(endless), items=items)
        assert (refused.reason, str(refused)) == ("items", f"has no table {items!r}; it has none_yet, stops")


def test_what_is_no_database_or_a_part_of_one_is_refused() -> None:
    data = database()
    assert refusal(b"id,name\n1,a\n").reason == "sqlite"
    assert {refusal(data[: len(data) * n // 10]).reason for n in range(1, 10)} == {"incomplete"}
    assert refusal(data[:40]).reason == "incomplete"


def test_flipped_bytes_are_refused_or_change_a_cell_and_never_more() -> None:
    data, chance = database(), random.Random(5)
    for _ in range(60):
        flipped = bytearray(data)
        flipped[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
        try:
            assert abs(read(bytes(flipped)).tables["gtfs_stop"].num_rows - ROWS) <= 1
        except FeedRefused as refused:
            assert refused.reason in ("sqlite", "items", "columns", "mapping")


def test_a_cell_without_end_is_refused() -> None:
    data = database("INSERT INTO stops VALUES (1, hex(zeroblob(1500000)), 1, 1, NULL)")
    assert refusal(data).reason == "sqlite"
