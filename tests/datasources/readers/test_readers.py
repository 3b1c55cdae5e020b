"""The readers of tables: what is read, what is a reject, what refuses the whole batch."""

import json
import random
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.parquet
import pytest

from datasources.feed import FeedSpec
from datasources.readers.formats import read_feed
from datasources.readers.mapping import mapping_faults
from datasources.reading import FeedRefused, Reading
from tests.datasources.feeds import ARRIVED, BUSES, spec

CSV = b"id,ts,lat,lon\n1,2026-11-23T12:00:00+08:00,37.5,121.4\n2,2026-11-23T04:00:00Z,37.6,121.5\n"


def buses(**given: object) -> FeedSpec:
    return spec(**{"format": "csv", "table": "vehicle_position", **given})


def read(data: bytes, sql: str | None = BUSES, **given: object) -> Reading:
    return read_feed(data, buses(**given), sql, ARRIVED)


def rows(reading: Reading) -> list[dict[str, object]]:
    return [{k: v for k, v in row.items() if v is not None} for row in next(iter(reading.tables.values())).to_pylist()]


def refusal(data: bytes, sql: str | None = BUSES, **given: object) -> FeedRefused:
    with pytest.raises(FeedRefused) as caught:
        read(data, sql, **given)
    return caught.value


def test_csv() -> None:
    found = rows(read(CSV))
    assert found[0] == {
        "vehicle_id": "1",
        "event_time": datetime(2026, 11, 23, 4),
        "latitude": 37.5,
        "longitude": 121.4,
        "latitude_source": 37.5,
        "longitude_source": 121.4,
    }
    assert found[1]["event_time"] == datetime(2026, 11, 23, 4)


def test_every_column_of_the_table_comes_in_its_type() -> None:
    table = read(CSV).tables["vehicle_position"]
    assert table.schema.field("event_time").type == pa.timestamp("us")
    assert table.schema.field("speed").type == pa.float64()
    assert table.schema.field("trip_id").type == pa.string()
    assert not {"feed", "batch", "received_at"} & set(table.column_names)


def test_other_shapes_of_csv() -> None:
    sql = "SELECT 编号 AS vehicle_id, received_at() AS event_time FROM source"
    text = "导出\n编号;名称\n1;一路\n"
    found = read(text.encode("gb18030"), sql, encoding="gb18030", delimiter=";", skip_rows=1)
    assert rows(found) == [{"vehicle_id": "1", "event_time": ARRIVED}]
    assert refusal(text.encode("gb18030"), sql, skip_rows=1).reason == "encoding"
    assert rows(read(b"\xef\xbb\xbf" + CSV)) == rows(read(CSV)) == rows(read(CSV.replace(b"\n", b"\r\n")))


def test_local_times_become_utc_by_the_sources_zone() -> None:
    sql = "SELECT id AS vehicle_id, local_to_utc(ts) AS event_time FROM source"
    data = b"id,ts\n1,2026-07-01 12:00:00\n2,2026-01-15 12:00:00\n3,nonsense\n"
    found = rows(read(data, sql, timezone="America/New_York"))
    assert [row.get("event_time") for row in found] == [datetime(2026, 7, 1, 16), datetime(2026, 1, 15, 17), None]


@pytest.mark.parametrize("told", ["", "SELECT id AS vehicle_id, moment(event_time) AS event_time FROM source"])
def test_an_hour_that_comes_twice_is_the_one_that_has_come(told: str) -> None:
    """In New York on 2026-11-01 half past one is 05:30 UTC, and 06:30."""
    times = ("01:30", "00:59", "02:00")
    text = "\n".join(
        ["vehicle_id,id,event_time,latitude,longitude", *(f"{n},{n},2026-11-01 {at}:00,1,1" for n, at in enumerate(times)), ""]
    )
    feed = spec(format="csv", table="vehicle_position", timezone="America/New_York")
    for minute, half_past in ((0, 5), (50, 5), (60, 6), (90, 6)):
        found = rows(read_feed(text.encode(), feed, told or None, datetime(2026, 11, 1, 5, 30) + timedelta(minutes=minute)))
        assert [row["event_time"] for row in found] == [
            datetime(2026, 11, 1, half_past, 30),
            datetime(2026, 11, 1, 4, 59),
            datetime(2026, 11, 1, 7),
        ]


