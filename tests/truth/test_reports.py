"""What reports do to a track that is known: late, lost, repeated, scattered, beside the line, under another trip's name."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pyarrow as pa
import pytest

from datasources.reading import Reading
from tests.truth.driven import DAY, MIDNIGHT, SLACK_S, Row, ask, calls, city, errors, found, land, off, told
from tests.truth.tracks import LINES, STREET, Place, Run, degrees, runs, timetable

STREETS = [run for run in runs(8 * 3600) if run.line in ("street", "ring")]
DETOUR_M = 300.0


def seen_with(rows: list[Row], driven: list[Run] = STREETS, pieces: int = 1) -> dict[tuple[str, int], float]:
    """What is seen of the buses when these reports came, in so many landings."""
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        for n in range(pieces):
            land(store, rows[n * len(rows) // pieces : (n + 1) * len(rows) // pieces])
        return found(store)


def shifted(rows: list[Row], seconds: Callable[[], int]) -> list[Row]:
    return [row | {"event_time": row["event_time"] + timedelta(seconds=seconds())} for row in rows]


def test_reports_that_come_seconds_late_and_out_of_order() -> None:
    random = Random(5)
    rows = sorted(told(STREETS), key=lambda row: row["event_time"] + timedelta(seconds=random.choice([0, 0, 0, 10, 25])))
    assert seen_with(rows, pieces=12) == seen_with(told(STREETS))


def test_a_feed_that_says_every_fix_three_times() -> None:
    assert seen_with([row for row in told(STREETS) for _ in range(3)], pieces=4) == seen_with(told(STREETS))


def test_a_bus_that_repeats_its_last_fix_under_new_times() -> None:
    """As a device does whose receiver answers every fifteen seconds only: times are so much later at most."""
    held: dict[str, Row] = {}
    rows = []
    for row in told(STREETS):
        if row["event_time"].second % 15 == 0:
            held[row["vehicle_id"]] = row
        rows.append(held.get(row["vehicle_id"], row) | {"event_time": row["event_time"]})
    seen = seen_with(rows)
    assert set(seen) == calls(STREETS)
    assert all(-SLACK_S <= error <= 15 + SLACK_S for error in errors(STREETS, seen).values())


def thinned(rows: list[Row], random: Random) -> list[Row]:
    return [row for row in rows if random.random() > 0.05]


def late(rows: list[Row], random: Random) -> list[Row]:
    return shifted(rows, lambda: random.randint(0, 30))


def scattered(rows: list[Row], random: Random) -> list[Row]:
    degree = 20 / 111_195
    return [
        row | {"latitude": row["latitude"] + random.gauss(0, degree), "longitude": row["longitude"] + random.gauss(0, 1.22 * degree)}
        for row in rows
    ]


# Seconds allowed at nineteen of twenty calls; no call is lost, but under all at once one in a hundred.
FAULTS = {
    "a twentieth lost": ((thinned,), SLACK_S),
    "told up to 30 s late": ((late,), 50),
    "scattered by 20 m": ((scattered,), SLACK_S + 4),
    "all at once": ((thinned, late, scattered), 50),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_error_under_faults_is_known(fault: str) -> None:
    driven = runs(8 * 3600)
    changes, slack = FAULTS[fault]
    rows, random = told(driven), Random(7)
    for change in changes:
        rows = change(rows, random)
    seen = seen_with(rows, driven)
    lost = calls(driven) - set(seen)
    assert len(lost) <= (0.01 * len(calls(driven)) if fault == "all at once" else 0)
    wrong = sorted(abs(error) for error in errors(driven, seen).values())
    assert wrong[int(0.95 * len(wrong))] <= slack


def test_a_detour_is_not_seen_at_the_stops_beside_it() -> None:
    """Two sides of the ring by the next street: the corner between them has no call, those before and after are told as they were."""
    around = [_around(run) for run in STREETS if run.line == "ring"]
    with city() as store:
        store.land("timetable", _with_shape(timetable(around, (DAY, DAY)), "ring", LINES["ring", 0][1]), None)
        land(store, told(around))
        seen = found(store)
    assert calls(around) - set(seen) == {(f"bus {run.trip}", 3) for run in around}
    assert max(map(abs, errors(around, seen).values())) <= SLACK_S + 4


def _around(run: Run) -> Run:
    """R1 to R3 outside the corner R2, in the time that it would have taken."""
    places = LINES[run.line, run.direction][1]
    (x1, y1), (x2, y2), (x3, y3) = places[1:4]
    begin, end = run.calls[1][1], run.calls[3][0]
    way = [(x1, y1), (x1 + DETOUR_M, y1), (x2 + DETOUR_M, y2 + DETOUR_M), (x3, y3 + DETOUR_M), (x3, y3)]
    steps = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(way)]
    times = [begin + (end - begin) * sum(steps[:n]) / sum(steps) for n in range(len(way))]
    track = [spot for spot in run.track if spot[0] <= begin or spot[0] >= end]
    return replace(run, track=sorted([*track, *zip(times, way, strict=True)]))


def _with_shape(reading: Reading, line: str, corners: list[Place]) -> Reading:
    """Between stops without a shape there is a chord, no road: nobody could say what is beside it."""
    places = enumerate(map(degrees, corners))
    shape = [{"shape_id": line, "shape_pt_sequence": n, "latitude": at[0], "longitude": at[1]} for n, at in places]
    trips = [row | {"shape_id": line} for row in reading.tables["gtfs_trip"].to_pylist()]
    return Reading(reading.tables | {"gtfs_trip": pa.Table.from_pylist(trips), "gtfs_shape": pa.Table.from_pylist(shape)})


def test_a_bus_that_drives_on_past_its_last_stop_has_arrived_there() -> None:
    """The shape goes on to where buses wait; reports come every 45 seconds, the last of them beyond the stop."""
    driven = [replace(run, track=_onward(run)) for run in STREETS if run.line == "street" and run.direction == 0]
    shape = [*LINES["street", 0][1], ONWARD]
    rows = [row for row in told(driven) if (row["event_time"] - MIDNIGHT).seconds % 45 == 0]
    with city() as store:
        store.land("timetable", _with_shape(timetable(driven, (DAY, DAY)), "street", shape), None)
        land(store, rows)
        seen = found(store)
    assert {call for call in seen if call[1] == 8} == {(f"bus {run.trip}", 8) for run in driven}
    assert max(abs(error) for call, error in errors(driven, seen).items() if call[1] == 8) <= 20


ONWARD = (STREET[-1][0] + 300, STREET[-1][1])


def _onward(run: Run) -> list[tuple[float, Place]]:
    """Only five seconds at the last stop, then on."""
    came = run.calls[-1][0]
    return [*(spot for spot in run.track if spot[0] <= came), (came + 5, STREET[-1]), (came + 45, ONWARD)]


# ---- names of trips


@pytest.mark.parametrize("after_s", [-60, 0, 90, 170])
def test_a_bus_that_takes_its_next_trip_before_or_after_it_turns(after_s: int) -> None:
    """Nothing is told wrongly; where it is named early, nobody can say when the trip before arrived."""
    pairs = list(_there_and_back())
    driven = [run for pair in pairs for run in pair]
    rows = [row for pair in pairs for row in _one_bus(*pair, after_s)]
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, rows)
        visits = ask(store, "stop_visit")
    seen = {(f"bus {v['trip_id']}", v["stop_sequence"]): (v["actual_time"] - MIDNIGHT).total_seconds() for v in visits}
    assert off(driven, seen) == {}
    assert calls(driven) - set(seen) == ({(f"bus {out.trip}", len(out.stops)) for out, _ in pairs} if after_s < 0 else set())


def _there_and_back() -> Iterator[tuple[Run, Run]]:
    """A run out and one back, three minutes after it came."""
    ways = [run for run in STREETS if run.line == "street"]
    for out in ways[:2]:
        back = next(run for run in ways if run.direction == 1 and run.number == out.number)
        later = round(out.calls[-1][0] + 180 - back.calls[0][1])
        yield (
            out,
            replace(
                back,
                planned=[second + later for second in back.planned],
                calls=[(came + later, left + later) for came, left in back.calls],
                track=[(out.calls[-1][0], back.track[0][1])] + [(second + later, place) for second, place in back.track[1:]],
            ),
        )


def _one_bus(out: Run, back: Run, after_s: int) -> Iterator[Row]:
    """It drives both, and names the second from so long after it came to the end of the first."""
    came = out.calls[-1][0]
    for second in range(int(out.track[0][0]) + 5, int(back.track[-1][0]), 5):
        latitude, longitude = degrees(out.place(second) if second <= came else back.place(second))
        spot = {"latitude": latitude, "longitude": longitude, "trip_id": (out if second < came + after_s else back).trip}
        yield spot | {"event_time": MIDNIGHT + timedelta(seconds=second), "vehicle_id": f"bus {out.number}", "route_id": out.line}


def test_of_two_buses_on_one_trip_the_one_nearer_the_plan_is_it() -> None:
    relieved = STREETS[1]
    behind = [row | {"vehicle_id": "relief", "event_time": row["event_time"] + timedelta(seconds=240)} for row in told([relieved])]
    assert seen_with(told(STREETS) + behind) == seen_with(told(STREETS))
