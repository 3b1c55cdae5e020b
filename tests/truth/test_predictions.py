"""Predictions against plain Python: a delay that is told of one stop holds for the later ones, until another is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import reading, standard
from tests.truth.driven import DAY, MIDNIGHT, SLACK_S, ask, city, land, told
from tests.truth.town import ZONE, Town, Visit
from tests.truth.tracks import Run, runs, timetable

BOUNDS = (
    (180, -60, 60),
    (360, -90, 120),
    (720, -150, 210),
    (1801, -240, 360),
)  # until (s ahead), seconds that a bus may pass early and late
Row = dict[str, Any]


@dataclass(frozen=True)
class Word:
    """What one message says of one stop; of the whole trip where there is none."""

    visit: Visit | None
    how: str  # time, departure, delay, no_data or skipped
    delay_s: int

    def row(self, named: str) -> Row:
        told: Row = {}
        if self.visit is not None:
            told |= {"stop_id": self.visit.stop} if named != "sequence" else {}
            told |= {"stop_sequence": self.visit.sequence} if named != "stop" else {}
        if self.how in ("no_data", "skipped"):
            return told | {"stop_schedule_relationship": self.how.upper()}
        if self.how == "delay" or self.visit is None:
            return told | {"arrival_delay": self.delay_s}
        return told | {
            "departure_time" if self.how == "departure" else "arrival_time": self.visit.planned + timedelta(seconds=self.delay_s)
        }


@dataclass(frozen=True)
class Message:
    trip: str
    at: datetime
    words: tuple[Word, ...]

    def delay_s(self, visit: Visit) -> int | None:
        """What it tells of a stop, as the specification has it."""
        held = None
        for word in self.words:
            if word.visit is not None and word.visit.sequence > visit.sequence:
                break
            if word.how != "skipped":
                held = None if word.how == "no_data" else word.delay_s
        return held


def messages(town: Town, random: Random) -> Iterator[Message]:
    """Of every trip at random moments: all stops, one, some, or the trip as a whole. A stop is skipped only where nobody was seen."""
    for trip in sorted({visit.trip for visit in town.visits}):
        calls = [visit for visit in town.visits if visit.trip == trip]
        for second in random.sample(range(-1200, 1500), random.randint(0, 6)):
            told = sorted(random.sample(calls, random.choice([0, 1, random.randint(1, len(calls)), len(calls)])), key=lambda v: v.sequence)
            words = [Word(visit, how(visit, random), random.randint(-200, 500)) for visit in told]
            if not told:
                words = [Word(None, "delay", random.randint(-200, 500))]
            yield Message(trip, calls[0].planned + timedelta(seconds=second), tuple(words))


def how(visit: Visit, random: Random) -> str:
    unseen = visit.hidden or visit.actual is None
    return random.choice(["time", "departure", "delay", "no_data", *(["skipped"] * 2 if unseen else [])])


def judged(town: Town, said: list[Message]) -> list[tuple[int, int, float, float, int]]:
    """Horizon, predictions, median and typical error, within bounds."""
    errors: dict[int, list[float]] = {}
    within: dict[int, int] = {}
    for visit in town.known():
        assert visit.actual is not None
        if visit.sequence == 1 or visit.actual <= town.as_of - timedelta(minutes=15):
            continue
        for message in said:
            ahead = (visit.actual - message.at).total_seconds()
            delay = message.delay_s(visit)
            if message.trip != visit.trip or delay is None or not 0 <= ahead <= 1800 or message.at > town.as_of:
                continue
            horizon = next(n for n, (until, _, _) in enumerate(BOUNDS, 1) if ahead < until)
            errors.setdefault(horizon, []).append(delay - visit.delay_s)
            _, early, late = BOUNDS[horizon - 1]
            within[horizon] = within.get(horizon, 0) + (early <= visit.delay_s - delay <= late)
    return [(n, len(told), median(told), median(abs(e) for e in told), within[n]) for n, told in sorted(errors.items())]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with standard(ZONE, datetime(2027, 3, 2)) as opened:
        yield opened


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    return (datetime(2026, 3, 2) + timedelta(days=n) for n in range(1, 300))


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), named=st.sampled_from(["both", "stop", "sequence"]))
def test_what_is_told_of_a_stop_holds_for_the_later_ones(store: Store, days: Iterator[datetime], seed: int, named: str) -> None:
    town, random = Town(seed, next(days)), Random(seed)
    assume(town.forward())
    said = list(messages(town, random))
    rows = [{"event_time": m.at, "trip_id": m.trip, **word.row(named)} for m in said for word in m.words]
    assume(rows)
    store.land("timetable", town.timetable(), None)
    store.land("positions", town.positions(), None)
    store.land("updates", reading("trip_update", rows), None)
    found = store.ask(Ticket("prediction_error", as_of=town.as_of)).to_pylist()
    errors = [tuple(row[name] for name in ("horizon", "predictions", "median_error_s", "typical_error_s", "within")) for row in found]
    assert errors == judged(town, said)


def foretold(run: Run, events: str, **said: Any) -> list[Row]:
    """At each stop what then was, told 100 s before."""
    rows = []
    for n, (stop, (came, left)) in enumerate(zip(run.stops, run.calls, strict=True), 1):
        at = {"arrival": MIDNIGHT + timedelta(seconds=round(came)), "departure": MIDNIGHT + timedelta(seconds=round(left))}
        times = {f"{event}_time": at[event] for event in events.split()}
        rows.append({"event_time": at["arrival"] - timedelta(seconds=100), "stop_sequence": n, "stop_id": stop} | times | said)
    return rows


def passed(run: Run, now_s: float) -> int:
    """Stops left, and the last one come to, in a quarter of an hour; first ones are not judged."""
    times = [*(left for _, left in run.calls[1:-1]), run.calls[-1][0]]
    return sum(now_s - 900 < at <= now_s for at in times)


@pytest.mark.parametrize("events", ["arrival", "departure", "arrival departure"])
def test_who_foretells_what_then_was_is_right_to_the_second(events: str) -> None:
    """Buses stay at their stops for up to 40 s. Messages tell one stop each: of the later ones they tell its delay."""
    driven, now_s = runs(8 * 3600, lines=["street", "eight"]), 8.6 * 3600
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, told(driven))
        store.land("updates", reading("trip_update", [row for run in driven for row in foretold(run, events, trip_id=run.trip)]), None)
        found = {row["horizon"]: row for row in ask(store, "prediction_error", now_s / 3600)}
    assert found[1]["predictions"] >= sum(passed(run, now_s) for run in driven)
    assert found[1]["typical_error_s"] <= SLACK_S


def test_a_run_of_a_trip_that_runs_often_is_told_by_its_start() -> None:
    driven, now_s = runs(8 * 3600, lines=["street"]), 8.6 * 3600
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY), by_headway=True, exact=True), None)

        def named(run: Run) -> Row:
            return {"trip_id": f"street{run.direction}-0", "start_date": DAY, "start_time": f"08:{10 * run.number:02}:00"}

        land(store, told(driven, said=lambda run: named(run) | {"route_id": "street"}))
        every = [
            row | {"event_time": MIDNIGHT + timedelta(seconds=now_s - 900)}
            for run in driven
            for row in foretold(run, "arrival departure", **named(run))
        ]
        store.land("updates", reading("trip_update", every), None)
        found = ask(store, "prediction_error", now_s / 3600)
    assert sum(row["predictions"] for row in found) == sum(passed(run, now_s) for run in driven)
    assert all(row["typical_error_s"] <= SLACK_S and row["within"] == row["predictions"] for row in found)