def test_epochs_and_parameters() -> None:
    sql = "SELECT parameter('prefix') || id AS vehicle_id, coalesce(from_epoch_s(s), from_epoch_ms(ms)) AS event_time FROM source"
    data = b"id,s,ms\n1,1700000000,\n2,,1700000000500\n3,NaN,1e999\n"
    found = rows(read(data, sql, parameters={"prefix": "it's "}))
    assert [row["vehicle_id"] for row in found] == ["it's 1", "it's 2", "it's 3"]
    assert found[0]["event_time"] == datetime(2023, 11, 14, 22, 13, 20)
    assert found[1]["event_time"] == datetime(2023, 11, 14, 22, 13, 20, 500000)
    assert "event_time" not in found[2]


def test_rows_of_another_width_are_rejects() -> None:
    found = read(CSV + b"3,x\n4,2026-11-23T04:00:00Z,1,2,3,4\n")
    assert (len(rows(found)), found.rows_in()) == (2, 4)
    assert found.rejects[0].reason == "columns"
    assert "3,x" in found.rejects[0].sample


def test_a_stray_quote_swallows_nothing() -> None:
    stray = CSV + b'3,"2026-11-23T04:00:00Z,1,2\n' + b"".join(b"%d,2026-11-23T04:00:00Z,1,2\n" % n for n in range(4, 20)) + b'20,",1,2\n'
    assert refusal(stray).reason == "quotes"


@pytest.mark.parametrize("share", [0.001, 0.01, 0.05, 0.1, 0.2, 0.5])
@pytest.mark.parametrize("format", ["csv", "ndjson"])
def test_malformed_rows_are_counted_exactly(share: float, format: str) -> None:
    rng = random.Random(share)
    good = [{"id": str(n), "ts": "2026-11-23T04:00:00Z", "lat": "37.5", "lon": "121.4"} for n in range(5000)]
    bad = {n for n in range(5000) if rng.random() < share}
    lines = [b"id,ts,lat,lon"] if format == "csv" else []
    for n, row in enumerate(good):
        whole = ",".join(row.values()) if format == "csv" else json.dumps(row)
        lines.append((rng.choice([whole[:7], whole + ",x,y", "%%"]) if n in bad else whole).encode())
    found = read(b"\n".join(lines) + b"\n", format=format)
    print(f"{format} {share:.1%}: {found.rows_in()} in, {len(rows(found))} read, {len(bad)} made bad")
    assert found.rows_in() == 5000
    assert len(rows(found)) == 5000 - len(bad)


