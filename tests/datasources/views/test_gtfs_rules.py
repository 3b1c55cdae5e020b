"""Checks of a timetable: a sound one fails none, and each is failed by what is wrong."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.storage.schema import tables
from datasources.store import Store

NIGHT = datetime(2026, 3, 1, 17)  # 01:00 on the second of March in Shanghai
Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai"), clock=lambda: NIGHT) as store:
        assert store.load_views([STANDARD]) == []
        yield store


def sound() -> Tables:
    calls = [("A", 1, "S1", 100, 100), ("A", 2, "S2", 200, 230)]
    return {
        "gtfs_agency": [{"agency_id": "a", "agency_name": "A", "agency_timezone": "Asia/Shanghai"}],
        "gtfs_route": [{"route_id": "L"}],
        "gtfs_trip": [{"trip_id": "A", "route_id": "L", "service_id": "day"}],
        "gtfs_stop": [{"stop_id": s, "latitude": 40.0, "longitude": 1.0, "location_type": 0} for s in ("S1", "S2")],
        "gtfs_stop_time": [
            {"trip_id": t, "stop_sequence": n, "stop_id": s, "arrival_s": arrive, "departure_s": depart}
            for t, n, s, arrive, depart in calls
        ],
        "gtfs_calendar_date": [{"service_id": "day", "date": f"202603{day:02d}", "exception_type": 1} for day in range(1, 20)],
    }


def failed(city: Store, said: Tables) -> set[str]:
    schemas = {name: pa.schema([f for f in tables()[name].arrow if f.name in rows[0]]) for name, rows in said.items()}
    city.land("timetable", Reading({name: pa.Table.from_pylist(rows, schema=schemas[name]) for name, rows in said.items()}), NIGHT)
    rows = city.ask(Ticket("gtfs_rule", as_of=NIGHT)).to_pylist()
    assert all(row["title_zh"] and row["title_en"] and row["severity"] and row["count"] and row["example"] for row in rows)
    return {row["rule"] for row in rows}


def test_a_sound_timetable(city: Store) -> None:
    assert failed(city, sound()) == set()


@pytest.mark.parametrize(
    ("rule", "table", "change"),
    [
        ("times_decrease", "gtfs_stop_time", {"arrival_s": 90, "departure_s": 95}),
        ("ends_untimed", "gtfs_stop_time", {"arrival_s": None, "departure_s": None}),
        ("unknown_stop", "gtfs_stop_time", {"stop_id": "S9"}),
        ("unknown_route", "gtfs_trip", {"route_id": "M"}),
        ("timezone_missing", "gtfs_agency", {"agency_timezone": ""}),
        ("E010", "gtfs_stop", {"location_type": 1}),
    ],
)
def test_what_is_wrong_in_a_row(city: Store, rule: str, table: str, change: dict[str, Any]) -> None:
    said = sound()
    said[table][-1] |= change
    assert failed(city, said) == {rule}


@pytest.mark.parametrize(
    ("rules", "table", "row"),
    [
        ({"trip_without_stops"}, "gtfs_trip", {"trip_id": "B", "route_id": "L", "service_id": "day"}),
        ({"trip_without_stops", "unknown_service"}, "gtfs_trip", {"trip_id": "B", "route_id": "L", "service_id": "never"}),
        (
            {"unknown_trip", "trip_of_one_stop"},
            "gtfs_stop_time",
            {"trip_id": "X", "stop_sequence": 1, "stop_id": "S1", "arrival_s": 1, "departure_s": 1},
        ),
    ],
)
def test_what_is_wrong_in_a_row_too_many(city: Store, rules: set[str], table: str, row: dict[str, Any]) -> None:
    said = sound()
    said[table].append(row)
    assert failed(city, said) == rules


@pytest.mark.parametrize(
    ("days", "rules"),
    [(["01", "03"], {"no_service_today"}), (["01"], {"calendar_over"}), (["02", "03"], {"calendar_ends"})],
)
def test_the_days_of_a_timetable(city: Store, days: list[str], rules: set[str]) -> None:
    said = sound()
    said["gtfs_calendar_date"] = [{"service_id": "day", "date": f"202603{day}", "exception_type": 1} for day in days]
    assert failed(city, said) == rules


def test_two_timetables_with_the_same_trips() -> None:
    with Store(None, Place("Asia/Shanghai"), clock=lambda: NIGHT) as store:
        assert store.load_views([STANDARD]) == []
        assert failed(store, sound()) == set()
        store.land("other", Reading({"gtfs_trip": pa.Table.from_pylist(sound()["gtfs_trip"])}), NIGHT)
        rows = store.ask(Ticket("gtfs_rule", as_of=NIGHT)).to_pylist()
    assert {(row["feed"], row["example"]) for row in rows if row["rule"] == "shared_trip"} == {("other", "trip A"), ("timetable", "trip A")}
