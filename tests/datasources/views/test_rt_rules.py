"""Rules of GTFS-Realtime: a clean pair of messages breaks none, and each rule is broken by what breaks it and nothing else."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pyarrow as pa
import pytest
from google.transit import gtfs_realtime_pb2 as rt

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.readers.formats import read_feed
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.feeds import spec
from tests.datasources.views.test_judgement import feed

MIDNIGHT = datetime(2026, 3, 2)
LATITUDE, STEP = 40.0, 0.0059
Change = Callable[[Any, Any], None]  # the messages of positions and of updates
hours = count()


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    """Each case has an hour of its own in one store."""
    with Store(None, Place("Asia/Shanghai"), clock=lambda: MIDNIGHT) as store:
        assert store.load_views([STANDARD]) == []
        store.register_feeds([feed("positions"), feed("updates"), feed("timetable", "reference")])
        store.land("timetable", timetable(), MIDNIGHT)
        yield store


def timetable() -> Reading:
    """Trips A and B of line L over S1, S2, S3; C comes back to S1; F runs by frequency; station P holds S1."""
    orders = {"A": "S1 S2 S3", "B": "S1 S2 S3", "C": "S1 S2 S1", "F": "S1 S2 S3"}
    calls = [
        {"trip_id": trip, "stop_sequence": n, "stop_id": stop, "arrival_s": 28800 + 300 * n, "departure_s": 28800 + 300 * n}
        for trip, stops in orders.items()
        for n, stop in enumerate(stops.split(), 1)
    ]
    stops = [{"stop_id": f"S{n}", "latitude": LATITUDE, "longitude": STEP * n, "location_type": 0} for n in (1, 2, 3)]
    shape = [{"shape_id": "line", "shape_pt_sequence": n, "latitude": LATITUDE, "longitude": STEP * n} for n in (1, 2, 3)]
    tables = {
        "gtfs_route": [{"route_id": "L", "route_type": 3}],
        "gtfs_trip": [{"trip_id": t, "route_id": "L", "service_id": "day", "shape_id": "line"} for t in orders],
        "gtfs_stop_time": calls,
        "gtfs_stop": [*stops, {"stop_id": "P", "latitude": LATITUDE, "longitude": STEP, "location_type": 1}],
        "gtfs_shape": shape,
        "gtfs_frequency": [{"trip_id": "F", "start_s": 28800, "end_s": 36000, "headway_secs": 600, "exact_times": 0}],
        "gtfs_calendar_date": [{"service_id": "day", "date": "20260302", "exception_type": 1}],
    }
    return Reading({name: pa.Table.from_pylist(rows) for name, rows in tables.items()})


def header(stamp: int) -> Any:
    message = rt.FeedMessage()
    message.header.gtfs_realtime_version = "2.0"
    message.header.incrementality = rt.FeedHeader.FULL_DATASET
    message.header.timestamp = stamp
    return message


def named(trip: Any, trip_id: str) -> None:
    trip.trip_id, trip.route_id, trip.schedule_relationship = trip_id, "L", rt.TripDescriptor.SCHEDULED


def clean(stamp: int) -> tuple[Any, Any]:
    """Buses a and b on trips A and B at S2, and what is predicted for them."""
    positions, updates = header(stamp), header(stamp)
    for n, (bus, trip) in enumerate((("a", "A"), ("b", "B"))):
        vehicle = positions.entity.add(id=f"v{n}").vehicle
        named(vehicle.trip, trip)
        vehicle.vehicle.id, vehicle.timestamp, vehicle.stop_id = bus, stamp - 5, "S2"
        vehicle.position.latitude, vehicle.position.longitude, vehicle.position.bearing = LATITUDE, 2 * STEP + 0.0001, 90
        update = updates.entity.add(id=f"u{n}").trip_update
        named(update.trip, trip)
        update.vehicle.id, update.timestamp = bus, stamp - 5
        for sequence in (2, 3):
            stop = update.stop_time_update.add(stop_sequence=sequence, stop_id=f"S{sequence}")
            stop.arrival.time, stop.departure.time = stamp + 300 * sequence, stamp + 300 * sequence + 20
            stop.schedule_relationship = rt.TripUpdate.StopTimeUpdate.SCHEDULED
    return positions, updates


def landed(city: Store, change: Change, late_s: int = 2) -> datetime:
    """Both messages, changed, land `late_s` after they were made; the moment after."""
    made = MIDNIGHT + timedelta(hours=next(hours))
    came = made + timedelta(seconds=late_s)
    positions, updates = clean(int(made.replace(tzinfo=UTC).timestamp()))
    change(positions, updates)
    for name, message in (("positions", positions), ("updates", updates)):
        city.land(name, read_feed(message.SerializeToString(), spec(name=name), None, came), came, refused_above=1)
    return came + timedelta(seconds=1)


def broken(city: Store, as_of: datetime) -> set[str]:
    rows = city.ask(Ticket("rt_rule", as_of=as_of)).to_pylist()
    assert all(row["count"] > 0 and row["example"] and row["title_zh"] and row["title_en"] for row in rows)
    return {row["rule"] for row in rows}


def first(message: Any) -> Any:
    """The vehicle or the update of the first entity."""
    entity = message.entity[0]
    return entity.vehicle if entity.HasField("vehicle") else entity.trip_update


def put(path: str, value: Any, which: int = 0) -> Change:
    """Set a field of the first vehicle (which 0) or of the first update (1)."""

    def change(*messages: Any) -> None:
        held = first(messages[which])
        *way, last = path.split(".")
        for step in way:
            held = held[int(step)] if step.isdigit() else getattr(held, step)
        setattr(held, last, value)

    return change


def clear(path: str, which: int = 0) -> Change:
    def change(*messages: Any) -> None:
        held = first(messages[which])
        *way, last = path.split(".")
        for step in way:
            held = held[int(step)] if step.isdigit() else getattr(held, step)
        held.ClearField(last)

    return change


def both(*changes: Change) -> Change:
    def change(positions: Any, updates: Any) -> None:
        for one in changes:
            one(positions, updates)

    return change


def on_trip(trip: str) -> Change:
    return both(put("trip.trip_id", trip), put("trip.trip_id", trip, 1))


def related(value: int) -> Change:
    return both(put("trip.schedule_relationship", value), put("trip.schedule_relationship", value, 1))


def headers(**fields: Any) -> Change:
    def change(*messages: Any) -> None:
        for message in messages:
            for name, value in fields.items():
                setattr(message.header, name, value)

    return change


def no_header_stamp(*messages: Any) -> None:
    for message in messages:
        message.header.ClearField("timestamp")


def swap_stops(positions: Any, updates: Any) -> None:
    stops = first(updates).stop_time_update
    stops[0].stop_sequence, stops[1].stop_sequence = 3, 2
    stops[0].stop_id, stops[1].stop_id = "S3", "S2"


def swap_vehicles(positions: Any, updates: Any) -> None:
    for entity, bus in zip(updates.entity, ("b", "a"), strict=True):
        entity.trip_update.vehicle.id = bus


def same_id(positions: Any, updates: Any) -> None:
    positions.entity[1].vehicle.vehicle.id = "a"


def back_at_the_first_stop(positions: Any, updates: Any) -> None:
    """On trip C, which calls at S1 twice, without saying which call is meant."""
    on_trip("C")(positions, updates)
    for stop in first(updates).stop_time_update:
        stop.ClearField("stop_sequence")
    first(updates).stop_time_update[1].stop_id = "S1"


BREAKS: list[tuple[str, Change]] = [
    ("E001", put("timestamp", 1_770_000_000_000)),
    ("E002", swap_stops),
    ("E003", on_trip("nowhere")),
    ("E004", both(put("trip.route_id", "M"), put("trip.route_id", "M", 1))),
    ("E009", back_at_the_first_stop),
    ("E011", put("stop_id", "S9")),
    ("E012", lambda p, u: setattr(first(p), "timestamp", p.header.timestamp + 1)),
    ("E013", on_trip("F")),
    ("E015", put("stop_id", "P")),
    ("E022", lambda p, u: setattr(first(u).stop_time_update[1].arrival, "time", first(u).stop_time_update[0].departure.time)),
    ("E023", both(put("trip.start_time", "08:00:00"), put("trip.start_time", "08:05:00", 1))),
    ("E025", lambda p, u: setattr(first(u).stop_time_update[1].departure, "time", first(u).stop_time_update[1].arrival.time - 1)),
    ("E026", put("position.latitude", 91)),
    ("E027", put("position.bearing", 361)),
    ("E028", put("position.longitude", 4 * STEP + 0.02)),
    ("E029", put("position.latitude", LATITUDE + 0.0019)),
    ("E045", put("stop_time_update.0.stop_id", "S1", 1)),
    ("E047", swap_vehicles),
    ("E048", no_header_stamp),
    ("E050", lambda p, u: setattr(first(p), "timestamp", p.header.timestamp + 63)),
    ("E051", put("stop_time_update.1.stop_sequence", 9, 1)),
    ("E052", same_id),
    ("W001", clear("timestamp")),
    ("W002", both(clear("vehicle", 0), clear("vehicle", 1))),
    ("W003", lambda p, u: u.entity.pop(0)),
    ("W006", clear("trip.trip_id", 1)),
    ("W009", clear("trip.schedule_relationship")),
]
ALSO = {  # what cannot be had alone
    "E001": {"E050", "E012", "W003"},  # the report is refused; milliseconds are a moment far ahead
    "E026": {"E028", "W003"},
    "E028": {"E029"},
    "E048": {"W001"},
    "E050": {"E012", "W003"},
    "E052": {"W003", "E047"},  # one bus reports another's trip
    "W002": set(),
    "W006": {"W003"},
}
NEARLY: list[tuple[str, Change]] = [
    ("E003", both(on_trip("added"), related(rt.TripDescriptor.ADDED))),
    ("E013", both(on_trip("F"), related(rt.TripDescriptor.UNSCHEDULED))),
    ("E023", both(put("trip.start_time", "8:05:00"), put("trip.start_time", "08:05:00", 1))),
    ("E025", lambda p, u: setattr(first(u).stop_time_update[1].departure, "time", first(u).stop_time_update[1].arrival.time)),
    ("E027", put("position.bearing", 360)),
    ("E029", put("position.latitude", LATITUDE + 0.0017)),
    ("E048", both(no_header_stamp, headers(gtfs_realtime_version="1.0"))),
]  # fmt: skip


def test_clean_messages_break_nothing(city: Store) -> None:
    assert broken(city, landed(city, lambda p, u: None)) == set()


@pytest.mark.parametrize(("rule", "change"), BREAKS, ids=[rule for rule, _ in BREAKS])
def test_each_rule_is_broken_by_what_breaks_it(city: Store, rule: str, change: Change) -> None:
    found = broken(city, landed(city, change))
    assert rule in found
    assert found - {rule} <= ALSO.get(rule, set())


@pytest.mark.parametrize(("rule", "change"), NEARLY, ids=[rule for rule, _ in NEARLY])
def test_what_comes_near_is_allowed(city: Store, rule: str, change: Change) -> None:
    assert rule not in broken(city, landed(city, change))


@pytest.mark.parametrize(("late_s", "old"), [(65, False), (66, True)])
def test_a_message_that_was_old_when_it_came(city: Store, late_s: int, old: bool) -> None:
    assert ("W008" in broken(city, landed(city, lambda p, u: None, late_s))) is old


@pytest.mark.parametrize(("gap_s", "slow"), [(35, False), (36, True)])
def test_the_pace_of_a_feed(city: Store, gap_s: int, slow: bool) -> None:
    at = landed(city, lambda p, u: None)
    later = at + timedelta(seconds=gap_s)
    positions, _ = clean(int((later - timedelta(seconds=3)).replace(tzinfo=UTC).timestamp()))
    city.land("positions", read_feed(positions.SerializeToString(), spec(name="positions"), None, later), later)
    assert ("W007" in broken(city, later + timedelta(seconds=1))) is slow


def test_a_detour_allows_another_way(city: Store) -> None:
    def detour(positions: Any, updates: Any) -> None:
        put("position.latitude", LATITUDE + 0.0019)(positions, updates)
        alert = updates.entity.add(id="n").alert
        alert.effect = rt.Alert.DETOUR
        alert.informed_entity.add(route_id="L")

    assert "E029" not in broken(city, landed(city, detour))


def test_what_breaks_a_rule_opens_into_its_rows(city: Store) -> None:
    at = landed(city, on_trip("nowhere"))
    (row,) = [row for row in city.ask(Ticket("rt_rule", as_of=at)).to_pylist() if row["feed"] == "positions"]
    assert (row["rule"], row["count"], row["example"]) == ("E003", 1, "班次 nowhere | trip nowhere")
    opened = city.ask(Ticket("rt_rule_rows", {"rule": "E003", "feed": "positions"}, at)).to_pylist()
    assert [(row["thing"], row["last_seen"]) for row in opened] == [("班次 nowhere | trip nowhere", at - timedelta(seconds=1))]
    assert broken(city, at + timedelta(minutes=6)) == set(), "what is long past is not broken now"
