"""The zip read back with the standard library alone."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from simulator import gtfs
from simulator.city import City
from simulator.clock import service_date

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def files(city: City, now: float) -> Iterator[dict[str, Rows]]:
    with zipfile.ZipFile(io.BytesIO(gtfs.archive(city, now))) as packed:
        assert packed.testzip() is None
        yield {name: list(csv.DictReader(io.TextIOWrapper(packed.open(name), "utf-8"))) for name in packed.namelist()}


def seconds(text: str) -> int:
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def test_every_reference_resolves(files: dict[str, Rows]) -> None:
    routes, services = {r["route_id"] for r in files["routes.txt"]}, {c["service_id"] for c in files["calendar.txt"]}
    shapes, stops = {s["shape_id"] for s in files["shapes.txt"]}, {s["stop_id"] for s in files["stops.txt"]}
    trips = {t["trip_id"] for t in files["trips.txt"]}
    assert len(trips) == len(files["trips.txt"]) and len(stops) == len(files["stops.txt"])
    assert {t["route_id"] for t in files["trips.txt"]} == routes
    assert {t["service_id"] for t in files["trips.txt"]} <= services
    assert {t["shape_id"] for t in files["trips.txt"]} == shapes
    assert {s["trip_id"] for s in files["stop_times.txt"]} == trips
    assert {s["stop_id"] for s in files["stop_times.txt"]} == stops
    assert {r["agency_id"] for r in files["routes.txt"]} == {a["agency_id"] for a in files["agency.txt"]}


def test_calls_of_a_trip_are_in_order_and_later_and_later(files: dict[str, Rows]) -> None:
    before: tuple[str, int, int] = "", 0, 0
    lengths: Counter[str] = Counter()
    for call in files["stop_times.txt"]:
        here = call["trip_id"], int(call["stop_sequence"]), seconds(call["departure_time"])
        if here[0] == before[0]:
            assert here[1] == before[1] + 1 and here[2] > before[2]
        else:
            assert here[1] == 1 and lengths[here[0]] == 0
        lengths[here[0]] += 1
        before = here
    assert min(lengths.values()) >= 2


def test_a_service_day_begins_in_the_small_hours_of_the_city_and_passes_midnight(files: dict[str, Rows]) -> None:
    first = [seconds(call["departure_time"]) for call in files["stop_times.txt"] if call["stop_sequence"] == "1"]
    assert min(first) >= 0 and max(first) > 86400 > max(first) - min(first)
    assert max(seconds(call["arrival_time"]) for call in files["stop_times.txt"]) > 86400


def test_the_calendar_holds_today_and_last_week(files: dict[str, Rows], now: float) -> None:
    (calendar,) = files["calendar.txt"]
    assert calendar["start_date"] <= service_date(now - 8 * 86400) < service_date(now) <= calendar["end_date"]
    assert all(calendar[day] == "1" for day in ("monday", "saturday", "sunday"))


def test_names_are_clean(files: dict[str, Rows]) -> None:
    for stop in files["stops.txt"]:
        assert stop["stop_name"] and "[" not in stop["stop_name"]
        assert 36 < float(stop["stop_lat"]) < 39 and 120 < float(stop["stop_lon"]) < 123


def test_live_trips_are_in_the_timetable_and_leave_at_its_times(files: dict[str, Rows], city: City, now: float) -> None:
    starts = {call["trip_id"]: seconds(call["departure_time"]) for call in files["stop_times.txt"] if call["stop_sequence"] == "1"}
    said = city.positions(now)
    names = city.trips(city.pattern.day(now))
    depart = {key: float(at) for key, at in zip(names["trip_id"].tolist(), city.timetable.depart.tolist(), strict=True)}
    midnight = {service_date(now + n * 86400): np.floor((now + 8 * 3600) / 86400 + n) * 86400 - 8 * 3600 for n in (-1, 0, 1)}
    for trip, date in zip(said["trip_id"].tolist(), said["start_date"].tolist(), strict=True):
        real = city.pattern.utc(city.pattern.day(now) * 86400 + depart[trip])
        assert midnight[date] + starts[trip] == real


def test_the_same_city_gives_the_same_bytes(city: City, now: float) -> None:
    assert gtfs.archive(city, now) == gtfs.archive(city, now + 60)
