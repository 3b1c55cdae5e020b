"""GTFS-Realtime: both encodings, the three kinds of entity, the slips that sources make."""

import json
import random
from datetime import datetime
from typing import Any

import pytest
from google.protobuf import json_format
from google.transit import gtfs_realtime_pb2 as rt

from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused, Reading
from tests.datasources.feeds import ARRIVED, message, spec

AT = 1_700_000_000
MOMENT = datetime(2023, 11, 14, 22, 13, 20)


def feed() -> Any:
    made = rt.FeedMessage()
    made.header.gtfs_realtime_version = "2.0"
    made.header.timestamp = AT
    return made


def read(made: Any) -> Reading:
    return read_feed(made if isinstance(made, bytes) else made.SerializeToString(), spec(), None, ARRIVED)


def only(found: Reading, table: str) -> dict[str, Any]:
    rows = found.tables[table].to_pylist()
    assert len(rows) == 1
    return {k: v for k, v in rows[0].items() if v is not None}


def refusal(data: bytes) -> FeedRefused:
    with pytest.raises(FeedRefused) as caught:
        read(data)
    return caught.value


def test_a_vehicle_in_full() -> None:
    made = feed()
    v = made.entity.add(id="e").vehicle
    v.vehicle.id, v.vehicle.label, v.trip.trip_id, v.trip.route_id, v.trip.start_date = "b1", "鲁F", "T1", "R1", "20231114"
    v.trip.direction_id, v.current_stop_sequence, v.stop_id, v.timestamp = 0, 0, "S1", AT - 5
    v.position.latitude, v.position.longitude, v.position.bearing, v.position.speed = 37.5, 121.25, 0, 0
    v.current_status, v.occupancy_status, v.trip.schedule_relationship = 1, 2, 0
    assert only(read(made), "vehicle_position") == {
        "event_time": datetime(2023, 11, 14, 22, 13, 15),
        "vehicle_id": "b1",
        "label": "鲁F",
        "trip_id": "T1",
        "route_id": "R1",
        "direction_id": 0,
        "start_date": "20231114",
        "schedule_relationship": "SCHEDULED",
        "latitude": 37.5,
        "longitude": 121.25,
        "latitude_source": 37.5,
        "longitude_source": 121.25,
        "bearing": 0.0,
        "speed": 0.0,
        "stop_id": "S1",
        "current_stop_sequence": 0,
        "current_status": "STOPPED_AT",
        "occupancy_status": "FEW_SEATS_AVAILABLE",
    }


def test_what_a_vehicle_does_not_say_is_null_and_its_time_is_the_headers() -> None:
    made = feed()
    made.entity.add(id="e7").vehicle.position.latitude = 1
    made.entity[0].vehicle.position.longitude = 2
    found = read(made)
    assert found.source_time == MOMENT
    assert only(found, "vehicle_position") == {
        "event_time": MOMENT,
        "vehicle_id": "e7",
        "latitude": 1,
        "longitude": 2,
        "latitude_source": 1,
        "longitude_source": 2,
    }


def test_without_any_time_it_is_the_arrival() -> None:
    made = feed()
    made.header.ClearField("timestamp")
    made.entity.add(id="e").vehicle.vehicle.id = "b"
    found = read(made)
    assert found.source_time is None
    assert only(found, "vehicle_position")["event_time"] == ARRIVED


def test_a_stamp_of_zero_is_none() -> None:
    """Of vehicles and updates whose unit has no clock yet: the header's serves."""
    made = feed()
    made.entity.add(id="e").vehicle.timestamp = 0
    made.entity.add(id="u").trip_update.timestamp = 0
    made.entity[1].trip_update.trip.trip_id = "T"
    found = read(made)
    assert found.rejects == []
    assert [only(found, table)["event_time"] for table in ("vehicle_position", "trip_update")] == [MOMENT, MOMENT]
    assert found.message is not None
    assert {finding.rule: finding.rows for finding in found.message.findings} == {"W001": 2, "W002": 2}


@pytest.mark.parametrize(("time", "reason"), [(AT * 1000, "time_in_milliseconds"), (5, "time_absurd"), (2**63, "time_absurd")])
def test_times_that_cannot_be_are_rejects(time: int, reason: str) -> None:
    made = feed()
    for n, at in enumerate((AT, time)):
        made.entity.add(id=f"e{n}").vehicle.timestamp = at
    found = read(made)
    assert found.tables["vehicle_position"].num_rows == 1
    assert [(r.table, r.reason, r.rows) for r in found.rejects] == [("vehicle_position", reason, 1)]
    assert 'id: "e1"' in found.rejects[0].sample


def test_a_header_in_milliseconds_refuses_all() -> None:
    made = feed()
    made.header.timestamp = AT * 1000
    assert refusal(made.SerializeToString()).reason == "header_time"


def test_trip_updates() -> None:
    made = feed()
    update = made.entity.add(id="u").trip_update
    update.trip.trip_id = "T1"
    stop = update.stop_time_update.add(stop_sequence=3, stop_id="S3", schedule_relationship=1)
    stop.arrival.time, stop.departure.delay = AT + 60, -30
    update.stop_time_update.add(stop_id="S4").arrival.time = 0
    made.entity.add(id="c").trip_update.trip.trip_id = "T2"
    made.entity[1].trip_update.trip.schedule_relationship = 3
    rows = [{k: v for k, v in row.items() if v is not None} for row in read(made).tables["trip_update"].to_pylist()]
    assert rows == [
        {
            "event_time": MOMENT,
            "trip_id": "T1",
            "stop_sequence": 3,
            "stop_id": "S3",
            "arrival_time": datetime(2023, 11, 14, 22, 14, 20),
            "departure_delay": -30,
            "stop_schedule_relationship": "SKIPPED",
        },
        {"event_time": MOMENT, "trip_id": "T1", "stop_id": "S4"},
        {"event_time": MOMENT, "trip_id": "T2", "schedule_relationship": "CANCELED"},
    ]