DRIFTS = {
    "renamed": (CSV.replace(b"lat", b"latitude"), "missing lat; found id, ts, latitude, lon"),
    "two gone": (b"id,ts\n1,2\n", "missing lat, lon; found id, ts"),
    "all gone": (b"a\n1\n", "missing id, ts, lat, lon; found a"),
    "case": (CSV.replace(b"ts", b"when"), "missing ts; found id, when, lat, lon"),
    "delimiter": (CSV.replace(b",", b";"), "missing id, ts, lat, lon; found id;ts;lat;lon"),
    "no header": (CSV.partition(b"\n")[2], "missing id, ts, lat, lon; found 1"),
    "twice": (CSV.replace(b"lon", b"lat"), "twice in the header: lat"),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_drift_is_refused_with_the_difference(drift: str) -> None:
    data, said = DRIFTS[drift]
    error = refusal(data)
    assert error.reason == "columns"
    assert str(error).startswith(said)


def test_drift_is_named_when_columns_keep_their_names() -> None:
    sql = "SELECT vehicle_id, TRY_CAST(speed AS DOUBLE) AS speed FROM source"
    assert str(refusal(b"a\n1\n", sql)) == "missing vehicle_id, speed; found a"


def test_more_columns_are_passed_over_and_optional_ones_may_be_absent() -> None:
    assert len(rows(read(CSV.replace(b"lon", b"lon,extra").replace(b"121.4", b"121.4,x").replace(b"121.5", b"121.5,y")))) == 2
    assert len(rows(read(CSV, BUSES.replace("FROM", ", note AS label FROM"), optional=("note",)))) == 2


def test_without_a_mapping_names_are_the_tables_own_and_unreadable_cells_rejects() -> None:
    data = b"vehicle_id,event_time,latitude,longitude,speed,whatever\n1,2026-11-23 04:00:00,37.5,121.4,,x\n2,yesterday,37.5,121.4,3,x\n"
    found = read(data, None)
    assert len(rows(found)) == 1
    assert [(r.reason, r.rows) for r in found.rejects] == [("unreadable_event_time", 1)]
    assert refusal(b"vehicle_id,event_time\n1,2026-11-23 04:00:00\n", None).reason == "columns"


@pytest.mark.parametrize(
    ("told", "utc"),
    [
        ("2026-07-01 12:00:00", datetime(2026, 7, 1, 15)),
        ("2026-07-01T12:00:00.25", datetime(2026, 7, 1, 15, 0, 0, 250_000)),
        ("2026-07-01T12:00:00-03:00", datetime(2026, 7, 1, 15)),
        ("2026-07-01 12:00:00+0800", datetime(2026, 7, 1, 4)),
        ("2026-07-01T12:00:00Z", datetime(2026, 7, 1, 12)),
        ("2026-07-01 12:00", datetime(2026, 7, 1, 15)),
        ("2026-07-01 12:00+08", datetime(2026, 7, 1, 4)),
    ],
)
def test_without_a_mapping_times_keep_their_offset_or_are_of_the_feeds_timezone(told: str, utc: datetime) -> None:
    data = f"event_time,vehicle_id,latitude,longitude\n{told},1,37.5,121.4\n".encode()
    assert rows(read(data, None, timezone="America/Sao_Paulo"))[0]["event_time"] == utc


def test_mapping_faults_before_any_data() -> None:
    feed = spec(format="csv", table="vehicle_position", parameters={"day": "2026-07-01"})
    assert mapping_faults(BUSES, feed) == []
    assert mapping_faults("SELECT FROM WHERE", feed)
    assert mapping_faults("SELECT *, a AS label FROM source WHERE parameter('day') IS NOT NULL", feed) == []
    told = mapping_faults("SELECT a AS velocity, b AS feed, c AS speed, d AS speed, parameter('dy') AS label FROM source", feed)
    for part in (
        "gives 'velocity', which vehicle_position has not",
        "gives 'feed', which",
        "gives 'speed' twice",
        "gives no 'vehicle_id', which vehicle_position must have",
        "asks for parameter('dy'); give it in feeds.toml: [buses.parameters]",
    ):
        assert [line for line in told if line.startswith(part)], (part, told)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT column0 AS vehicle_id FROM read_csv('/etc/passwd', header = false)",
        "SELECT content AS vehicle_id FROM read_text('/etc/passwd')",
        "ATTACH '/tmp/x.db'",
        "COPY source TO '/tmp/leak.csv'",
        "INSTALL httpfs",
        "SET memory_limit = '9GB'",
    ],
)
def test_a_mapping_has_no_way_out(sql: str) -> None:
    assert refusal(CSV, sql).reason == "mapping"


def parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink)
    return bytes(sink.getvalue())


def test_parquet() -> None:
    table = pa.table({"id": [1], "ts": [datetime(2026, 11, 23, 4)], "lat": [37.5], "lon": [121.4]})
    sql = BUSES.replace("utc(ts)", "ts")
    assert rows(read(parquet(table), sql, format="parquet"))[0]["event_time"] == datetime(2026, 11, 23, 4)
    assert refusal(parquet(table)[:-1], sql, format="parquet").reason == "parquet"
    bomb = parquet(pa.table({"id": pa.array(["x" * 1000] * 200_000)}))
    assert refusal(bomb, sql, format="parquet", max_bytes=2**20).reason == "too_large"


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "=cmd|' /C calc'!A0", "\u202etxt", "公交\x1b[31m"])
def test_hostile_words_come_through_literally(payload: str) -> None:
    data = f'id,ts,lat,lon\n"{payload}",2026-11-23T04:00:00Z,1,2\n'.encode()
    assert rows(read(data))[0]["vehicle_id"] == payload


def test_parquet_texts_that_are_none_are_refused_and_no_crash() -> None:
    odd = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe"))
    rows = pa.table({"vehicle_id": odd, "event_time": ["no time"], "latitude": [37.5], "longitude": [121.4]})
    assert refusal(parquet(rows), None, format="parquet").reason == "unreadable"
