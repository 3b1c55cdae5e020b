"""Every way to find a vehicle's trip, on lines that meet themselves, against where the buses really were."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.truth.driven import DAY, MIDNIGHT, SLACK_S, ZONE, ask, by_trip, calls, city, found, land, off, told
from tests.truth.tracks import Run, runs, timetable

FALL_BACK = "20260405"  # the clock goes back from three to two: noon less twelve hours is one o'clock
FALL_BACK_NOON = datetime(2026, 4, 5, 2, 30)
KPIS = (
    "bus_on_time", "bus_departure_on_time", "bus_arrival_on_time", "bus_ewt", "bus_headway_adherence", "bus_headway_cv",
    "bus_run_time", "bus_excess_trip_time", "bus_dwell_share",
)  # fmt: skip


def hms(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


SAID: dict[str, Callable[[Run], dict[str, Any]]] = {
    "trip_id": by_trip,
    "block": lambda run: {"block_id": f"block {run.trip}"},
    "start": lambda run: {"route_id": run.line, "direction_id": run.direction, "start_time": hms(run.planned[0]), "start_date": DAY},
    "frequency": lambda run: {"route_id": run.line},
    "line": lambda run: {"route_id": run.line},
}


@pytest.mark.parametrize("way", SAID)
def test_each_call_where_and_when_it_was(way: str) -> None:
    driven = runs(8 * 3600)
    with city(way) as store:
        store.land("timetable", timetable(driven, (DAY, DAY), by_headway=way == "frequency"), None)
        land(store, told(driven, said=SAID[way]))
        seen = found(store)
    assert set(seen) == calls(driven)
    assert off(driven, seen) == {}


def late(run: Run, seconds: float) -> Run:
    calls, track = [(a + seconds, b + seconds) for a, b in run.calls], [(at + seconds, place) for at, place in run.track]
    return replace(run, calls=calls, track=track)


@pytest.mark.parametrize(("way", "batch_s"), [("trip_id", 60), ("start", 7200)])
def test_who_is_late_is_not_on_the_next_pass(way: str, batch_s: int) -> None:
    """The eight is back at its crossing when it should be there for the second time, minutes later on each trip."""
    driven = [late(run, 250 + 100 * run.number) for run in runs(8 * 3600, lines=["eight", "stem"])]
    rows = sorted(told(driven, said=SAID[way]), key=lambda row: str(row["event_time"]))
    with city(way) as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        for batch in by_time(rows, batch_s):
            land(store, batch)
        seen = found(store)
    assert set(seen) == calls(driven)
    assert off(driven, seen) == {}


def test_who_comes_along_the_end_of_a_ring_has_not_gone_round() -> None:
    """The bus drives up the ring's last side to where its first trip begins; where it is when that ends it does not say."""
    run = next(run for run in runs(8 * 3600, lines=["ring"]) if run.number == 0)
    begin, (came, _) = run.track[0][0], run.calls[-1]
    coming = replace(run, track=[(begin - 120, (3000.0, 5000.0)), (begin, (3000.0, 4000.0))])
    rows = told([coming]) + [row for row in told([run]) if row["event_time"] < MIDNIGHT + timedelta(seconds=came - 60)]
    with city() as store:
        store.land("timetable", timetable([run], (DAY, DAY)), None)
        land(store, rows)
        seen = found(store)
        assert [row["value"] for row in ask(store, "bus_arrival_on_time_measure")] == [None]
    assert set(seen) == calls([run]) - {("bus ring0-0", 5)}