def test_the_delay_of_a_trip_is_told_where_no_stop_tells_one() -> None:
    made = feed()
    for name in ("skips", "tells"):
        update = made.entity.add(id=name).trip_update
        update.trip.trip_id, update.delay = name, 90
        update.stop_time_update.add(stop_sequence=3, schedule_relationship=1)
    made.entity[1].trip_update.stop_time_update.add(stop_sequence=4).arrival.delay = 60
    found = read(made).tables["trip_update"].to_pylist()
    assert [(row["trip_id"], row["stop_sequence"], row["arrival_delay"]) for row in found] == [
        ("skips", None, 90), ("skips", 3, None), ("tells", 3, None), ("tells", 4, 60)
    ]  # fmt: skip


def test_a_bad_time_in_a_trip_update_counts_all_its_stops() -> None:
    made = feed()
    update = made.entity.add(id="u").trip_update
    update.trip.trip_id = "T"
    for _ in range(3):
        update.stop_time_update.add().arrival.time = AT * 1000
    assert [(r.table, r.rows) for r in read(made).rejects] == [("trip_update", 3)]


def test_alerts() -> None:
    made = feed()
    alert = made.entity.add(id="a1").alert
    alert.active_period.add(start=AT, end=AT + 60)
    alert.active_period.add(start=AT + 100)
    alert.header_text.translation.add(text="绕行", language="zh")
    for route, stop in (("R1", ""), ("R2", "S1"), ("R1", "S2")):
        alert.informed_entity.add(route_id=route, stop_id=stop)
    alert.cause, alert.effect = 10, 4
    row = only(read(made), "service_alert")
    assert (row["alert_id"], row["route_ids"], row["stop_ids"], row["header_text"]) == ("a1", "R1,R2", "S1,S2", "绕行")
    assert (row["cause"], row["effect"], row["active_from"], row.get("active_until")) == ("CONSTRUCTION", "DETOUR", MOMENT, None)


def test_deleted_entities_are_no_rows() -> None:
    made = feed()
    made.entity.add(id="e", is_deleted=True).vehicle.vehicle.id = "b"
    assert read(made).rows_in() == 0


def test_json_says_the_same_as_protobuf() -> None:
    made = rt.FeedMessage.FromString(message(7, MOMENT))
    for names in (True, False):
        text = json_format.MessageToJson(made, preserving_proto_field_name=names)
        assert read(text.encode()).tables == read(made).tables


def test_json_keeps_what_reads_and_passes_over_what_it_does_not_know() -> None:
    entities = [
        {
            "id": "1",
            "trip_update": None,
            "vehicle": {"vehicle": {"id": "b1", "colour": "red"}, "position": {"latitude": 1, "longitude": 2}},
        },
        {"id": "2", "vehicle": {"position": {"latitude": "north"}}},
        "no entity",
    ]
    found = read(json.dumps({"header": {"gtfs_realtime_version": "2.0", "timestamp": AT, "x": 1}, "entity": entities}).encode())
    assert found.tables["vehicle_position"].num_rows == 1
    assert [(r.reason, r.rows) for r in found.rejects] == [("entity", 1), ("entity", 1)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<html>sign in</html>", "html"),
        (b"\n\n  <!DOCTYPE html>", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "html"),
        (b"not valid pb data", "protobuf"),
        (b"\x12\x00", "protobuf"),
        (b"{}", "no_header"),
        (b'{"header": {}, "entity": 3}', "no_header"),
        (b'{"header": {"timestamp": NaN}, "entity": []}', "json"),
    ],
)
def test_what_is_no_feed_message(data: bytes, reason: str) -> None:
    assert refusal(data).reason == reason


@pytest.mark.parametrize("length", [0x3C, 0x7B])
def test_protobuf_that_begins_like_a_page_or_like_json_is_protobuf(length: int) -> None:
    """A header of 60 bytes begins with "\\n<", one of 123 with "\\n{"."""
    made = feed()
    made.header.gtfs_realtime_version = "2" * (length - len(made.header.SerializeToString()) + 3)
    data = made.SerializeToString()
    assert data[:2] == bytes([0x0A, length])
    assert read(data).source_time == MOMENT


def test_cut_at_random_bytes_it_is_refused_or_ends_between_entities() -> None:
    whole, rng = message(200), random.Random(5)
    refused = 0
    for cut in (rng.randrange(1, len(whole)) for _ in range(200)):
        try:
            found = read(whole[:cut]).tables.get("vehicle_position")
            assert found is None or all(row["vehicle_id"] and row["longitude"] for row in found.to_pylist())
        except FeedRefused:
            refused += 1
    print(f"{refused} of 200 cuts refused by themselves")
    assert refused > 150


def test_a_label_that_is_no_text_costs_no_vehicle_its_place() -> None:
    data = message(3).replace(b"b1", b"b\xe9")
    (table,) = read_feed(data, spec(), None, ARRIVED).tables.values()
    assert table["vehicle_id"].to_pylist() == ["b0", "b\ufffd", "b2"]
