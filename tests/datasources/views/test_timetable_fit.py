"""A timetable that does not belong to the positions is named as such, and no figure that leans on it is shown."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.views.test_judgement import feed

EIGHT = datetime(2026, 3, 2, 0)  # 08:00 in Shanghai
LATITUDE, STEP = 40.0, 0.0059
BUSES = 12
LEANING = ("bus_on_time", "bus_ewt", "bus_bunching", "bus_gaps", "bus_service_delivered")


@pytest.fixture
def fresh() -> Iterator[Store]:
    yield from opened()


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    """One store for all cases: each has a day of its own, and brings its timetable."""
    yield from opened()


def opened() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai"), clock=lambda: EIGHT) as store:
        assert store.load_views([STANDARD]) == []
        store.register_feeds([feed("positions"), feed("timetable", "reference")])
        yield store


def timetable(prefix: str = "T", day: int = 0, shift_s: int = 0) -> Reading:
    """One trip a bus, each calling at five stops from 07:50 on, two minutes apart."""
    first = 7 * 3600 + 3000 + shift_s
    trips = [{"trip_id": f"{prefix}{n}", "route_id": "L", "service_id": "day"} for n in range(BUSES)]
    calls = [
        {"trip_id": f"{prefix}{n}", "stop_sequence": s, "stop_id": f"S{s}", "arrival_s": (at := first + 120 * s), "departure_s": at}
        for n in range(BUSES)
        for s in range(1, 6)
    ]
    stops = [{"stop_id": f"S{s}", "latitude": LATITUDE, "longitude": STEP * s} for s in range(1, 6)]
    runs = {"service_id": "day", "date": f"{EIGHT + timedelta(days=day, hours=8):%Y%m%d}", "exception_type": 1}
    tables = {"gtfs_trip": trips, "gtfs_stop_time": calls, "gtfs_stop": stops, "gtfs_calendar_date": [runs]}
    return Reading({name: pa.Table.from_pylist(rows) for name, rows in tables.items()})


def positions(day: int = 0, buses: int = BUSES, late_s: int = 0, stamped_s: int = 0, **other: Any) -> Reading:
    """Each bus of its trip through its five stops, so late, and stamped so much beside the time."""
    rows = [
        {
            "vehicle_id": f"bus{n}",
            "trip_id": f"T{n}",
            "event_time": EIGHT + timedelta(days=day, seconds=120 * s - 600 + late_s + stamped_s),
            "latitude": LATITUDE,
            "longitude": STEP * s,
            **other,
        }
        for n in range(buses)
        for s in range(1, 6)
    ]
    return Reading({"vehicle_position": pa.Table.from_pylist(rows)})


def landed(store: Store, day: int, planned: Reading | None, reported: Reading) -> datetime:
    """Land both; a moment right after."""
    at = EIGHT + timedelta(days=day)
    if planned is not None:
        store.land("timetable", planned, at - timedelta(hours=1))
    store.land("positions", reported, at)
    return at + timedelta(seconds=10)


def fit(store: Store, as_of: datetime) -> dict[str, Any]:
    (row,) = store.ask(Ticket("timetable_fit", as_of=as_of)).to_pylist()
    return dict(row)


def judged(store: Store, kpi: str, as_of: datetime) -> tuple[str, float | None, str]:
    (row,) = store.ask(Ticket(kpi, as_of=as_of)).to_pylist()
    return row["state"], row["value"], row["reason"]


def doubted(store: Store, as_of: datetime) -> list[str]:
    return list(store.ask(Ticket("timetable_doubt", as_of=as_of)).column("feed").to_pylist())


@pytest.mark.parametrize(
    ("day", "verdict", "planned", "reported"),
    [
        (1, "fits", timetable(day=1), positions(1, late_s=50)),
        (2, "too_few", timetable(prefix="W", day=2), positions(2, buses=9)),
        (3, "too_few", timetable(prefix="W", day=3), positions(3, schedule_relationship="ADDED")),  # added on the day, on no timetable
    ],
)
def test_a_timetable_is_not_blamed_without_reason(city: Store, day: int, verdict: str, planned: Reading, reported: Reading) -> None:
    at = landed(city, day, planned, reported)
    assert fit(city, at)["verdict"] == verdict
    assert doubted(city, at) == []


@pytest.mark.parametrize(
    ("day", "verdict", "planned", "reported"),
    [
        (4, "foreign_timetable", timetable(prefix="W", day=4), positions(4)),
        (5, "hour_off", timetable(day=5, shift_s=3600), positions(5)),
        (6, "other_day", timetable(day=5), positions(6)),
        (7, "hour_off", timetable(day=7), positions(7, stamped_s=-3600)),  # a clock an hour behind: its reports look old, and are seen
    ],
)
def test_what_leans_on_a_timetable_that_does_not_fit_is_unknown(
    city: Store, day: int, verdict: str, planned: Reading, reported: Reading
) -> None:
    at = landed(city, day, planned, reported)
    assert fit(city, at)["verdict"] == verdict
    for kpi in LEANING:
        assert judged(city, kpi, at) == ("unknown", None, f"{verdict}:positions")
    assert judged(city, "bus_online", at)[2] != f"{verdict}:positions", "who is heard of does not lean on the timetable"


def test_positions_without_a_timetable_and_live(fresh: Store) -> None:
    at = landed(fresh, 0, None, positions())
    assert judged(fresh, "bus_on_time", at) == ("unknown", None, "no_timetable:positions")
    fresh.land("timetable", timetable(prefix="W"), EIGHT)
    (live,) = fresh.ask(Ticket("timetable_fit")).to_pylist()
    assert live["verdict"] == "foreign_timetable"


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_hour_off_either_way_is_told_with_its_median(city: Store, hours: int) -> None:
    day = 10 + hours
    at = landed(city, day, timetable(day=day, shift_s=-3600 * hours), positions(day, late_s=-30))
    row = fit(city, at)
    assert (row["verdict"], row["matched_share"], row["timed"], row["median_delay_s"]) == ("hour_off", 100, BUSES, 3600 * hours - 30)


def test_a_small_feed_that_does_not_fit_does_not_silence_the_city(city: Store) -> None:
    city.register_feeds([feed("positions"), feed("ferries"), feed("timetable", "reference")])
    at = landed(city, 12, timetable(day=12), positions(12))
    city.land("ferries", positions(12, buses=10, trip_id="W"), at)
    assert doubted(city, at) == ["ferries"]
    few = positions(12).tables["vehicle_position"].to_pylist()
    many = [{**row, "vehicle_id": f"{row['vehicle_id']}-{n}"} for n in range(9) for row in few]
    city.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(many)}), at)
    assert doubted(city, at) == []
