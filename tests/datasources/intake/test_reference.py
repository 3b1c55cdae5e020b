"""Reference tables: replaced whole by their feed, with districts and service days made from them."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pyarrow as pa
import pytest

from datasources.readers.own_ids import with_prefix
from datasources.reading import Reading
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, asked, count, position, reading


def timetable(version: str = "a", **tables: pa.Table) -> Reading:
    trips = [
        {"trip_id": f"{version}1", "route_id": "r", "service_id": "daily"},
        {"trip_id": f"{version}2", "route_id": "r", "service_id": "daily"},
    ]
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), 1) | {"saturday": 0, "sunday": 0}
    calendar = [{"service_id": "daily", "start_date": "20261123", "end_date": "20261129", **days}]
    return Reading({**reading("gtfs_trip", trips).tables, **reading("gtfs_calendar", calendar).tables, **tables})


def square(west: float, south: float, size: float) -> str:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return orjson.dumps({"type": "Polygon", "coordinates": [ring]}).decode()


def districts(*boxes: tuple[str, float, float, float]) -> Reading:
    return reading("district", [{"district_id": name, "geometry": square(*box)} for name, *box in boxes])


def test_a_newer_timetable_takes_the_older_ones_place(store: Store) -> None:
    store.land("gtfs", timetable("a"), NOON)
    store.land("other", timetable("c"), NOON)
    store.land("gtfs", timetable("b"), NOON)
    assert asked(store, "SELECT feed, trip_id FROM gtfs_trip ORDER BY 1, 2") == [
        ("gtfs", "b1"),
        ("gtfs", "b2"),
        ("other", "c1"),
        ("other", "c2"),
    ]


def test_an_older_timetable_may_come_back(store: Store) -> None:
    clock = iter([NOON + timedelta(seconds=s) for s in range(20)])
    store.clock = lambda: next(clock)
    outcomes = [store.land("gtfs", timetable(version), NOON).outcome for version in "aaba"]
    assert outcomes == ["landed", "unchanged", "landed", "landed"]
    assert asked(store, "SELECT min(trip_id) FROM gtfs_trip") == [("a1",)]


def test_a_table_that_is_no_longer_brought_is_emptied(store: Store) -> None:
    more = reading("gtfs_frequency", [{"trip_id": "a1", "start_s": 0, "end_s": 60, "headway_secs": 600}]).tables
    store.land("gtfs", timetable("a", **more), NOON)
    assert count(store, "gtfs_frequency") == 1
    store.land("gtfs", timetable("b"), NOON)
    assert count(store, "gtfs_frequency") == 0


def test_a_refused_timetable_leaves_the_one_before(store: Store) -> None:
    store.land("gtfs", timetable("a"), NOON)
    for bad in (
        reading("gtfs_trip", [{"trip_id": "x", "route_id": "r"}] * 9),
        reading("gtfs_trip", [{"trip_id": None, "route_id": "r", "service_id": "s"}]),
        Reading({"gtfs_trip": timetable().tables["gtfs_trip"].slice(0, 0)}),
    ):
        assert store.land("gtfs", bad, NOON).outcome == "refused"
    assert count(store, "gtfs_trip") == 2


def test_service_days_follow_the_calendar_and_its_exceptions(store: Store) -> None:
    exceptions = [
        {"service_id": "daily", "date": "20261125", "exception_type": 2},
        {"service_id": "daily", "date": "20261205", "exception_type": 1},
    ]
    store.land("gtfs", timetable("a", **reading("gtfs_calendar_date", exceptions).tables), NOON)
    found = [day for (day,) in asked(store, "SELECT service_date FROM gtfs_service_date ORDER BY 1")]
    assert found == ["20261123", "20261124", "20261126", "20261127", "20261205"]
    assert asked(store, "SELECT day_start, weekday FROM service_day ORDER BY 1 LIMIT 1") == [(NOON - timedelta(hours=12), 1)]


@pytest.mark.parametrize(
    ("zones", "hours"),
    [(["Europe/Helsinki"], 2), (["Asia/Shanghai", "Europe/Helsinki"], 8), (["Nowhere/Town"], 8), (["../etc"], 8), ([], 8)],
)
def test_service_days_are_those_of_the_agencies_zone(store: Store, zones: list[str], hours: int) -> None:
    """Where they agree on one that there is; else the city's."""
    agencies = [{"agency_id": f"{n}", "agency_name": "A", "agency_timezone": zone} for n, zone in enumerate(zones)]
    store.land("gtfs", timetable("a", **(reading("gtfs_agency", agencies).tables if agencies else {})), NOON)
    begins = datetime(2026, 11, 23) - timedelta(hours=hours)
    assert asked(store, "SELECT day_start FROM service_day ORDER BY 1 LIMIT 1") == [(begins,)]


