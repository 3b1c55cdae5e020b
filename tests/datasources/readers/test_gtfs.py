"""GTFS static: the zip, its files, its cells."""

import io
import random
import zipfile

import pytest

from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused, Reading
from tests.datasources.feeds import ARRIVED, spec

FILES = {
    "agency.txt": "agency_id,agency_name,agency_timezone\n1,Yantai Bus,Asia/Shanghai\n",
    "routes.txt": "route_id,route_short_name,route_type\nR1,1路,3\n",
    "trips.txt": "route_id,service_id,trip_id,direction_id\nR1,wd,T1,0\nR1,wd,T2,\n",
    "stops.txt": '\ufeffstop_id,stop_name,stop_lat,stop_lon\nS1,"火车站, 南口",37.5, 121.4\nS2,港城,37.6,121.5\n',
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "T1, 8:05:00,08:05:30,S1,1\nT1,,,S2,2\nT1,25:10:00,25:10:00,S2,3\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "wd,1,1,1,1,1,0,0,20260101,20261231\n",
}


def zipped(**changed: str | None) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**FILES, **{f"{k}.txt": v for k, v in changed.items()}}.items():
            if text is not None:
                archive.writestr(name, text)
    return sink.getvalue()


def read(data: bytes, **given: object) -> Reading:
    return read_feed(data, spec(format="gtfs", every="1d", **given), None, ARRIVED)


def refusal(data: bytes, **given: object) -> FeedRefused:
    with pytest.raises(FeedRefused) as caught:
        read(data, **given)
    return caught.value


def test_a_timetable() -> None:
    tables = read(zipped()).tables
    assert tables["gtfs_stop"].select(["stop_id", "stop_name", "latitude", "longitude"]).to_pylist()[0] == {
        "stop_id": "S1",
        "stop_name": "火车站, 南口",
        "latitude": 37.5,
        "longitude": 121.4,
    }
    assert tables["gtfs_stop_time"]["arrival_s"].to_pylist() == [29100, None, 90600]
    assert tables["gtfs_stop_time"]["departure_s"].to_pylist() == [29130, None, 90600]
    assert tables["gtfs_trip"]["direction_id"].to_pylist() == [0, None]
    assert tables["gtfs_calendar"]["start_date"].to_pylist() == ["20260101"]
    assert tables["gtfs_shape"].num_rows == tables["gtfs_calendar_date"].num_rows == 0
    assert len(tables) == 9


def test_cells_that_do_not_read_are_rejects_with_their_row() -> None:
    bad = FILES["stop_times.txt"] + "T2,8:61:00,8:00:00,S1,1\nT2,8:00:00,8:00:00,S1,x\nT2,soon,soon,S1,2\nT2,8:00:00\n"
    found = read(zipped(stop_times=bad))
    assert found.tables["gtfs_stop_time"].num_rows == 3
    assert {(r.reason, r.rows) for r in found.rejects} == {("unreadable_arrival_s", 2), ("unreadable_stop_sequence", 1), ("columns", 1)}
    assert "8:61:00" in next(r.sample for r in found.rejects if r.reason == "unreadable_arrival_s")


@pytest.mark.parametrize("number", ["NaN", "inf", "1e999", "37,5", "0x25", "9" * 400 + "x"])
def test_numbers_are_decimal_numbers(number: str) -> None:
    found = read(zipped(stops=f'stop_id,stop_name,stop_lat,stop_lon\nS1,x,"{number}",121.4\n'))
    assert [(r.reason, r.rows) for r in found.rejects] == [("unreadable_latitude", 1)]


def test_the_files_that_must_be_there() -> None:
    assert str(refusal(zipped(trips=None))).startswith("missing trips.txt; found agency.txt, calendar.txt")
    assert "calendar.txt or calendar_dates.txt" in str(refusal(zipped(calendar=None)))
    dates = "service_id,date,exception_type\nwd,20261123,1\n"
    assert read(zipped(calendar=None, calendar_dates=dates)).tables["gtfs_calendar_date"].num_rows == 1


def test_the_columns_that_must_be_there() -> None:
    error = refusal(zipped(stops="stop_code,stop_name\n1,x\n"))
    assert (error.reason, str(error)) == ("columns", "gtfs_stop: missing stop_id; found stop_code, stop_name")


def test_a_folder_inside_the_zip_is_looked_into() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in FILES.items():
            archive.writestr("google_transit/" + name, text)
        archive.writestr("../../evil.txt", "x")
    assert read(sink.getvalue()).tables["gtfs_trip"].num_rows == 2


def test_cut_or_changed_anywhere_it_is_refused() -> None:
    whole, rng = zipped(), random.Random(3)
    for cut in (rng.randrange(1, len(whole)) for _ in range(100)):
        assert refusal(whole[:cut]).reason in ("zip", "empty")
    told, silent = 0, read(zipped())
    for place in (rng.randrange(len(whole)) for _ in range(200)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << rng.randrange(8)
        try:
            found = read(bytes(flipped))
            assert found.tables == silent.tables  # a flip in what the reader does not use
        except FeedRefused:
            told += 1
    print(f"{told} of 200 flips refused, the others changed nothing")


def test_bombs() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("shapes.txt", bytes(100 * 2**20))
    assert refusal(packed.getvalue()).reason == "too_large"
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for n in range(1001):
            archive.writestr(f"{n}.txt", "")
    assert refusal(many.getvalue()).reason == "too_large"


TRANSLATED = "table_name,field_name,language,translation,record_id,field_value\n"


@pytest.mark.parametrize(
    ("own", "rows", "said"),
    [
        ("zh-CN", "stops,stop_name,en,Gangcheng,S2,\n", "港城 | Gangcheng"),
        ("zh", "stops,stop_name,en-GB,Gangcheng,,港城\n", "港城 | Gangcheng"),
        ("en", "stops,stop_name,zh,海港城,S2,\n", "海港城 | 港城"),
        ("zh", "stops,stop_name,fr,Ville du port,S2,\n", "港城"),
        ("zh", "stops,stop_desc,en,By the port,S2,\n", "港城"),
        ("zh", "stops,stop_name,en,港城,S2,\n", "港城"),
    ],
)
def test_a_name_in_two_languages_is_one_text(own: str, rows: str, said: str) -> None:
    info = f"feed_publisher_name,feed_publisher_url,feed_lang\nx,http://x,{own}\n"
    names = read(zipped(feed_info=info, translations=TRANSLATED + rows)).tables["gtfs_stop"]["stop_name"].to_pylist()
    assert names == ["火车站, 南口", said]


def test_translations_that_do_not_read_spoil_no_timetable() -> None:
    for text in ("trans_id,lang,translation\n1,en,x\n", '"', "table_name\n"):
        assert read(zipped(translations=text)).tables["gtfs_stop"]["stop_name"].to_pylist() == ["火车站, 南口", "港城"]


def test_ids_get_the_prefix_of_their_feed() -> None:
    tables = read(zipped(), id_prefix="ferry:").tables
    assert {row["trip_id"] for row in tables["gtfs_stop_time"].to_pylist()} == {"ferry:T1"}
    assert {row["stop_id"] for row in tables["gtfs_stop"].to_pylist()} == {"ferry:S1", "ferry:S2"}
    assert tables["gtfs_route"].to_pylist()[0]["route_short_name"] == "1路"
