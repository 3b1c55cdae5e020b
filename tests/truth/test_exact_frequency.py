"""Trips of frequencies.txt with exact_times: one name, many runs a day, each with times of its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.truth.driven import DAY, MIDNIGHT, SLACK_S, Row, ask, city, land, told
from tests.truth.tracks import Run, runs, timetable

STREET = runs(8 * 3600, lines=["street"])
MISSING = next(run for run in STREET if run.direction == 0 and run.number == 3)  # the last one out never came
RAN = [run for run in STREET if run is not MISSING]
EARLY_S, LATE_S = -60, 300


def start(run: Run) -> str:
    return f"08:{10 * run.number:02}:00"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    def said(run: Run) -> Row:
        return {"trip_id": f"street{run.direction}-0", "route_id": "street", "start_date": DAY, "start_time": start(run)}

    with city() as opened:
        opened.land("timetable", timetable(STREET, (DAY, DAY), by_headway=True, exact=True), None)
        land(opened, told(RAN, said=said))
        yield opened


def delays(run: Run) -> list[float]:
    """At each stop: of the departure, at the last of the arrival."""
    last = len(run.calls) - 1
    return [call[0 if n == last else 1] - planned for n, (call, planned) in enumerate(zip(run.calls, run.planned, strict=True))]


def test_each_bus_has_the_delay_of_its_own_run(store: Store) -> None:
    now = 8.53 * 3600
    begun = [run for run in RAN if run.calls[0][1] < now < run.calls[-1][0]]
    newest = {f"bus {run.trip}": delays(run)[max(n for n, call in enumerate(run.calls) if call[1] < now)] for run in begun}
    cars = {row["vehicle_id"]: row["delay_s"] for row in ask(store, "vehicles", now / 3600)}
    assert len(newest) == 3
    assert {bus: cars[bus] for bus in newest} == {bus: pytest.approx(delay, abs=SLACK_S) for bus, delay in newest.items()}


@pytest.mark.parametrize("direction", [0, 1])
def test_the_page_of_the_line_counts_each_call_once(store: Store, direction: int) -> None:
    at, line = MIDNIGHT + timedelta(hours=9), {"line": "street", "direction": str(direction)}
    ran = [run for run in RAN if run.direction == direction]
    said = store.ask(Ticket("line_on_time_measure", line, at)).to_pylist()[0]
    service = store.ask(Ticket("line_service_measure", line, at - timedelta(minutes=15))).to_pylist()[0]
    true = [delay for run in ran for delay in delays(run)]
    near = sum(min(abs(delay - EARLY_S), abs(delay - LATE_S)) <= SLACK_S for delay in true)
    assert said["denominator"] == len(true)
    assert said["numerator"] == pytest.approx(sum(EARLY_S <= delay <= LATE_S for delay in true), abs=near)
    assert (service["numerator"], service["denominator"]) == (len(ran), 4)


def test_the_last_run_is_lost_though_the_others_of_its_name_ran(store: Store) -> None:
    ends = {(row["direction_id"], row["which"]): row["outcome"] for row in ask(store, "trip_first_last", 10)}
    assert ends == {(0, "first"): "seen", (0, "last"): "lost", (1, "first"): "seen", (1, "last"): "seen"}
    ghosts = ask(store, "bus_ghost_trips_rows", 10, window_s=10_800)
    assert [row["trip_id"] for row in ghosts] == [f"street0-0@{start(MISSING)}"]


def test_a_run_opens_into_its_own_calls(store: Store) -> None:
    run = RAN[2]
    trips = ask(store, "trip_rows", 9.5, window_s=10_800)
    found = next(row["trip_id"] for row in trips if row["vehicle_id"] == f"bus {run.trip}")
    visits = store.ask(Ticket("trip_visits", {"trip": found, "window_s": "10800"}, MIDNIGHT + timedelta(hours=9.5))).to_pylist()
    assert [row["delay_s"] for row in visits] == [pytest.approx(delay, abs=SLACK_S) for delay in delays(run)]