def clock(feed: str, zone: str) -> Reading:
    """A timetable of its own with one trip, at eight to half past in its zone."""
    calls = [{"trip_id": f"{feed}1", "stop_sequence": n, "stop_id": f"{feed}{n}", "arrival_s": 28_800 + 900 * n} for n in range(3)]
    stops = [{"stop_id": f"{feed}{n}", "latitude": 37.4 + 0.01 * n, "longitude": 121.4} for n in range(3)]
    agency = reading("gtfs_agency", [{"agency_id": "1", "agency_name": "A", "agency_timezone": zone}]).tables
    return timetable(feed, **reading("gtfs_stop_time", calls).tables, **reading("gtfs_stop", stops).tables, **agency)


@pytest.mark.parametrize(
    ("feed", "zone", "hours"), [("seoul", "Asia/Seoul", 9), ("yantai", "Asia/Shanghai", 8), ("delhi", "Asia/Kolkata", 5.5)]
)
def test_timetables_of_several_zones_have_each_their_own_hours(store: Store, feed: str, zone: str, hours: float) -> None:
    """Seen as soon as anybody is heard of, be it by trip updates alone."""
    for name, other in (("seoul", "Asia/Seoul"), ("yantai", "Asia/Shanghai"), ("delhi", "Asia/Kolkata")):
        store.land(name, clock(name, other), NOON)
    store.land("updates", reading("trip_update", [{"trip_id": "seoul1", "stop_sequence": 1, "event_time": NOON}]), NOON)
    planned = asked(store, f"SELECT min(scheduled_time) FROM service_call WHERE trip_id = '{feed}1' AND service_date = '20261123'")  # noqa: S608
    assert planned == [(datetime(2026, 11, 23, 8) - timedelta(hours=hours),)]


def test_ids_of_two_timetables_are_told_apart(store: Store) -> None:
    ferry = {name: with_prefix(table, "ferry:") for name, table in timetable("a").tables.items()}
    store.land("gtfs", timetable("a"), NOON)
    store.land("ferries", Reading(ferry), NOON)
    found = asked(store, "SELECT trip_id, route_id, service_id FROM gtfs_trip ORDER BY 1")
    assert found == [*[(f"a{n}", "r", "daily") for n in (1, 2)], *[(f"ferry:a{n}", "ferry:r", "ferry:daily") for n in (1, 2)]]
    silent = pa.table({"trip_id": ["", None, "7"], "vehicle_id": ["", None, "7"]})
    assert with_prefix(silent, "f").to_pydict() == {"trip_id": ["", None, "f7"], "vehicle_id": ["", None, "7"]}


def test_trip_updates_that_came_before_their_timetable_are_met_by_it(store: Store) -> None:
    store.land("updates", reading("trip_update", [{"trip_id": "a1", "stop_sequence": 1, "event_time": NOON}]), NOON)
    store.land("gtfs", clock("a", "Asia/Shanghai"), NOON)
    assert count(store, "service_call") > 0


@pytest.mark.parametrize("vehicles", [True, False])
def test_where_vehicles_are_heard_of_the_timetable_is_laid_out_for_their_days_alone(vehicles: bool) -> None:
    late = NOON + timedelta(days=3)
    with Store(None, YANTAI, clock=lambda: late) as store:
        store.land("gtfs", clock("a", "Asia/Shanghai"), late)
        if vehicles:
            store.land("buses", reading("vehicle_position", [position()]), None)
        store.land("updates", reading("trip_update", [{"trip_id": "a1", "stop_sequence": 1, "event_time": late}]), late)
        assert asked(store, "SELECT max(service_date) FROM service_call") == [("20261123" if vehicles else "20261126",)]


