"""How good the data is: valid records, tracks, drift, completeness, connection, age, predictions, outage."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading, Reject
from datasources.storage.schema import tables
from datasources.store import Store
from tests.datasources.views.test_judgement import feed

NOON = datetime(2026, 3, 2, 4)
METRE = 1 / 111195  # degrees north


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    """Each test has a day of its own in one store."""
    with Store(None, Place("Asia/Shanghai"), clock=lambda: NOON + timedelta(days=100)) as store:
        assert store.load_views([STANDARD]) == []
        store.register_feeds([feed("positions"), feed("updates")])
        yield store


def reports(day: int, told: list[tuple[float, float]], bus: str = "a", **other: Any) -> list[dict[str, Any]]:
    """(seconds after noon, metres north) of one bus on trip T."""
    start = NOON + timedelta(days=day)
    return [
        {
            "vehicle_id": bus,
            "trip_id": "T",
            "event_time": start + timedelta(seconds=s),
            "latitude": 40 + m * METRE,
            "longitude": 1.0,
            **other,
        }
        for s, m in told
    ]


def land(city: Store, rows: list[dict[str, Any]], rejects: list[Reject] | None = None, at: datetime | None = None) -> None:
    schema = pa.schema([f for f in tables()["vehicle_position"].arrow if f.name in rows[0]])
    city.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows, schema=schema)}, rejects or []), at)


def measure(city: Store, view: str, day: int, after_s: float) -> dict[str, Any]:
    (row,) = city.ask(Ticket(f"{view}_measure", as_of=NOON + timedelta(days=day, seconds=after_s))).to_pylist()
    return dict(row)


def close(day: int) -> list[dict[str, Any]]:
    """A later bus, so that the five minutes before are over."""
    return reports(day, [(1000, 0)], bus="late")


def test_way_between_reports_far_apart_is_not_complete(city: Store) -> None:
    land(city, [*reports(1, [(0, 0), (10, 100), (20, 200), (900, 1200)]), *close(1)])  # 880 s without a word
    land(city, reports(1, [(1330, 0)], bus="later"))
    found = measure(city, "track_complete", 1, 1330)
    assert (found["numerator"], found["denominator"]) == (pytest.approx(0.2), pytest.approx(1.2))
    assert found["value"] == pytest.approx(100 / 6)


def test_a_leap_there_and_back_is_one_drifted_report_and_no_way(city: Store) -> None:
    land(city, [*reports(2, [(0, 0), (10, 100), (20, 9000), (30, 300), (40, 400)]), *close(2)])
    found = measure(city, "position_drift", 2, 1000)
    assert (found["numerator"], found["denominator"]) == (1, 4)
    assert measure(city, "track_complete", 2, 1000)["denominator"] == pytest.approx(0.2)
    rows = city.ask(Ticket("position_drift_rows", as_of=NOON + timedelta(days=2, seconds=600))).to_pylist()
    assert [round(row["length_m"]) for row in rows] == [8900, 8700]


def test_a_bus_that_moved_while_it_was_silent_did_not_drift(city: Store) -> None:
    land(city, [*reports(3, [(0, 0), (290, 5000)]), *close(3)])
    assert measure(city, "position_drift", 3, 1000)["numerator"] == 0


def test_minutes_with_two_positions(city: Store) -> None:
    """Two in the first minute, one in the second, none in the third, two in the fourth."""
    land(city, [*reports(4, [(5, 0), (35, 10), (70, 20), (185, 30), (215, 40)]), *close(4)])
    found = measure(city, "rt_complete", 4, 900)
    assert (found["numerator"], found["denominator"]) == (2, 4)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_changes_no_sum(city: Store, seed: int) -> None:
    """Split anywhere, shuffled and repeated, against one landing in order."""
    chance = random.Random(seed)
    day = 10 + 2 * seed
    path = [(30.0 * n + chance.uniform(0, 20), chance.choice([n * 100.0, n * 100.0, 20000.0])) for n in range(60)]
    end = reports(day, [(2400, 0)], bus="end")
    land(city, [*reports(day, path), *end])
    parts = reports(day + 1, path)
    chance.shuffle(parts)
    for start in range(0, 60, 13):
        land(city, parts[max(0, start - 3) : start + 13])
    land(city, reports(day + 1, [(2400, 0)], bus="end"))
    for view in ("track_complete", "position_drift", "rt_complete"):
        one, other = measure(city, view, day, 2400), measure(city, view, day + 1, 2400)
        assert one["denominator"] > 0
        assert (other["numerator"], other["denominator"]) == (pytest.approx(one["numerator"]), pytest.approx(one["denominator"]))


def test_valid_records_are_those_with_nothing_cleared_or_refused(city: Store) -> None:
    at = NOON + timedelta(days=20)
    rows = [row for n in range(8) for row in reports(20, [(-n, n)], bearing=400.0 if n == 0 else 90.0)]
    land(city, rows, [Reject("vehicle_position", "entity", "?", 2)], at)
    found = measure(city, "data_valid", 20, 1)
    assert (found["numerator"], found["denominator"]) == (7, 10)
    land(city, rows[:1], [Reject("vehicle_position", "entity", "?", 9)], at + timedelta(seconds=5))  # refused whole
    assert measure(city, "data_valid", 20, 6)["denominator"] == 20


def test_minutes_connected(city: Store) -> None:
    """Good tries at 0, 10, 20 and 320 s: connected for 20 s (late_after) after the third, then lost."""
    at = NOON + timedelta(days=30)
    tries = [{"feed": "positions", "event_time": at + timedelta(seconds=s), "ok": True, "outcome": "landed"} for s in (0, 10, 20, 320)]
    city.append("fetch", [*tries, {"feed": "positions", "event_time": at + timedelta(seconds=100), "ok": False, "outcome": "failed"}])
    found = measure(city, "platform_connected", 30, 330)
    assert (found["numerator"], found["denominator"]) == (pytest.approx(50 / 60), pytest.approx(330 / 60))
    (row,) = [
        r for r in city.ask(Ticket("platform_connected_rows", as_of=at + timedelta(seconds=330))).to_pylist() if r["feed"] == "positions"
    ]
    assert row["longest_s"] == 300


@pytest.mark.parametrize(("silent", "buses", "outage"), [(4, 20, True), (3, 20, False), (4, 19, False)])
def test_an_outage_needs_twenty_buses_and_a_fifth_of_them(city: Store, silent: int, buses: int, outage: bool) -> None:
    day = 40 + silent + 10 * (buses - 19)
    old = [row for n in range(buses) for row in reports(day, [(-200 if n < silent else -10, 0)], bus=f"b{n}")]
    parked = [row | {"trip_id": None} for n in range(30) for row in reports(day, [(-300, 0)], bus=f"p{n}")]
    land(city, [*old, *parked])
    (row,) = [r for r in city.ask(Ticket("feed_outage", as_of=NOON + timedelta(days=day))).to_pylist() if r["feed"] == "positions"]
    assert (row["considered"], row["old"], row["outage"]) == (buses, silent, outage)


def test_the_age_of_positions_when_they_come(city: Store) -> None:
    at = NOON + timedelta(days=70)
    land(city, [*reports(70, [(-90, 0)], bus="young"), *reports(70, [(-91, 0)], bus="old")], at=at)
    found = measure(city, "rt_age", 70, 1)
    assert (found["numerator"], found["denominator"]) == (1, 2)


def timetable(city: Store, noon: datetime) -> None:
    """Trip T on that day alone: three stops a kilometre and five minutes apart, the middle one at noon."""
    calls = [
        {"trip_id": "T", "stop_sequence": n, "stop_id": f"S{n}", "arrival_s": 43200 - 600 + 300 * n, "departure_s": 43200 - 600 + 300 * n}
        for n in (1, 2, 3)
    ]
    stops = [{"stop_id": f"S{n}", "latitude": 40 + (n - 2) * 1000 * METRE, "longitude": 1.0} for n in (1, 2, 3)]
    planned = {
        "gtfs_trip": [{"trip_id": "T", "route_id": "L", "service_id": "day"}],
        "gtfs_stop_time": calls,
        "gtfs_stop": stops,
        "gtfs_calendar_date": [{"service_id": "day", "date": f"{noon + timedelta(hours=8):%Y%m%d}", "exception_type": 1}],
    }
    city.land("timetable", Reading({name: pa.Table.from_pylist(rows) for name, rows in planned.items()}), noon - timedelta(hours=1))


@pytest.mark.parametrize(
    ("day", "named", "by"),
    [
        (80, {"stop_sequence": 2, "stop_id": "S2"}, "time"),
        (82, {"stop_id": "S2"}, "time"),
        (84, {"stop_sequence": 2}, "time"),
        (86, {"stop_id": "S2"}, "delay"),
        (88, {"stop_sequence": 2}, "delay"),
    ],
)
def test_predictions_against_what_then_happened(city: Store, day: int, named: dict[str, Any], by: str) -> None:
    """Stop S2 is passed at noon, as planned. Told 100 s before: 50 s early (within); 200 s before: 100 s late (bound: 90 s)."""
    at = NOON + timedelta(days=day)
    timetable(city, at)
    land(city, reports(day, [(s, 5 * s) for s in range(-120, 121, 10)]))
    told = [
        {"event_time": at - timedelta(seconds=ahead), "trip_id": "T", **named}
        | ({"arrival_time": at + timedelta(seconds=error)} if by == "time" else {"arrival_delay": error})
        for ahead, error in ((100, -50), (200, 100))
    ]
    schema = pa.schema([f for f in tables()["trip_update"].arrow if f.name in told[0]])
    city.land("updates", Reading({"trip_update": pa.Table.from_pylist(told, schema=schema)}), None)
    rows = city.ask(Ticket("prediction_error", as_of=at + timedelta(seconds=130))).to_pylist()
    assert [(row["horizon"], row["median_error_s"], row["value"]) for row in rows] == [(1, -50, 100), (2, 100, 0)]


@pytest.mark.parametrize(
    ("day", "named", "by"),
    [(90, "stop_id", "time"), (92, "stop_sequence", "time"), (94, "stop_id", "delay"), (96, "stop_sequence", "delay")],
)
def test_the_delay_of_a_trip_is_that_of_its_next_stop(city: Store, day: int, named: str, by: str) -> None:
    """S1 to S3 are planned five minutes before noon, at noon and five minutes after; at 12:01 all three are told, as some sources do."""
    at = NOON + timedelta(days=day)
    timetable(city, at)
    delays = {1: 10, 2: 20, 3: 30}
    told = [
        {"event_time": at + timedelta(seconds=60), "trip_id": "T"}
        | ({"stop_id": f"S{n}"} if named == "stop_id" else {"stop_sequence": n})
        | ({"arrival_time": at + timedelta(seconds=300 * (n - 2) + late)} if by == "time" else {"arrival_delay": late})
        for n, late in delays.items()
    ]
    schema = pa.schema([f for f in tables()["trip_update"].arrow if f.name in told[0]])
    city.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(reports(day, [(0, 9000)], "b"))}), None)
    city.land("updates", Reading({"trip_update": pa.Table.from_pylist(told, schema=schema)}), None)
    assert [row["delay_s"] for row in city.ask(Ticket("vehicle_delay", as_of=at + timedelta(seconds=70))).to_pylist()] == [30]