def by_time(rows: list[dict[str, Any]], seconds: int) -> list[list[dict[str, Any]]]:
    batches: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        batches.setdefault(int((row["event_time"] - MIDNIGHT).total_seconds()) // seconds, []).append(row)
    return list(batches.values())


def test_shuffled_and_repeated_reports_tell_the_same() -> None:
    driven, random = runs(8 * 3600), Random(3)
    rows = told(driven)
    with city() as whole, city() as pieces:
        for store in (whole, pieces):
            store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(whole, rows)
        mixed = random.sample(rows, len(rows)) + random.sample(rows, len(rows) // 10)
        for first in range(0, len(mixed), 4000):
            came = MIDNIGHT + timedelta(hours=29, milliseconds=first)
            land(pieces, mixed[first : first + 4000], came)
        assert found(pieces) == found(whole)
        for kpi in KPIS:
            once, again = (ask(store, f"{kpi}_measure")[0] for store in (whole, pieces))
            assert (kpi, again) == (kpi, once | {"coverage": again["coverage"]})  # when it came is another matter
            assert once["denominator"] > 0


@pytest.mark.parametrize("way", ["trip_id", "start"])
def test_runs_by_headway_with_exact_times_have_a_plan_each(way: str) -> None:
    driven = runs(8 * 3600)
    first = {run.trip: f"{run.line}{run.direction}-0" for run in driven}
    with city(way) as store:
        store.land("timetable", timetable(driven, (DAY, DAY), by_headway=True, exact=True), None)
        named = {"trip_id": lambda run: {"trip_id": first[run.trip], "start_time": hms(run.planned[0]), "start_date": DAY}}
        land(store, told(driven, said=named.get(way, SAID["start"])))
        assert set(found(store)) == calls(driven)
        assert off(driven, found(store)) == {}
        visits = ask(store, "stop_visit")
        service = ask(store, "bus_service_delivered_measure", 10, window_s=10_800)[0]
    assert {(v["vehicle_id"], v["stop_sequence"]): (v["scheduled_time"] - MIDNIGHT).total_seconds() for v in visits} == {
        (f"bus {run.trip}", n): second for run in driven for n, second in enumerate(run.planned, 1)
    }
    assert (service["numerator"], service["denominator"]) == (len(driven), len(driven))


@pytest.mark.parametrize("waited_s", [60, 300, 1500])
def test_one_that_waits_where_its_trip_will_end_has_not_arrived(waited_s: int) -> None:
    """It stands across the road from its first stop, under the trip that it will run."""
    driven = runs(8 * 3600, lines=["horseshoe"])
    end = driven[0].track[-1][1]
    waiting = [replace(run, track=[(run.calls[0][0] - waited_s, end), (run.calls[0][0] - 10, end), *run.track[1:]]) for run in driven]
    rows = [(row, row["event_time"] < MIDNIGHT + timedelta(seconds=run.calls[0][0] - 10)) for run in waiting for row in told([run])]
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, [row for row, waits in rows if waits])
        assert found(store) == {}
        land(store, [row for row, waits in rows if not waits])
        assert set(found(store)) == calls(driven)
        assert off(driven, found(store)) == {}


NIGHTS = ("20260404", "20260405", "20261003", "20261004")  # before which or after which the clock is set


@pytest.mark.parametrize("date", NIGHTS)
def test_a_service_day_to_half_past_four_in_the_night_that_the_clock_is_set(date: str) -> None:
    day = datetime.strptime(date, "%Y%m%d").replace(hour=12, tzinfo=ZoneInfo(ZONE))
    midnight = (day.astimezone(UTC) - timedelta(hours=12)).replace(tzinfo=None)
    driven = [run for first in (25 * 3600 + 2700, 27 * 3600 + 1800) for run in runs(first) if run.line == "street"]
    driven = [replace(run, number=n) for n, run in enumerate(driven)]
    with city() as store:
        store.land("timetable", timetable(driven, (date, date)), None)
        land(store, told(driven, midnight))
        assert set(found(store, midnight)) == calls(driven)
        assert off(driven, found(store, midnight)) == {}
        assert {visit["service_date"] for visit in ask(store, "stop_visit", midnight=midnight)} == {date}


def test_past_midnight_on_the_day_when_the_clock_goes_back() -> None:
    driven, midnight = runs(24 * 3600 - 900), FALL_BACK_NOON - timedelta(hours=12)
    with city() as store:
        store.land("timetable", timetable(driven, (FALL_BACK, FALL_BACK)), None)
        land(store, told(driven, midnight))
        assert off(driven, found(store, midnight)) == {}
        performed = ask(store, "trip_performed", midnight=midnight)
    assert {row["service_date"] for row in performed} == {FALL_BACK}
    assert {row["trip_id"]: (row["calls_seen"], row["calls_planned"]) for row in performed} == {
        run.trip: (len(run.stops), len(run.stops)) for run in driven
    }
    for run in driven:
        row = next(row for row in performed if row["trip_id"] == run.trip)
        began, ended = ((row[column] - midnight).total_seconds() for column in ("actual_trip_start", "actual_trip_end"))
        assert (began, ended) == (pytest.approx(run.calls[0][1], abs=SLACK_S), pytest.approx(run.calls[-1][0], abs=SLACK_S))
        assert (row["schedule_trip_start"] - midnight).total_seconds() == run.planned[0]


def test_the_share_of_the_run_that_buses_stand_at_stops() -> None:
    driven = runs(8 * 3600)
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, told(driven))
        share = ask(store, "bus_dwell_share_measure", 10, window_s=10_800)[0]
        lines = ask(store, "bus_dwell_share_rows", 10, window_s=10_800)
    stood = sum(left - came for run in driven for came, left in run.calls[1:-1])
    ran = sum(run.calls[-1][0] - run.calls[0][1] for run in driven)
    assert share["sample"] == f"{len(driven)}/{len(driven)}"
    assert share["denominator"] == pytest.approx(ran, rel=0.01)
    assert share["value"] == pytest.approx(100 * stood / ran, abs=2)  # of a stay of 8 s, reports every five see five or none
    assert sum(row["numerator"] for row in lines) == share["numerator"]


@pytest.mark.parametrize(("every_s", "shown"), [(10, True), (20, False)])
def test_where_reports_are_too_rare_to_see_them_stand_the_share_is_not_told(every_s: int, shown: bool) -> None:
    """Stays of some fifteen seconds: of reports every twenty half of the time goes unseen."""
    driven = runs(8 * 3600)
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, [row for row in told(driven) if row["event_time"].timestamp() % every_s == 0])
        share = ask(store, "bus_dwell_share_measure", 10, window_s=10_800)[0]
    assert share["sample"] == f"{len(driven)}/{len(driven)}"
    assert (share["coverage"] >= 0.5) is shown
