"""What became of trips: run, cancelled, lost, or nobody can tell. A strike is no outage, an outage is no lost trip."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATITUDE, STEP = 37.5, 0.0057  # stops about 500 m apart, going east
FIRST = datetime(2026, 3, 2, 0)  # 08:00 in Shanghai
CALLS_S = (0, 300, 600, 900)
NOW = timedelta(minutes=58)
TRIPS = tuple(f"T{n}" for n in range(4))  # every ten minutes from 08:00 on


@dataclass(frozen=True)
class Day:
    """One day of the line, in a store that holds others too. `start`: 08:00 there, in UTC."""

    store: Store
    start: datetime

    def reports(self, trip: str, late_s: int = 0, until_s: int = 900) -> list[dict[str, Any]]:
        """A bus on a trip, a report each half minute from a minute before it leaves."""
        begun = self.start + timedelta(seconds=600 * TRIPS.index(trip) + late_s)
        return [
            {
                "event_time": begun + timedelta(seconds=s),
                "vehicle_id": f"bus {trip}",
                "trip_id": trip,
                "latitude": LATITUDE,
                "longitude": STEP * (1 + max(0, s) / 300),
                "speed": 0.0 if s <= 0 else 5.0,
            }
            for s in range(-60, until_s + 1, 30)
        ]

    def elsewhere(self, first: int, last: int) -> list[dict[str, Any]]:
        """Another vehicle, on no trip, from one minute to another: the feed is alive."""
        moments = [self.start + timedelta(minutes=n) for n in range(first, last)]
        return [{"event_time": at, "vehicle_id": "spare", "latitude": LATITUDE, "longitude": 0.5} for at in moments]

    def land(self, *rows: dict[str, Any]) -> None:
        self.store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(list(rows))}), None)

    def cancel(self, trip: str, minute: int, said: str = "CANCELED") -> None:
        row = {"event_time": self.start + timedelta(minutes=minute), "trip_id": trip, "schedule_relationship": said}
        row |= {"start_date": f"{self.start + timedelta(hours=8):%Y%m%d}"}
        self.store.land("updates", Reading({"trip_update": pa.Table.from_pylist([row])}), None)

    def ask(self, view: str, **parameters: str) -> list[dict[str, Any]]:
        return list(self.store.ask(Ticket(view, parameters, self.start + NOW)).to_pylist())

    def outcomes(self) -> dict[str, str]:
        return {row["trip_id"]: row["outcome"] for row in self.ask("trip_begun")}

    def delivered(self) -> tuple[Any, Any, Any]:
        row = self.ask("bus_service_delivered_measure")[0]
        return row["value"], row["denominator"], row["coverage"]


def opened(settings: dict[str, float]) -> Store:
    store = Store(None, Place("Asia/Shanghai", settings=settings))
    assert store.load_views([STANDARD]) == []
    store.land("timetable", timetable(), None)
    return store


@pytest.fixture(scope="module")
def line() -> Iterator[Store]:
    with opened({}) as store:
        yield store


@pytest.fixture(scope="module")
def starts() -> Iterator[datetime]:
    return (FIRST + timedelta(days=n) for n in range(50))


@pytest.fixture
def city(line: Store, starts: Iterator[datetime]) -> Day:
    """A day that no other test uses."""
    return Day(line, next(starts))


def timetable() -> Reading:
    first = 8 * 3600
    calls = [
        {"trip_id": trip, "stop_sequence": n, "stop_id": f"S{n}", "arrival_s": at, "departure_s": at}
        for number, trip in enumerate(TRIPS)
        for n, at in enumerate((first + 600 * number + s for s in CALLS_S), 1)
    ]
    trips = [{"trip_id": trip, "route_id": "L", "service_id": "daily", "direction_id": 0, "block_id": f"B{trip}"} for trip in TRIPS]
    return Reading(
        {
            "gtfs_trip": pa.Table.from_pylist(trips),
            "gtfs_stop_time": pa.Table.from_pylist(calls),
            "gtfs_stop": pa.Table.from_pylist(
                [{"stop_id": f"S{n}", "latitude": LATITUDE, "longitude": STEP * n} for n in range(1, len(CALLS_S) + 1)]
            ),
            "gtfs_calendar": pa.Table.from_pylist(
                [{"service_id": "daily", "start_date": "20260302", "end_date": "20260430"} | dict.fromkeys(DAYS, 1)]
            ),
        }
    )


def test_run_cancelled_and_lost_are_told_apart(city: Day) -> None:
    city.land(*city.reports("T0"), *city.reports("T3"), *city.elsewhere(-10, 58))
    city.cancel("T1", -30)
    assert city.outcomes() == {"T0": "completed", "T1": "cancelled", "T2": "lost", "T3": "completed"}
    assert city.delivered() == (50.0, 4.0, 1.0)


def test_a_day_that_comes_at_once_tells_lost_trips_too(city: Day) -> None:
    """What counts is when vehicles were where, not when that was told; before it was told nobody knew."""
    rows = [*city.reports("T0"), *city.reports("T1"), *city.reports("T3")]
    came = city.start + NOW - timedelta(minutes=1)
    city.store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows)}), came)
    assert city.outcomes() == {"T0": "completed", "T1": "completed", "T2": "lost", "T3": "completed"}
    before = city.store.ask(Ticket("trip_begun", as_of=came - timedelta(minutes=1))).to_pylist()
    assert {row["outcome"] for row in before} == {"no_data"}


def test_a_trip_cancelled_and_taken_back_is_lost(city: Day) -> None:
    city.land(*city.reports("T0"), *city.elsewhere(-10, 58))
    city.cancel("T1", -30)
    city.cancel("T1", -20, "SCHEDULED")
    assert city.outcomes()["T1"] == "lost"


def test_a_cancelled_trip_that_runs_all_the_same_is_run(city: Day) -> None:
    city.land(*city.reports("T1"), *city.elsewhere(-10, 58))
    city.cancel("T1", -30)
    assert city.outcomes()["T1"] == "completed"


def test_nobody_can_tell_while_positions_had_stopped(city: Day) -> None:
    city.land(*city.reports("T0", until_s=570), *city.elsewhere(-10, 10), *city.elsewhere(30, 58))
    assert city.outcomes() == {"T0": "completed", "T1": "no_data", "T2": "lost", "T3": "lost"}
    assert city.delivered() == (pytest.approx(100 / 3), 3.0, 0.75)


def test_a_strike_is_no_outage(city: Day) -> None:
    city.land(*city.elsewhere(-10, 58))
    for trip in TRIPS:
        city.cancel(trip, -30)
    assert set(city.outcomes().values()) == {"cancelled"}
    assert city.delivered() == (0.0, 4.0, 1.0)
    assert city.ask("bus_ghost_trips_measure")[0]["denominator"] == 0
    assert city.ask("bus_on_time_measure")[0]["value"] is None


def test_a_ghost_is_a_lost_trip_that_no_vehicle_named(city: Day) -> None:
    parked = [{**row, "latitude": LATITUDE + 0.1} for row in city.reports("T1")]  # logged on, far from the line
    city.land(*city.reports("T0"), *parked, *city.elsewhere(-10, 58))
    assert city.outcomes()["T1"] == "lost"
    assert [row["trip_id"] for row in city.ask("bus_ghost_trips_rows")] == ["T3", "T2"]


def test_departures_and_pull_outs(city: Day) -> None:
    city.land(*city.reports("T0"), *city.reports("T1", late_s=400), *city.reports("T3"), *city.elsewhere(-10, 58))
    assert city.ask("bus_departure_on_time_measure")[0]["value"] == 50.0
    assert {row["block_id"]: row["state"] for row in city.ask("depot_pullout")} == {
        "BT0": "on_time", "BT1": "late", "BT2": "missing", "BT3": "on_time",
    }  # fmt: skip
    window = {"route_id": "L", "stop_type": "departure", "early_s": 60.0, "late_s": 440.0}  # it was seen to be gone 30 s after
    city.store.land("windows", Reading({"on_time_window": pa.Table.from_pylist([window])}), None)
    assert city.ask("bus_departure_on_time_measure")[0]["value"] == 75.0
    assert city.ask("bus_departure_on_time_rows")[0]["lost"] == 1


SHARES = ("bus_departure_on_time_rows", "bus_service_delivered_rows", "bus_pull_out_rows")


def test_no_share_is_told_of_fewer_than_five(city: Day) -> None:
    """Two of four trips ran, and in time; how many they were is told all the same."""
    city.land(*city.reports("T0"), *city.reports("T3"), *city.elsewhere(-10, 58))
    found = [row for view in SHARES for row in city.ask(view)]
    assert [(row["value"], row["numerator"], row["denominator"]) for row in found] == [(None, 2, 4)] * len(SHARES)


def test_a_city_says_of_how_few_no_share_is_told() -> None:
    with opened({"share_samples": 4.0}) as store:
        city = Day(store, FIRST)
        city.land(*city.reports("T0"), *city.reports("T3"), *city.elsewhere(-10, 58))
        assert [row["value"] for view in SHARES for row in city.ask(view)] == [50.0] * len(SHARES)


def test_a_line_opens_into_its_trips_and_a_trip_into_its_calls(city: Day) -> None:
    city.land(*city.reports("T0", late_s=120), *city.reports("T3"), *city.elsewhere(-10, 58))
    trips = {row["trip_id"]: row for row in city.ask("trip_rows", line="L", direction="0")}
    assert (trips["T0"]["outcome"], trips["T0"]["calls_seen"], trips["T0"]["calls"]) == ("completed", 4, 4)
    assert city.ask("trip_rows", line="other") == []
    calls = city.ask("trip_visits", trip="T0")
    assert [call["stop_sequence"] for call in calls] == [1, 2, 3, 4]
    assert all(call["state"] == "on_time" and abs(call["delay_s"] - 120) <= 30 for call in calls)
    assert [call["state"] for call in city.ask("trip_visits", trip="T2")] == ["unknown"] * 4


def test_calls_still_to_come_are_due_and_not_unknown(city: Day) -> None:
    """At 08:41 a bus two minutes late is not yet at the third stop, planned at 08:40; the fourth is planned at 08:45."""
    city.land(*city.reports("T3", late_s=120))
    at = city.start + timedelta(minutes=41)
    told = {trip: [call["state"] for call in city.store.ask(Ticket("trip_visits", {"trip": trip}, at)).to_pylist()] for trip in TRIPS}
    assert told["T3"] == ["on_time", "on_time", "to_come", "to_come"]
    assert told["T1"] == ["unknown"] * 4, "its time has passed and nobody saw it"


def test_rows_of_stop_visits_say_what_each_counts_as() -> None:
    counted = {}
    for timepoints_only in (0.0, 1.0):
        with opened({"timepoints_only": timepoints_only}) as store:
            city = Day(store, FIRST)
            city.land(*city.reports("T2", late_s=400), *city.reports("T3"), *city.elsewhere(-10, 58))
            rows = city.ask("visit_rows", route="L")
            counted[timepoints_only] = Counter(row["punctuality"] for row in rows)
            share = city.ask("bus_on_time_measure")[0]
            assert (share["numerator"], share["denominator"]) == (
                counted[timepoints_only]["on_time"],
                len(rows) - counted[timepoints_only]["not_judged"],
            )
    assert counted == {0.0: {"late": 4, "on_time": 4}, 1.0: {"late": 2, "on_time": 2, "not_judged": 4}}


def test_a_trip_of_a_timetable_that_lists_too_much_is_not_lost() -> None:
    with opened({"timetable_exact": 0.0}) as store:
        city = Day(store, FIRST)
        city.land(*city.reports("T0"), *city.elsewhere(-10, 58))
        assert city.outcomes()["T1"] == "no_data"
        departures = city.ask("bus_departure_on_time_measure")[0]
        assert (departures["denominator"], departures["coverage"]) == (1.0, 1.0)
        assert city.delivered()[2] == 0


def test_buses_that_never_name_a_trip_accuse_nobody() -> None:
    """Positions come and a timetable is there, but nothing ties the one to the other: no trip was lost."""
    with opened({}) as store:
        day = Day(store, FIRST)
        day.land(*({k: v for k, v in row.items() if k != "trip_id"} for row in (*day.reports("T0"), *day.reports("T3"))))
        assert set(day.outcomes().values()) == {"no_data"}
        assert day.delivered() == (None, 0.0, 0.0)
        day.land(*day.reports("T1"))
        assert day.outcomes() == {"T0": "lost", "T1": "completed", "T2": "lost", "T3": "lost"}
