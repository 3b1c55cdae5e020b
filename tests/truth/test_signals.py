"""Buses that stand at a signal 35 m past each of their stops."""

from dataclasses import replace
from itertools import pairwise
from math import dist
from random import Random
from statistics import fmean

import pytest

from tests.truth.driven import DAY, MIDNIGHT, Row, ask, city, land, told
from tests.truth.tracks import Run, degrees, runs, timetable

SIGNAL_S, PAST_M, SPEED = 30, 35, 8.0


def signalled(run: Run, stop_s: int) -> Run:
    """As `run`, with this long at each stop on the way and 30 s at the signal past it."""
    began, places = run.calls[0][1], [place for _, place in run.track[1::2]]
    at, calls, track = began, run.calls[:1], run.track[:2]
    for n, (a, b) in enumerate(pairwise(places), 1):
        if n > 1:
            share = PAST_M / dist(a, b)
            signal = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            track += [(at + PAST_M / SPEED, signal), (at + PAST_M / SPEED + SIGNAL_S, signal)]
            at += SIGNAL_S
        came = at + dist(a, b) / SPEED
        at = came + (60 if n == len(places) - 1 else stop_s)
        calls.append((came, at))
        track += [(came, b), (at, b)]
    return replace(run, calls=calls, track=track)


def scattered(rows: list[Row], noise_m: float) -> list[Row]:
    random, (latitude, longitude) = Random(3), degrees((0, 0))
    north, east = (noise_m * (here - there) for here, there in zip(degrees((1, 1)), (latitude, longitude), strict=True))
    return [
        row | {"latitude": row["latitude"] + random.gauss(0, 1) * north, "longitude": row["longitude"] + random.gauss(0, 1) * east}
        for row in rows
    ]


def seen(stop_s: int, every_s: int, noise_m: float = 0) -> tuple[list[float], float, float, float]:
    """Of calls on the way: how late each departure is told, the mean stay told; the share of dwell, told and true."""
    driven = [signalled(run, stop_s) for run in runs(8 * 3600, lines=["street"])]
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, scattered([row for row in told(driven) if row["event_time"].timestamp() % every_s == 0], noise_m))
        visits = [row for row in ask(store, "stop_visit") if row["terminal"] == 0]
        share = ask(store, "bus_dwell_share_measure", 10, window_s=10_800)[0]["value"]
    left = {(run.trip, n): call[1] for run in driven for n, call in enumerate(run.calls, 1)}
    late = [(row["actual_departure_time"] - MIDNIGHT).total_seconds() - left[row["trip_id"], row["stop_sequence"]] for row in visits]
    assert len(visits) == 6 * len(driven)
    stood = sum(left - came for run in driven for came, left in run.calls[1:-1])
    ran = sum(run.calls[-1][0] - run.calls[0][1] for run in driven)
    return late, fmean(row["dwell_s"] for row in visits), share, 100 * stood / ran


@pytest.mark.parametrize(("every_s", "within"), [(5, 3), (10, 5)])
def test_who_stood_at_the_stop_and_stands_at_the_signal_past_it_has_departed(every_s: int, within: float) -> None:
    """A stay of 20 s seen every 10 s is seen for 15 on average: the share is told that much short."""
    late, _, share, true = seen(20, every_s)
    assert max(map(abs, late)) <= every_s
    assert share == pytest.approx(true, abs=within)


def test_where_nobody_stands_at_the_place_of_the_stop_they_stand_past_it() -> None:
    """That place may be wrong."""
    _, dwell, _, _ = seen(0, 5)
    assert dwell == pytest.approx(SIGNAL_S, abs=5)


def test_of_scattered_positions_no_stay_at_a_stop_is_lost() -> None:
    _, dwell, _, _ = seen(20, 10, noise_m=20)
    assert 15 <= dwell <= 20 + SIGNAL_S