def test_positions_get_their_district_at_landing(store: Store) -> None:
    store.land("outlines", districts(("west", 121.0, 37.0, 0.5), ("east", 121.5, 37.0, 0.5)), NOON)
    rows = [
        position("w", longitude=121.2, latitude=37.2),
        position("e", longitude=121.7, latitude=37.2),
        position("n", longitude=121.2, latitude=38.0),
    ]
    store.land("buses", reading("vehicle_position", rows), NOON)
    assert asked(store, "SELECT vehicle_id, district_id FROM vehicle_position ORDER BY 1") == [("e", "east"), ("n", None), ("w", "west")]


def test_a_district_that_came_with_the_row_stays(store: Store) -> None:
    store.land("outlines", districts(("west", 121.0, 37.0, 0.5)), NOON)
    segment: dict[str, Any] = {"segment_id": "s", "latitude": 37.2, "longitude": 121.2, "district_id": "theirs"}
    store.land("roads", reading("road_segment", [segment]), NOON)
    assert asked(store, "SELECT district_id FROM road_segment") == [("theirs",)]


def test_segments_that_came_before_the_outlines_are_placed_after(store: Store) -> None:
    store.land("roads", reading("road_segment", [{"segment_id": "s", "latitude": 37.2, "longitude": 121.2}]), NOON)
    before = store.reference_revision()
    store.land("outlines", districts(("west", 121.0, 37.0, 0.5)), NOON)
    assert asked(store, "SELECT district_id FROM road_segment") == [("west",)]
    assert store.reference_revision() != before


def test_an_outline_that_is_no_geometry_is_left_out(store: Store) -> None:
    outlines = [{"district_id": "bad", "geometry": "{}"}, {"district_id": "west", "geometry": square(121.0, 37.0, 0.5)}]
    store.land("outlines", reading("district", outlines), NOON)
    store.land("buses", reading("vehicle_position", [position(longitude=121.2, latitude=37.2)]), NOON)
    assert asked(store, "SELECT district_id FROM vehicle_position") == [("west",)]


def test_speeds_that_came_before_the_roads_are_summed_anew(store: Store) -> None:
    speeds = [{"segment_id": "s", "event_time": NOON - timedelta(hours=h), "speed_kmh": 36.0} for h in range(5)]
    store.land("speeds", reading("segment_speed", speeds), NOON)
    store.land("roads", reading("road_segment", [{"segment_id": "s", "length_m": 100.0}]), NOON)
    assert asked(store, "SELECT count(*), sum(travel_time_s), min(length_m) FROM segment_5min") == [(5, 50.0, 100.0)]


def test_five_minute_sums_are_recomputed_and_never_doubled(store: Store) -> None:
    store.land("roads", reading("road_segment", [{"segment_id": "s", "length_m": 100.0, "free_flow_kmh": 36.0}]), NOON)
    early = [{"segment_id": "s", "event_time": NOON - timedelta(seconds=s), "speed_kmh": 36.0} for s in (60, 120)]
    late = [
        {"segment_id": "s", "event_time": NOON - timedelta(seconds=90), "speed_kmh": 9.0},
        {"segment_id": "s", "event_time": NOON - timedelta(seconds=91), "speed_kmh": 0.0, "imputed": True},
    ]
    for rows in (early, late, early + late):
        store.land("speeds", reading("segment_speed", rows), NOON)
    assert asked(store, "SELECT event_time, samples, imputed_samples FROM segment_5min") == [(NOON - timedelta(minutes=5), 3, 1)]
    ((*sums,),) = asked(store, "SELECT travel_time_s, free_flow_time_s, observed_m, congested_m FROM segment_5min")
    assert sums == pytest.approx([60.0, 30.0, 300.0, 100.0], rel=1e-12)


def test_lengths_and_free_flow_speeds_that_no_road_has_are_none(store: Store) -> None:
    """So the segment weighs one metre, and its free-flow speed is learned."""
    told = [(0.0, 0.0), (-5.0, -1.0), (700.0, 999.0), (800.0, 50.0)]
    rows = [{"segment_id": f"S{n}", "length_m": length, "free_flow_kmh": free} for n, (length, free) in enumerate(told)]
    landed = store.land("roads", reading("road_segment", rows), NOON)
    assert (landed.accepted, landed.quarantined) == (4, 0)
    held = asked(store, "SELECT length_m, free_flow_kmh FROM road_segment ORDER BY segment_id")
    assert held == [(None, None), (None, None), (700.0, None), (800.0, 50.0)]
    assert asked(store, "SELECT reason, rows FROM flag ORDER BY 1") == [("free_flow_kmh", 3), ("length_m", 2)]
