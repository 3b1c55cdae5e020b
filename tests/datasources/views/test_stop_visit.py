"""Stop visits in the cases that go wrong elsewhere: dwell, terminals, clocks that change, two operators with the same ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store

LATITUDE, STEP = 40.0, 0.0059  # stops about 500 m apart, going east
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@contextmanager
def city(zone: str) -> Iterator[Store]:
    with Store(None, Place(zone)) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


def timetable(times_s: list[int], dates: tuple[str, str], west: float = 0.0) -> Reading:
    """One trip T of line L over stops S1, S2 ... at these seconds of each service day."""
    calls = [{"trip_id": "T", "stop_sequence": n, "stop_id": f"S{n}", "arrival_s": s, "departure_s": s} for n, s in enumerate(times_s, 1)]
    stops = [{"stop_id": f"S{n}", "latitude": LATITUDE, "longitude": west + STEP * n} for n in range(1, len(times_s) + 1)]
    service = {"service_id": "daily", "start_date": dates[0], "end_date": dates[1]} | dict.fromkeys(DAYS, 1)
    return Reading(
        {
            "gtfs_trip": pa.Table.from_pylist([{"trip_id": "T", "route_id": "L", "service_id": "daily"}]),
            "gtfs_stop_time": pa.Table.from_pylist(calls),
            "gtfs_stop": pa.Table.from_pylist(stops),
            "gtfs_calendar": pa.Table.from_pylist([service]),
        }
    )


def reports(start: datetime, path: list[tuple[int, float]], trip: str = "T") -> Reading:
    """(seconds after start, stops travelled) of one bus."""
    return Reading(
        {
            "vehicle_position": pa.Table.from_pylist(
                [
                    {
                        "event_time": start + timedelta(seconds=s),
                        "vehicle_id": "bus",
                        "trip_id": trip,
                        "latitude": LATITUDE,
                        "longitude": STEP * along,
                    }
                    for s, along in path
                ]
            )
        }
    )


def visits(store: Store, as_of: datetime) -> dict[int, dict[str, Any]]:
    return {row["stop_sequence"]: row for row in store.ask(Ticket("stop_visit", as_of=as_of)).to_pylist()}


def test_departure_counts_and_at_the_last_stop_arrival() -> None:
    start = datetime(2026, 3, 2, 0)  # 08:00 in Shanghai
    with city("Asia/Shanghai") as store:
        store.land("timetable", timetable([28800, 28900, 29000], ("20260302", "20260302")), None)
        stands = [(t, 1.0) for t in range(-600, 1, 60)]  # ten minutes at the terminal before it leaves
        dwells = [(100, 2.0), (130, 2.0), (160, 2.0)]
        rests = [(260, 3.0), *((t, 3.0 + 0.02 * (t // 60 % 2)) for t in range(320, 1500, 60))]  # at the last stop, still on the trip
        store.land("positions", reports(start, [*stands, *dwells, *rests]), None)
        found = visits(store, start + timedelta(seconds=1600))
        # who takes a hundred seconds for half a kilometre stood at the terminal for 28 of them, before it left or after it came
        assert {n: v["delay_s"] for n, v in found.items()} == {1: 28, 2: 60, 3: 32}
        early = visits(store, start + timedelta(seconds=110))  # as known then: the second stop has only been reached
        assert {n: v["delay_s"] for n, v in early.items()} == {1: 28, 2: 0}


def test_waiting_at_the_first_stop_is_no_call_yet() -> None:
    start = datetime(2026, 3, 2, 0)
    with city("Asia/Shanghai") as store:
        store.land("timetable", timetable([28800, 28900, 29000], ("20260302", "20260302")), None)
        store.land("positions", reports(start, [(t, 1.0) for t in range(-900, 1, 60)]), None)
        assert visits(store, start + timedelta(seconds=10)) == {}
        store.land("positions", reports(start, [(100, 2.0), (160, 2.5)]), None)
        assert visits(store, start + timedelta(seconds=200))[1]["delay_s"] == 28


def test_service_days_when_clocks_change() -> None:
    with city("America/New_York") as store:
        store.land("timetable", timetable([5 * 3600, 5 * 3600 + 60, 25 * 3600 + 1800], ("20260307", "20260308")), None)
        after_midnight = datetime(2026, 3, 8, 6, 30)  # 01:30 EST: the last call of the 7th
        store.land("positions", reports(after_midnight, [(-60, 2.9), (0, 3.0), (60, 3.1)]), None)
        night = visits(store, after_midnight + timedelta(minutes=5))
        assert {n: (v["service_date"], v["delay_s"]) for n, v in night.items()} == {3: ("20260307", 0)}
        morning = datetime(2026, 3, 8, 9)  # 05:00 EDT, four hours after midnight by the sun
        store.land("positions", reports(morning, [(-60, 0.9), (0, 1.0), (60, 2.0), (120, 2.5)]), None)
        first = visits(store, morning + timedelta(minutes=5))[1]
        assert (first["service_date"], first["delay_s"]) == ("20260308", 0)


def test_two_operators_may_use_the_same_ids() -> None:
    start = datetime(2026, 3, 2, 0)
    with city("Asia/Shanghai") as store:
        store.land("here", timetable([28800, 28900], ("20260302", "20260302")), None)
        store.land("elsewhere", timetable([28800, 28900], ("20260302", "20260302"), west=1.0), None)
        store.land("positions", reports(start, [(0, 1.0), (100, 2.0), (160, 2.5)]), None)
        assert store.ask(Ticket("call_due", as_of=start)).num_rows == 4
        assert {n: v["delay_s"] for n, v in visits(store, start + timedelta(minutes=5)).items()} == {1: 28, 2: -28}


def beside_the_road(by_headway: bool) -> Reading:
    """The second stop nine metres off, to which the shape goes and from which it comes back."""
    read = timetable([28800, 28900, 29000], ("20260302", "20260302"))
    aside = [(0.0, 1.0), (0.0, 2.0), (0.00008, 2.0), (0.0, 2.0), (0.0, 3.0)]
    points = [
        {"shape_id": "way", "shape_pt_sequence": n, "latitude": LATITUDE + north, "longitude": STEP * along}
        for n, (north, along) in enumerate(aside, 1)
    ]
    trips = [row | {"shape_id": "way"} for row in read.tables["gtfs_trip"].to_pylist()]
    stops = [row | ({"latitude": LATITUDE + 0.00008} if row["stop_id"] == "S2" else {}) for row in read.tables["gtfs_stop"].to_pylist()]
    headways = [{"trip_id": "T", "start_s": 28800, "end_s": 36000, "headway_secs": 600, "exact_times": 0}]
    changed = {"gtfs_shape": points, "gtfs_trip": trips, "gtfs_stop": stops} | ({"gtfs_frequency": headways} if by_headway else {})
    return Reading(read.tables | {name: pa.Table.from_pylist(rows) for name, rows in changed.items()})


def calls(plan: Reading, *batches: tuple[str, list[tuple[int, float]]]) -> dict[int, int]:
    """When the bus was at each stop, in seconds after it was due at the first, from its reports under these trips."""
    start = datetime(2026, 3, 2, 0)
    with city("Asia/Shanghai") as store:
        store.land("timetable", plan, None)
        for trip, path in batches:
            store.land("positions", reports(start, path, trip), None)
        found = visits(store, start + timedelta(seconds=batches[-1][1][-1][0] + 10))
    return {n: int((visit["actual_time"] - start).total_seconds()) for n, visit in found.items()}


@pytest.mark.parametrize("by_headway", [False, True])
def test_a_stop_beside_the_road_to_which_the_shape_goes_and_comes_back(by_headway: bool) -> None:
    """A report just where it does so lies on the line twice, before the stop and after it: as a leg's end and as the next one's start."""
    assert calls(beside_the_road(by_headway), ("T", [(0, 1.0), (60, 1.6), (100, 2.0), (140, 2.4)]))[2] == 100


def test_a_stop_that_a_slow_bus_comes_to_from_beyond_its_zone() -> None:
    plan = timetable([28800, 28900, 29000], ("20260302", "20260302"))
    assert calls(plan, ("T", [(0, 1.0), (90, 1.885), (130, 2.0), (190, 2.6)]))[2] == 130


def test_a_bus_that_names_its_next_trip_on_the_way_left_the_first_stop_between() -> None:
    """It is seen at the stop under the trip before, and 150 m on under its own: at 7 m/s it left 21.5 s ago."""
    plan = timetable([28800, 28900, 29000], ("20260302", "20260302"))
    assert calls(plan, ("before", [(-200, 1.03), (30, 1.02)]), ("T", [(60, 1.3), (90, 1.7), (120, 2.1)]))[1] == 38
