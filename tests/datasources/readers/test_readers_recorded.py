"""Every recorded feed through the readers, beside what its SOURCE.txt counts."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc
import pytest

from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused, Reading
from tests.datasources.feeds import ARRIVED, spec

pytestmark = pytest.mark.data
Read = Callable[..., Reading]


@pytest.fixture
def read(shared_data: Path) -> Read:
    def from_file(path: str, sql: str | None = None, **given: object) -> Reading:
        return read_feed((shared_data / path).read_bytes(), spec(**given), sql, ARRIVED)

    return from_file


RT = {
    "caltrain/ct-vehicle-positions.pb": {"vehicle_position": 14},
    "caltrain/ct-trip-updates.pb": {"trip_update": 220},
    "caltrain/ct-service-alerts.pb": {},
    "bart/bart-trip-updates.pb": {"trip_update": 1060},
    "bart/bart-alerts.pb": {"service_alert": 1},
    "hart/hart-vehicle-positions.pb": {},
    "hart/hart-trip-updates.pb": {},
    "mbta/alerts.pb": {"service_alert": 51},
    "mbta/tripupdates.pb": {"trip_update": 523},
    "mbta/VehiclePositions_enhanced.json": {"vehicle_position": 550},
    "bullrunner/bullrunner-vehicle-positions": {"vehicle_position": 10},
}


@pytest.mark.parametrize("path", RT)
def test_realtime(read: Read, path: str) -> None:
    found = read("gtfs-rt/" + path)
    assert {name: table.num_rows for name, table in found.tables.items()} == RT[path]
    assert found.rejects == []
    assert found.source_time is not None


TRIPS = {"caltrain/ct-trip-updates.pb": 19, "bart/bart-trip-updates.pb": 91, "mbta/tripupdates.pb": 49}


@pytest.mark.parametrize("path", TRIPS)
def test_trips_of_updates(read: Read, path: str) -> None:
    assert pc.count_distinct(read("gtfs-rt/" + path).tables["trip_update"]["trip_id"]).as_py() == TRIPS[path]


def test_mbta_added_trips(read: Read) -> None:
    updates = read("gtfs-rt/mbta/tripupdates.pb").tables["trip_update"].to_pylist()
    assert len({u["trip_id"] for u in updates if u["schedule_relationship"] == "ADDED"}) == 35


def test_nyct_all_snapshots(read: Read, shared_data: Path) -> None:
    files = sorted((shared_data / "gtfs-rt/nyct").glob("*.pb"))
    found = [read(str(f.relative_to(shared_data))) for f in files]
    assert len(files) == 21
    assert {r.tables["vehicle_position"].num_rows for r in found[:1]} == {109}
    trips = [pc.count_distinct(r.tables["trip_update"]["trip_id"]).as_py() for r in found]
    print(f"trip updates a snapshot: {min(trips)} .. {max(trips)}")
    assert all(r.rejects == [] for r in found)
    assert [r.source_time for r in found] == sorted(r.source_time for r in found if r.source_time)


def test_what_is_no_protobuf_is_refused(read: Read) -> None:
    with pytest.raises(FeedRefused) as caught:
        read("gtfs-rt/caltrain/invalid.pb")
    assert caught.value.reason == "protobuf"


STATIC = {
    "gtfs-rt/caltrain/ct.zip": {"gtfs_trip": 176},
    "gtfs-rt/bart/bart-rt.zip": {"gtfs_trip": 2641},
    "gtfs-rt/bullrunner/bullrunner-gtfs.zip": {"gtfs_route": 6, "gtfs_trip": 15, "gtfs_stop": 125},
    "gtfs-rt/bullrunner/bullrunner-gtfs-no-shapes.zip": {"gtfs_route": 6, "gtfs_trip": 15, "gtfs_stop": 125, "gtfs_shape": 0},
    "gtfs-rt/nyct/gtfs/cut.zip": {"gtfs_trip": 5164},
    "bus/wmata/wmata_3routes_gtfs_from_rda.zip": {"gtfs_route": 3, "gtfs_trip": 4167, "gtfs_stop": 347, "gtfs_stop_time": 232_187},
}


@pytest.mark.parametrize("path", STATIC)
def test_static(read: Read, path: str) -> None:
    found = read(path, format="gtfs")
    assert STATIC[path].items() <= {name: table.num_rows for name, table in found.tables.items()}.items()
    assert found.rejects == []


CAPMETRO = """SELECT vehicle_id, utc("timestamp") AS event_time, trip_id, route_id, TRY_CAST(speed AS DOUBLE) AS speed,
  TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude FROM source"""


@pytest.mark.parametrize(("day", "rows", "vehicles"), [("2016-11-25", 32_038, 181), ("2015-03-18", 19_690, None)])
def test_capmetro(read: Read, day: str, rows: int, vehicles: int | None) -> None:
    table = read(f"bus/capmetro/{day}.csv", CAPMETRO, format="csv", table="vehicle_position").tables["vehicle_position"]
    assert table.num_rows == rows
    assert table["event_time"].null_count == table["latitude"].null_count == 0
    assert vehicles is None or pc.count_distinct(table["vehicle_id"]).as_py() == vehicles


WMATA = """SELECT "vehicle.vehicle.id" AS vehicle_id, from_epoch_s("vehicle.timestamp") AS event_time, "vehicle.trip.trip_id" AS trip_id,
  TRY_CAST("vehicle.position.bearing" AS DOUBLE) AS bearing FROM source"""


def test_wmata(read: Read) -> None:
    table = read("bus/wmata/wmata_gtfsrt_021626.csv", WMATA, format="csv", table="vehicle_position").tables["vehicle_position"]
    assert (table.num_rows, table["bearing"].null_count, table["event_time"].null_count) == (20_777, 8_284, 0)
    assert (pc.count_distinct(table["vehicle_id"]).as_py(), pc.count_distinct(table["trip_id"]).as_py()) == (31, 132)


BALTIMORE = """SELECT ServiceRequestNum AS service_request_id, CASE SRStatus WHEN 'Closed' THEN 'closed' ELSE 'open' END AS status,
  local_to_utc(try_strptime(CreatedDate, '%m/%d/%Y %I:%M:%S %p')) AS requested_datetime,
  local_to_utc(try_strptime(DueDate, '%m/%d/%Y %I:%M:%S %p')) AS expected_datetime,
  TRY_CAST(Latitude AS DOUBLE) AS latitude, TRY_CAST(Longitude AS DOUBLE) AS longitude FROM source"""


def test_baltimore(read: Read) -> None:
    found = read("cityops/baltimore-311/311_sample.csv", BALTIMORE, format="csv", table="service_request", timezone="America/New_York")
    table = found.tables["service_request"]
    dummy = pc.and_(pc.equal(table["latitude"], 39.0), pc.equal(table["longitude"], -77.0))
    assert (table.num_rows, found.rejects) == (10_000, [])
    assert (pc.sum(dummy).as_py(), table["latitude"].null_count) == (885, 590)
    assert table["requested_datetime"].null_count == 0


LOOPS = """SELECT TIMESTAMP '2012-03-01' + INTERVAL 5 MINUTE * (n - 1) AS event_time, segment_id,
  TRY_CAST(mph AS DOUBLE) * 1.609344 AS speed_kmh
FROM (UNPIVOT (SELECT row_number() OVER () AS n, * FROM source) ON COLUMNS(* EXCLUDE n) INTO NAME segment_id VALUE mph)"""


def test_metr_la(read: Read) -> None:
    table = read("traffic/metr-la/los_speed.csv", LOOPS, format="csv", table="segment_speed").tables["segment_speed"]
    assert (table.num_rows, pc.count_distinct(table["segment_id"]).as_py(), table["speed_kmh"].null_count) == (417_312, 207, 0)
    assert str(pc.max(table["event_time"])) == "2012-03-07 23:55:00"


def test_workzones(read: Read, shared_data: Path) -> None:
    sql = "SELECT id AS incident_id, 'open' AS status, 'work' AS kind, TRY_CAST(point_latitude AS DOUBLE) AS latitude FROM source"
    files = sorted((shared_data / "traffic/wzdx/examples").rglob("*.geojson"))
    assert len(files) == 11
    for file in files:
        table = read(str(file.relative_to(shared_data)), sql, format="geojson", table="incident").tables["incident"]
        assert 1 <= table.num_rows <= 5
        assert table["latitude"].null_count == 0
