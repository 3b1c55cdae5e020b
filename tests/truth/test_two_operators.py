"""Two operators, each with a feed of positions of its own: the silence of the one says nothing of its trips, and nothing of the other's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.driven import DAY, MIDNIGHT, ZONE, Row, ask, told
from tests.truth.tracks import Run, runs, timetable

LINES = {"north": ["street"], "south": ["ring", "eight"]}
RUNS = runs(8 * 3600, lines=["street", "ring", "eight"])
DOWN_S = 8.3 * 3600  # the south is heard of until then: its first trips are over, its third is yet to begin
MISSING = next(run for run in RUNS if (run.line, run.direction, run.number) == ("street", 0, 2))  # of the north
WINDOW_S = 10_800


def of(feed: str) -> list[Run]:
    return [run for run in RUNS if run.line in LINES[feed] and run is not MISSING]


@contextmanager
def city(ends_s: float) -> Iterator[Store]:
    with Store(None, Place(ZONE)) as store:
        assert store.load_views([STANDARD]) == []
        common = {"title_zh": "定位", "title_en": "Positions", "kind": "event", "stale_after_s": 60.0, "down_after_s": 600.0}
        store.register_feeds([{"feed": feed, "match": "trip_id"} | common for feed in LINES])
        store.land("timetable", timetable(RUNS, (DAY, DAY)), None)
        rows = {feed: told(of(feed)) for feed in LINES}
        for minute in range(470, 590, 5):  # as they come
            for feed, ends in (("north", 1e9), ("south", ends_s)):
                now = [row for row in rows[feed] if minute * 60 <= second(row) < min((minute + 5) * 60, ends)]
                if now:
                    store.land(feed, reading("vehicle_position", now), None)
        yield store


def second(row: Row) -> float:
    return float((row["event_time"] - MIDNIGHT).total_seconds())


def outcomes(store: Store) -> dict[str, str]:
    return {row["trip_id"]: row["outcome"] for row in ask(store, "trip_outcome", 9.2, window_s=WINDOW_S)}


@pytest.fixture(scope="module")
def down() -> Iterator[Store]:
    with city(DOWN_S) as store:
        yield store


def test_trips_of_the_silent_operator_are_unknown_and_the_others_are_judged(down: Store) -> None:
    begun = {run.trip for run in of("south") if run.calls[1][1] < DOWN_S}
    true = {run.trip: "completed" for run in of("north")} | {MISSING.trip: "lost"}
    true |= {run.trip: "completed" if run.trip in begun else "no_data" for run in of("south")}
    assert outcomes(down) == true
    service = ask(down, "bus_service_delivered_measure", 9.2, window_s=WINDOW_S)[0]
    known = sum(outcome != "no_data" for outcome in true.values())
    assert (service["numerator"], service["denominator"]) == (known - 1, known)
    assert service["coverage"] == pytest.approx(known / len(true))
    assert [row["trip_id"] for row in ask(down, "bus_ghost_trips_rows", 9.2, window_s=WINDOW_S)] == [MISSING.trip]


def test_nobody_is_said_to_wait_for_the_buses_of_a_silent_operator(down: Store) -> None:
    lines = down.ask(Ticket("bus_ewt_rows", {"window_s": "7200"}, MIDNIGHT + timedelta(hours=9)), seconds=30)
    assert [row["route_id"] for row in lines.to_pylist() if row["open_min"] is not None] == []


@pytest.mark.parametrize(("line", "reason"), [("street", ""), ("ring", "feed:south"), ("unheard", "feed:south")])
def test_a_line_is_grey_where_its_own_operator_is_silent(down: Store, line: str, reason: str) -> None:
    """Of the four trips out, three were due by then, and the third never came."""
    (said,) = down.ask(Ticket("line_service", {"line": line, "direction": "0"}, MIDNIGHT + timedelta(hours=8.6)), 30).to_pylist()
    assert said["reason"] == reason
    assert line != "street" or (said["numerator"], said["denominator"], said["value"]) == (2, 3, pytest.approx(200 / 3))


def test_while_both_are_heard_a_trip_of_either_that_never_came_is_lost() -> None:
    with city(1e9) as store:
        assert {trip: outcome for trip, outcome in outcomes(store).items() if outcome != "completed"} == {MISSING.trip: "lost"}
