"""Work zones of WZDx feeds: every official example, and what is odd in others."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused, Reading
from tests.datasources.feeds import ARRIVED, spec

LINE = {"type": "LineString", "coordinates": [[121.40, 37.50], [121.41, 37.50], [121.42, 37.50]]}


def feature(name: str = "z1", geometry: Any = LINE, core: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    told = {"event_type": "work-zone", "road_names": ["迎春大街"], "direction": "northbound", "update_date": "2026-11-23T02:00:00Z"}
    dates = {"start_date": "2026-11-23T08:00:00+08:00", "end_date": "2026-11-24T00:00:00Z"}
    return {
        "id": name, "type": "Feature", "geometry": geometry,
        "properties": {"core_details": told | (core or {}), "vehicle_impact": "some-lanes-closed", **dates, **properties},
    }  # fmt: skip


def feed(*features: Any, **header: Any) -> bytes:
    info = {"version": "4.2", "update_date": "2026-11-23T03:59:00Z", "publisher": "test", **header}
    return json.dumps({"feed_info": info, "type": "FeatureCollection", "features": features}).encode()


def read(data: bytes) -> Reading:
    return read_feed(data, spec(format="wzdx"), None, ARRIVED)


def rows(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(data).tables["work_zone"].to_pylist()
    return found


def reasons(data: bytes) -> list[str]:
    reading = read(data)
    assert reading.tables["work_zone"].num_rows + len(reading.rejects) == len(json.loads(data)["features"])
    return [r.reason for r in reading.rejects]


def test_a_work_zone() -> None:
    lanes = [{"type": "general", "status": "open"}, {"type": "general", "status": "closed"}, {"type": "shoulder", "status": "closed"}]
    work = [{"type_name": "surface-work", "is_architectural_change": False}, {"type_name": "painting"}]
    found = rows(feed(feature(lanes=lanes, types_of_work=work, reduced_speed_limit_kph=40, worker_presence={"are_workers_present": True})))
    row = {name: value for name, value in found[0].items() if value is not None}
    assert row == {
        "work_zone_id": "z1", "event_type": "work-zone", "road_names": "迎春大街", "direction": "northbound",
        "event_time": datetime(2026, 11, 23, 3, 59), "updated_at": datetime(2026, 11, 23, 2),
        "start_date": datetime(2026, 11, 23), "end_date": datetime(2026, 11, 24),
        "vehicle_impact": "some-lanes-closed", "lanes": 2, "lanes_closed": 1, "reduced_speed_kmh": 40.0, "workers_present": True,
        "types_of_work": "surface-work, painting", "latitude": 37.5, "longitude": 121.41,
        "latitude_source": 37.5, "longitude_source": 121.41,
        "geometry": '{"type":"LineString","coordinates":[[121.4,37.5],[121.41,37.5],[121.42,37.5]]}',
    }  # fmt: skip


def test_an_empty_feed_brings_its_table_empty() -> None:
    reading = read(feed())
    assert reading.tables["work_zone"].num_rows == 0
    assert reading.source_time == datetime(2026, 11, 23, 3, 59)


def test_a_feed_of_version_4_0() -> None:
    old = feature(start_date_accuracy="verified", end_date_accuracy="estimated", beginning_accuracy="estimated", event_status="active")
    data = json.dumps({"road_event_feed_info": {"version": "4.0"}, "type": "FeatureCollection", "features": [old]}).encode()
    row = rows(data)[0]
    assert (row["is_start_verified"], row["is_end_verified"], row["is_position_verified"], row["status"]) == (True, False, False, "active")
    assert row["event_time"] == ARRIVED  # it does not say when it was written


OLD = {
    "event_type": "work-zone", "road_names": ["I-235"], "direction": "westbound", "update_date": "2026-11-22T10:00:00Z",
    "start_date": "2026-11-23T06:00:00-06:00", "end_date": "2026-11-24T23:00:00Z", "start_date_accuracy": "verified",
    "end_date_accuracy": "estimated", "beginning_accuracy": "estimated", "event_status": "pending", "total_num_lanes": 4,
    "vehicle_impact": "some-lanes-closed", "workers_present": True, "reduced_speed_limit": 55,
}  # fmt: skip


def old_feed(version: str, *features: Any) -> bytes:
    info = {"version": version, "update_date": "2026-11-23T03:59:00Z"}
    return json.dumps({"road_event_feed_info": info, "type": "FeatureCollection", "features": features}).encode()


def test_a_feed_of_version_3_1() -> None:
    """All of an event on one level, miles an hour, workers as yes or no; two points stand for the line between them."""
    shape = {"type": "MultiPoint", "coordinates": [[121.40, 37.50], [121.42, 37.50]]}
    lanes = [{"type": kind, "status": status} for kind, status in (("right-shoulder", "closed"), ("lane", "closed"), ("lane", "open"))]
    events = [
        {"id": f"z{n}", "type": "Feature", "geometry": shape, "properties": OLD | more} for n, more in enumerate(({}, {"lanes": lanes}))
    ]
    first, second = rows(old_feed("3.1", *events))
    said = ("road_names", "direction", "status", "vehicle_impact", "workers_present", "lanes")
    assert [first[name] for name in said] == ["I-235", "westbound", "pending", "some-lanes-closed", True, 4]
    assert (first["is_start_verified"], first["is_end_verified"], first["is_position_verified"]) == (True, False, False)
    assert (first["start_date"], first["updated_at"]) == (datetime(2026, 11, 23, 12), datetime(2026, 11, 22, 10))
    assert first["reduced_speed_kmh"] == pytest.approx(88.5, abs=0.05)
    assert first["geometry"] == '{"type":"LineString","coordinates":[[121.4,37.5],[121.42,37.5]]}'
    assert (first["lanes_closed"], second["lanes"], second["lanes_closed"]) == (None, 2, 1)


def test_an_end_that_is_not_known_stays_open() -> None:
    assert rows(feed(feature(end_date=None)))[0]["end_date"] is None


ODD = [
    (feature(geometry={"type": "Point", "coordinates": [121.4, 37.5]}), "geometry"),
    (feature(geometry={"type": "LineString", "coordinates": []}), "geometry"),
    (feature(geometry=None), "no_feature"),
    (feature(start_date="soon"), "unreadable_date"),
    (feature(start_date="2026-11-23T08:00:00"), "unreadable_date"),  # whose eight o'clock?
    (feature(end_date="2026-11-31T00:00:00Z"), "unreadable_date"),
    (feature(end_date="2026-11-22T00:00:00Z"), "ends_before_it_starts"),
    (feature(core={"road_names": None}), "no_feature"),
    ({"type": "Feature", "properties": {"core_details": {"device_type": "camera"}}}, "no_road_event"),
    ("nothing", "no_object"),
]


@pytest.mark.parametrize(("odd", "reason"), ODD)
def test_odd_features_are_rejects_and_the_others_stay(odd: Any, reason: str) -> None:
    assert reasons(feed(feature("z0"), odd)) == [reason]


def test_the_second_of_an_id_is_a_reject() -> None:
    assert reasons(feed(feature("z0"), feature("z0"), feature("z1"))) == ["same_id"]


REFUSED = [
    (b"{}", "geojson"),
    (b"[]", "geojson"),
    (b'{"type": "FeatureCollection", "features": []}', "no_header"),
    (feed(version="3.0"), "version"),
    (feed(version="40"), "version"),
    (feed(feature())[:-9], "json"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_is_no_wzdx_feed_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(FeedRefused) as caught:
        read(data)
    assert caught.value.reason == reason


EXAMPLES = {  # road events, of these detours, lanes closed
    "scenario1_simple_linestring": (5, 0, 4),
    "scenario1_simple_multipoint": (5, 0, 4),
    "scenario2_laneshift_linestring": (1, 0, 0),
    "scenario3_shoulder_bidirectional_linestring": (2, 0, 0),
    "scenario4_detour_linestring": (4, 3, 1),
    "scenario5_recurring_linestring": (4, 0, 0),
    "scenario6_multi_lane_closure_linestring": (1, 0, 2),
    "scenario7_mobileoperation_linestring": (2, 0, 2),
    "scenario8_local_access_only_bidirectional_linestring": (2, 0, 0),
}


@pytest.mark.data
@pytest.mark.parametrize("name", EXAMPLES)
def test_official_examples(shared_data: Path, name: str) -> None:
    reading = read((shared_data / f"traffic/wzdx/examples/WorkZoneFeed/{name}_example.geojson").read_bytes())
    found = reading.tables["work_zone"].to_pylist()
    assert reading.rejects == []
    assert (len(found), sum(r["event_type"] == "detour" for r in found), sum(r["lanes_closed"] or 0 for r in found)) == EXAMPLES[name]
    assert {r["event_time"] for r in found} == {reading.source_time}
    assert all(r["start_date"] < r["end_date"] and r["direction"] and r["latitude"] for r in found)
    assert all((r["vehicle_impact"] is None) == (r["event_type"] == "detour") for r in found)


@pytest.mark.data
@pytest.mark.parametrize("name", ["arrow_board_ok", "camera_error"])
def test_device_feeds_hold_no_road_event(shared_data: Path, name: str) -> None:
    reading = read((shared_data / f"traffic/wzdx/examples/DeviceFeed/{name}_example.geojson").read_bytes())
    assert (reading.tables["work_zone"].num_rows, [r.reason for r in reading.rejects]) == (0, ["no_road_event"])
