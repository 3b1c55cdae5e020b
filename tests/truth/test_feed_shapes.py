"""Feeds as other publishers shape them: ids used twice, words without positions, repetitions, distances of any kind, other calendars."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from math import ceil, dist
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.rows import asked, reading
from tests.truth.driven import DAY, MIDNIGHT, SLACK_S, Row, ask, by_trip, calls, city, errors, found, land, off, told
from tests.truth.tracks import LINES, STREET, TRIPS, Run, degrees, runs, timetable

STREETS = runs(8 * 3600, lines=["street"])
BOTH = runs(8 * 3600, lines=["street", "ring"])
HOURS = 9.3  # all is over, and within the window
FIGURES = ("bus_on_time", "bus_service_delivered", "bus_ewt", "bus_ghost_trips")


def figures(store: Store, hours: float = HOURS, midnight: datetime = MIDNIGHT) -> list[tuple[float, float, float]]:
    measured = [ask(store, f"{kpi}_measure", hours, midnight, 7200)[0] for kpi in FIGURES]
    return [(row["numerator"], row["denominator"], row["coverage"]) for row in measured]


def share(driven: Iterable[Run]) -> tuple[Any, int, float]:
    """Departures on time, at the last stop arrivals: within those that lie at the edge of the window; of all, all seen."""
    delays = [
        call[0 if n == len(run.calls) - 1 else 1] - planned
        for run in driven
        for n, (call, planned) in enumerate(zip(run.calls, run.planned, strict=True))
    ]
    edge = sum(min(abs(delay + 60), abs(delay - 300)) <= SLACK_S for delay in delays)
    return pytest.approx(sum(-60 <= delay <= 300 for delay in delays), abs=edge), len(delays), 1


def of_trips(store: Store) -> dict[tuple[str, int], float]:
    """By trip, whatever its vehicle is called."""
    rows = ask(store, "stop_visit")
    seen = {(f"bus {row['trip_id']}", row["stop_sequence"]): (row["actual_time"] - MIDNIGHT).total_seconds() for row in rows}
    assert len(seen) == len(rows)
    return seen


# ---- ids of vehicles used twice


def test_an_id_that_another_bus_of_another_line_has_hours_later() -> None:
    later = runs(12 * 3600, seed=2, lines=["ring"])
    driven = [run for run in STREETS if run.direction == 0] + later
    rows = sorted((row | {"vehicle_id": row["vehicle_id"][-1]} for row in told(driven)), key=lambda row: row["event_time"])
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, rows)
        seen = of_trips(store)
        now = next(s for s in range(12 * 3600, 13 * 3600, 60) if later[0].calls[2][1] < s < later[0].calls[3][0] - 30)
        card = store.ask(Ticket("vehicle_card", {"vehicle": "0"}, MIDNIGHT + timedelta(seconds=now))).to_pylist()[0]
        drift = ask(store, "position_drift_measure", 12.9)[0]["numerator"]
    assert (set(seen), off(driven, seen)) == (calls(driven), {})
    assert (card["route_id"], card["delay_s"], drift) == ("ring", pytest.approx(later[0].calls[2][1] - later[0].planned[2], abs=SLACK_S), 0)


@pytest.mark.parametrize("other", [("ring", 0), ("street", 1)])
@pytest.mark.parametrize("match", ["trip_id", "start"])
def test_two_buses_under_one_id_call_nowhere_falsely_and_their_leaps_are_counted(match: str, other: tuple[str, int]) -> None:
    """They are on the road at once, and heard of in turn; of their reports those of one of the two lie where the id cannot be."""
    twins = [run for run in BOTH if run.number == 0 and (run.line, run.direction) in (("street", 0), other)]

    def said(run: Run) -> Row:
        start = f"{run.planned[0] // 3600:02}:{run.planned[0] // 60 % 60:02}:00"
        names = {"trip_id": {"trip_id": run.trip}, "start": {"start_time": start}}[match]
        return {"route_id": run.line, "direction_id": run.direction} | names | ({"vehicle_id": "twin"} if run in twins else {})

    later = timedelta(seconds=2)
    rows = [
        row | {"event_time": row["event_time"] + later * ((row["route_id"], row["direction_id"]) == other)} for row in told(BOTH, said=said)
    ]
    with city(match) as store:
        store.land("timetable", timetable(BOTH, (DAY, DAY)), None)
        land(store, sorted(rows, key=lambda row: row["event_time"]))
        seen = of_trips(store)
        _, service, _, ghosts = figures(store)
        drift = ask(store, "position_drift_measure", 8.7)[0]["numerator"]
    assert set(seen) <= calls(BOTH)
    assert off(BOTH, seen) == {}
    assert calls([run for run in BOTH if run not in twins]) <= set(seen)
    assert match != "trip_id" or (service, ghosts) == ((len(BOTH), len(BOTH), 1), (0, len(BOTH), 1))
    together = [max(run.track[0][0] for run in twins), min(run.track[-1][0] for run in twins)]
    apart = sum(far(*(run.place(second) for run in twins)) for second in range(ceil(together[0]), int(together[1]), 5))
    assert drift == pytest.approx(apart, abs=4)


def far(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) > 500 or abs(one[1] - other[1]) > 500


# ---- words without positions


def words(every_s: int, silent_on_status: bool) -> Iterable[Row]:
    """The stop that each bus stands at or goes to next."""
    for run in STREETS:
        for row in told([run]):
            second = (row["event_time"] - MIDNIGHT).total_seconds()
            if second % every_s == 0:
                n = next((n for n, call in enumerate(run.calls) if second <= call[1]), len(run.calls) - 1)
                stands = n == 0 or run.calls[n][0] <= second
                status = None if silent_on_status else "STOPPED_AT" if stands else "IN_TRANSIT_TO"
                yield row | {"latitude": None, "longitude": None, "stop_id": run.stops[n], "current_status": status}


@pytest.mark.parametrize("every_s", [10, 30, 60])
@pytest.mark.parametrize("silent_on_status", [False, True])
def test_stops_that_the_feed_names_are_told_half_way_between_two_reports(every_s: int, silent_on_status: bool) -> None:
    """One that never says that it stands is not known to have come to its last stop."""
    with city() as store:
        store.land("timetable", timetable(STREETS, (DAY, DAY)), None)
        store.land("positions", reading("vehicle_position", list(words(every_s, silent_on_status))), None)
        seen = found(store)
        service = ask(store, "bus_service_delivered_measure", HOURS, window_s=7200)[0]
        arrivals = ask(store, "bus_arrival_on_time_measure", HOURS, window_s=7200)[0]
    true = calls(STREETS) - ({(f"bus {run.trip}", 8) for run in STREETS} if silent_on_status else set())
    assert set(seen) <= true
    assert len(true - set(seen)) <= every_s / 60  # one that stood, and left, between two reports a minute apart
    wrong = [error for call, error in errors(STREETS, seen).items() if call[1] < 8]
    assert max(map(abs, wrong)) <= every_s / 2
    assert abs(sum(wrong) / len(wrong)) <= 3
    assert (service["numerator"], service["denominator"]) == (8, 8)
    assert arrivals["coverage"] == (0 if silent_on_status else 1)


# ---- the same place told again


@pytest.mark.parametrize("pieces", [1, 12])
def test_a_place_told_again_under_its_old_stamp_because_more_are_aboard(pieces: int) -> None:
    rows = [row | {"occupancy_status": aboard} for row in told(STREETS) for aboard in ("EMPTY", "FULL")]
    again = [row | {"occupancy_status": "CRUSHED_STANDING_ROOM_ONLY"} for row in rows]
    figure = ("bus_dwell_share", "bus_on_time", "bus_ewt", "position_drift")
    measured = []
    for parts in ([told(STREETS)], [part for n in range(pieces) for part in (rows[n::pieces], again[n::pieces])]):
        with city() as store:
            store.land("timetable", timetable(STREETS, (DAY, DAY)), None)
            for part in parts:
                land(store, part)
            measured.append((found(store), [ask(store, f"{kpi}_measure", HOURS, window_s=7200)[0]["value"] for kpi in figure]))
    assert measured[0] == measured[1]


# ---- timetables


WAYS: dict[str, Callable[[float, int], float | None]] = {
    "none": lambda metres, n: None,
    "kilometres": lambda metres, n: metres / 1000,
    "feet": lambda metres, n: metres / 0.3048,
    "of timepoints alone": lambda metres, n: metres if n in (1, 4, 8) else None,
    "zeros": lambda metres, n: 0.0,
    "begun anew half way": lambda metres, n: metres if n < 5 else metres - 2000,
    "whole kilometres": lambda metres, n: float(metres // 1000),
}


@pytest.mark.parametrize("way", WAYS)
def test_calls_between_timepoints_are_planned_by_the_way_whatever_the_publisher_calls_it(way: str) -> None:
    base = timetable(STREETS, (DAY, DAY))
    rows = base.tables["gtfs_stop_time"].to_pylist()
    metres = {way: [0.0, *accumulate(dist(a, b) for a, b in pairwise(LINES["street", way][1]))] for way in (0, 1)}
    for row in rows:
        n = row["stop_sequence"]
        row["shape_dist_traveled"] = WAYS[way](metres[int(row["trip_id"][6])][n - 1], n)
        row["timepoint"] = int(n in (1, 4, 8))
        if n not in (1, 4, 8):
            row["arrival_s"] = row["departure_s"] = None
    with city() as store:
        store.land("timetable", Reading(base.tables | {"gtfs_stop_time": reading("gtfs_stop_time", rows).tables["gtfs_stop_time"]}), None)
        land(store, told(STREETS))
        planned = asked(store, "SELECT trip_id, stop_sequence, scheduled_time FROM city.main.service_call")
    for trip, n, at in planned:
        run = next(run for run in STREETS if run.trip == trip)
        first, last = (1, 4) if n <= 4 else (4, 8)
        along = metres[run.direction]
        share = (along[n - 1] - along[first - 1]) / (along[last - 1] - along[first - 1])
        true = run.planned[first - 1] + share * (run.planned[last - 1] - run.planned[first - 1])
        assert (at - MIDNIGHT).total_seconds() == pytest.approx(true, abs=1)
    assert len(planned) == len(calls(STREETS))


def test_a_service_that_has_dates_and_no_week() -> None:
    tables = dict(timetable(STREETS, (DAY, DAY)).tables)
    del tables["gtfs_calendar"]
    dates = reading("gtfs_calendar_date", [{"service_id": "daily", "date": DAY, "exception_type": 1}])
    with city() as store:
        store.land("timetable", Reading(tables | dates.tables), None)
        land(store, told(STREETS))
        punctual, service, _, ghosts = figures(store)
    assert (punctual, service, ghosts) == (share(STREETS), (8, 8, 1), (0, 8, 1))


@pytest.mark.parametrize(("zone", "hours"), [("Australia/Perth", -1.5), ("Australia/Sydney", 0.5), ("UTC", -9.5)])
def test_an_agency_of_another_zone_than_the_citys(zone: str, hours: float) -> None:
    """Its times are of its own midnight."""
    midnight = MIDNIGHT - timedelta(hours=hours)
    agency = pa.Table.from_pylist([{"agency_id": "rail", "agency_timezone": zone}])
    with city() as store:
        store.land("timetable", Reading(timetable(STREETS, ("20260407", "20260409")).tables | {"gtfs_agency": agency}), None)
        land(store, told(STREETS, midnight, by_trip))
        punctual, service, _, ghosts = figures(store, midnight=midnight)
    assert (punctual, service, ghosts) == (share(STREETS), (8, 8, 1), (0, 8, 1))


# ---- several ways of one line


OUT = [run for run in STREETS if run.direction == 0]
EXPRESS, SKIPPED, TURN = ("street0-1", "street0-3"), (2, 3, 5, 6), 5  # which trips drive by which stops; where short ones turn
Calls = list[tuple[str, int, float]]  # vehicle, stop, and when it left, at its last stop came


def landed_by_line(calls_of: Callable[[Run], list[int]], driven: list[Run]) -> tuple[list[Row], float | None]:
    """What is known of headways, and the excess wait, where buses name their line alone."""
    base = timetable(driven, (DAY, DAY)).tables
    served = {run.trip: calls_of(run) for run in driven}
    rows = [row for row in base["gtfs_stop_time"].to_pylist() if row["stop_sequence"] in served[row["trip_id"]]]
    trips = [row | {"shape_id": "out"} for row in base["gtfs_trip"].to_pylist()]
    way = [{"shape_id": "out", "shape_pt_sequence": n, "latitude": at[0], "longitude": at[1]} for n, at in enumerate(map(degrees, STREET))]
    drawn = {"gtfs_stop_time": rows, "gtfs_trip": trips, "gtfs_shape": way}
    with city("line") as store:
        store.land("timetable", Reading(base | {name: pa.Table.from_pylist(held) for name, held in drawn.items()}), None)
        land(store, told(driven, said=lambda run: {"route_id": "street", "direction_id": 0}))
        return ask(store, "headway_known", HOURS, window_s=7200), ask(store, "bus_ewt_measure", HOURS, window_s=7200)[0]["coverage"]


def gaps(there: Calls) -> set[tuple[str, int, int]]:
    """Vehicle, stop, and seconds since the one before it there."""
    found = set()
    for stop in {stop for _, stop, _ in there}:
        times = sorted((at, bus) for bus, n, at in there if n == stop)
        found |= {(bus, stop, round(at - before)) for (before, _), (at, bus) in pairwise(times)}
    return found


def same(rows: list[Row], true: set[tuple[str, int, int]]) -> bool:
    seconds = {(bus, stop): gap for bus, stop, gap in true}
    told_of = {(row["vehicle_id"], row["stop_sequence"]): row["headway_s"] for row in rows}
    return set(told_of) == set(seconds) and all(abs(gap - seconds[call]) <= 2 * SLACK_S for call, gap in told_of.items())


def test_where_an_express_may_drive_by_no_headway_is_planned_for_a_bus_known_by_its_line() -> None:
    """Nobody can tell whether it was one: headways are of the stops at which all call."""
    known, _ = landed_by_line(lambda run: [n for n in range(1, 9) if run.trip not in EXPRESS or n not in SKIPPED], OUT)
    there = [(f"bus {run.trip}", n, run.calls[n - 1][n != 8]) for run in OUT for n in range(1, 9) if n not in SKIPPED]
    assert same(known, gaps(there))


def test_a_bus_that_turns_where_short_trips_are_planned_to_leaves_no_doubt_beyond() -> None:
    short = [_short(run) for run in OUT]
    known, coverage = landed_by_line(lambda run: list(range(1, (TURN if run in short else 8) + 1)), [*OUT, *short])
    there = [(f"bus {run.trip}", n, call[n != 8]) for run in [*OUT, *short] for n, call in enumerate(run.calls, 1)]
    assert same(known, gaps(there))
    assert coverage == 1


def _short(run: Run) -> Run:
    """Five minutes later the same way as far as to where it turns, after a minute there."""
    later, leaves, turn = 300, run.calls[TURN - 1][0] + 360, LINES["street", 0][1][TURN - 1]
    track = [(second + later, place) for second, place in run.track if second <= run.calls[TURN - 1][0]]
    return replace(
        run, number=run.number + TRIPS, planned=[second + later for second in run.planned],
        calls=[*((came + later, left + later) for came, left in run.calls[: TURN - 1]), (leaves - 60, leaves)],
        track=[*track, (leaves, turn)],
    )  # fmt: skip


def test_a_trip_that_was_lost_yesterday_did_not_run_because_todays_is_under_way() -> None:
    """One name, two service dates, and a window that reaches back a day."""
    lost, tomorrow = OUT[2], MIDNIGHT + timedelta(days=1)
    rows = [row | {"start_date": DAY} for row in told([run for run in OUT if run is not lost])]
    rows += [row | {"start_date": "20260409"} for row in told(OUT, tomorrow)]
    now = 24 + (lost.planned[-1] - 60) / 3600
    with city() as store:
        store.land("timetable", timetable(OUT, (DAY, "20260409")), None)
        land(store, rows)
        outcomes = {
            row["service_date"]: row["outcome"] for row in ask(store, "trip_outcome", now, window_s=86_400) if row["trip_id"] == lost.trip
        }
    assert outcomes == {DAY: "lost", "20260409": "running"}
