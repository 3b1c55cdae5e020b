"""Readings of detectors as others write them, by mappings alone: NGSI TrafficFlowObserved, occupancies of the Twin Cities, SUMO's -1."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from datasources.feed import FeedSpec
from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused
from datasources.store import Store
from tests.datasources.feeds import spec
from tests.datasources.rows import asked, reading

LATER = datetime(2026, 11, 23, 4)
OBSERVED = """SELECT utc(dateObservedFrom) AS event_time, concat(id, '/', laneId) AS detector_id, id AS segment_id,
  date_diff('second', utc(dateObservedFrom), utc(dateObservedTo)) AS interval_s, TRY_CAST(intensity AS DOUBLE) AS flow,
  100 * TRY_CAST(occupancy AS DOUBLE) AS occupancy, TRY_CAST(averageVehicleSpeed AS DOUBLE) AS speed_kmh FROM source"""
OCCUPANCY = """SELECT local_to_utc(timestamp) AS event_time, '6005' AS detector_id, 300 AS interval_s,
  TRY_CAST(value AS DOUBLE) AS occupancy FROM source"""


def readings(**other: Any) -> FeedSpec:
    return spec(table="detector_reading", **other)


@pytest.mark.data
def test_an_observed_flow_of_smart_data_models(store: Store, shared_data: Path) -> None:
    """Vehicles of its own five minutes, occupancy as a share."""
    entity = orjson.loads((shared_data / "iot/smart-data-models/TrafficFlowObserved/examples/example.json").read_bytes())
    store.land("flows", read_feed(orjson.dumps([entity]), readings(format="json"), OBSERVED, LATER), None)
    told = asked(
        store,
        "SELECT event_time, detector_id, segment_id, flow, 100 * occupied_s / occupancy_s, speed_flow / timed_flow FROM detector_5min",
    )
    name = "TrafficFlowObserved-Valladolid-osm-60821110"
    assert told == [(datetime(2016, 12, 7, 11, 10), f"{name}/1", name, 197, pytest.approx(76), pytest.approx(52.6))]
    assert asked(store, "SELECT samples, lowest_kmh FROM segment_5min") == [(1, pytest.approx(52.6))]


@pytest.mark.data
def test_recorded_occupancies(store: Store, shared_data: Path) -> None:
    """Every stamp of the file, each in the five minutes where it belongs; without vehicles there is no speed and no flow."""
    data = (shared_data / "traffic/nab/occupancy_6005.csv").read_bytes()
    feed = readings(format="csv", timezone="America/Chicago")
    landed = store.land("loops", read_feed(data, feed, OCCUPANCY, LATER), None)
    rows = list(csv.DictReader(data.decode().splitlines()))
    assert (landed.rows_in, landed.quarantined) == (len(rows), 0)
    fives: dict[datetime, list[float]] = {}
    for row in {row["timestamp"]: row for row in rows}.values():
        at = datetime.fromisoformat(row["timestamp"]) + timedelta(hours=5)
        fives.setdefault(at - (at - datetime(1970, 1, 1)) % timedelta(minutes=5), []).append(float(row["value"]))
    told = dict(asked(store, "SELECT event_time, 100 * occupied_s / occupancy_s FROM detector_5min"))
    assert told == {at: pytest.approx(sum(values) / len(values)) for at, values in fives.items()}
    assert asked(store, "SELECT count(flow), count(timed_flow) FROM detector_5min") == [(0, 0)]
    assert asked(store, "SELECT count(*) FROM segment_5min") == [(0,)]


BAD = {
    "detector_speed": {"speed_kmh": -1.0},
    "flow": {"flow": -1.0},
    "occupancy": {"occupancy": 101.0},
    "interval": {"interval_s": 7200.0},
    "observed_share": {"observed_share": 85.0},
}


@pytest.mark.parametrize("reason", BAD)
def test_what_no_detector_can_say(store: Store, reason: str) -> None:
    good = {"detector_id": "L", "event_time": LATER - timedelta(minutes=5), "interval_s": 60.0, "flow": 5.0, "speed_kmh": 40.0}
    landed = store.land("loops", reading("detector_reading", [good, good | BAD[reason]]), LATER, refused_above=0.9)
    assert (landed.accepted, landed.reasons) == (1, {reason: 1})


def test_without_vehicles_a_speed_tells_nothing(store: Store) -> None:
    """Many detectors then say -1; one that says nothing at all is counted, and kept."""
    row = {"detector_id": "L", "event_time": LATER - timedelta(minutes=5), "interval_s": 60.0}
    silent = {"detector_id": "M", "event_time": LATER - timedelta(minutes=5), "interval_s": 60.0}
    landed = store.land("loops", reading("detector_reading", [row | {"flow": 0.0, "speed_kmh": -1.0}, silent]), LATER)
    assert (landed.accepted, landed.quarantined, landed.flagged) == (2, 0, 1)
    assert asked(store, "SELECT flow, timed_flow, measured_s FROM detector_5min ORDER BY detector_id") == [(0, None, 60), (None, None, 0)]


def test_a_mapping_to_a_column_that_is_none_is_told_which_there_are() -> None:
    with pytest.raises(
        FeedRefused, match="gives volume, which detector_reading has not; it has event_time, detector_id, segment_id, interval_s, flow"
    ):
        read_feed(b"a\n1\n", readings(format="csv"), "SELECT a AS volume FROM source", LATER)


WIDE = """SELECT local_to_utc(CAST(stamp AS TIMESTAMP)) + INTERVAL '5' MINUTE AS event_time, segment_id, 300 AS interval_s,
  1.609344 * CAST(mph AS DOUBLE) AS speed_kmh
FROM (UNPIVOT (SELECT * FROM source) ON COLUMNS(* EXCLUDE (stamp)) INTO NAME segment_id VALUE mph) tall
WHERE TRY_CAST(mph AS DOUBLE) NOT IN (0, -1, 255)"""
TIMES = """SELECT utc(t.stamp) AS event_time, t.link AS segment_id, 300 AS interval_s,
  3.6 * s.length_m / CAST(t.seconds AS DOUBLE) AS speed_kmh
FROM source t JOIN (VALUES ('A', 1000.0), ('B', 250.0)) s(segment_id, length_m) ON s.segment_id = t.link
WHERE TRY_CAST(t.seconds AS DOUBLE) > 0"""


def test_a_column_a_sensor_in_miles_with_its_marks_of_what_is_missing() -> None:
    """0, -1, 255 and nothing are no speeds; the time is when the five minutes began."""
    data = b"stamp,A,B,C\n2026-03-02 08:00:00,50,0,\n2026-03-02 08:05:00,-1,255,20\n"
    rows = read_feed(data, spec(table="segment_speed", format="csv"), WIDE, LATER).tables["segment_speed"].to_pylist()
    told = {(row["segment_id"], row["event_time"].minute): row["speed_kmh"] for row in rows}
    assert told == {("A", 5): pytest.approx(80.4672), ("C", 10): pytest.approx(32.18688)}


def test_travel_times_become_speeds() -> None:
    data = b"stamp,link,seconds\n2026-03-02T00:05:00Z,A,90\n2026-03-02T00:05:00Z,B,0\n2026-03-02T00:10:00Z,B,30\n"
    rows = read_feed(data, spec(table="segment_speed", format="csv"), TIMES, LATER).tables["segment_speed"].to_pylist()
    assert {row["segment_id"]: row["speed_kmh"] for row in rows} == {"A": pytest.approx(40), "B": pytest.approx(30)}
