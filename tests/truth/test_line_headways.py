"""Headways where a line is not as planned: buses that were added, buses that name no trip, no bus any more."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.truth.driven import DAY, MIDNIGHT, PATIENT_S, Row, ask, by_trip, city, land, told
from tests.truth.tracks import Run, reports, runs, timetable

STREET = [run for run in runs(8 * 3600) if run.line == "street"]
WINDOW_S, AFTER_S = 10_800, 300.0
SLACK_S = 10
Gaps = dict[tuple[int, int, str], float]  # (direction, stop, vehicle): seconds since the vehicle before


def gaps(driven: list[tuple[str, Run, float]]) -> Gaps:
    """Of vehicles, each driving a run so many seconds later than it did."""
    found: Gaps = {}
    for direction in (0, 1):
        there = [entry for entry in driven if entry[1].direction == direction]
        for n in range(len(STREET[0].stops)):
            which = 0 if n == len(STREET[0].stops) - 1 else 1  # the last stop has an arrival, the others a departure
            times = sorted((run.calls[n][which] + later, name) for name, run, later in there)
            found |= {(direction, n, name): at - before for (before, _), (at, name) in pairwise(times)}
    return found


def heard(headways: list[Row]) -> Gaps:
    return {(row["direction_id"], row["stop_sequence"] - 1, row["vehicle_id"]): row["headway_s"] for row in headways}


def wait_min(found: Gaps) -> float:
    """Excess wait over both directions, planned every ten minutes, weighted by headways."""
    excess = {}
    for direction in (0, 1):
        told = [gap for (way, _, _), gap in found.items() if way == direction]
        excess[direction] = (sum(gap * gap for gap in told) / (2 * sum(told)) - 300, len(told))
    return sum(wait * count for wait, count in excess.values()) / sum(count for _, count in excess.values()) / 60


@pytest.mark.parametrize("says", ["ADDED", "DUPLICATED"])
@pytest.mark.parametrize("instead", [False, True])
def test_an_added_bus_shortens_the_wait_and_runs_no_planned_trip(says: str, instead: bool) -> None:
    """Beside the trip that it repeats, or instead of it."""
    model = STREET[1]
    said = by_trip(model) | {"direction_id": 0, "schedule_relationship": says} | ({"trip_id": "extra"} if says == "ADDED" else {})
    extra = [
        row | {"vehicle_id": "extra", "event_time": row["event_time"] + timedelta(seconds=AFTER_S)}
        for row in reports(model, MIDNIGHT, said)
    ]
    ran = [run for run in STREET if not (instead and run is model)]
    with city() as store:
        store.land("timetable", timetable(STREET, (DAY, DAY)), None)
        land(store, [{"direction_id": None, "schedule_relationship": None} | row for row in told(ran)] + extra)
        seen = heard(ask(store, "headways", 9.5, window_s=WINDOW_S))
        service = ask(store, "bus_service_delivered_measure", 9.5, window_s=WINDOW_S)[0]
        wait = ask(store, "bus_ewt_measure", 9.5, window_s=WINDOW_S)[0]
        car = next(row for row in ask(store, "vehicles", 8.7) if row["vehicle_id"] == "extra")
    true = gaps([(f"bus {run.trip}", run, 0) for run in ran] + [("extra", model, AFTER_S)])
    assert seen == {call: pytest.approx(gap, abs=SLACK_S) for call, gap in true.items()}
    assert (service["numerator"], service["denominator"]) == (len(ran), len(STREET))
    assert (wait["value"], wait["denominator"]) == (pytest.approx(wait_min(true), abs=0.03), len(true))
    assert (car["matched_by"], car["run_trip_id"], car["delay_s"]) == ("added", None, None)


def test_where_buses_name_their_line_only_headways_are_known_and_trips_are_not() -> None:
    """None of the trips is called lost: nobody could tell."""
    with city("line") as store:
        store.land("timetable", timetable(STREET, (DAY, DAY)), None)
        rows = sorted(told(STREET, said=lambda run: {"route_id": run.line}), key=lambda row: row["event_time"])
        for n in range(12):
            land(store, rows[n * len(rows) // 12 : (n + 1) * len(rows) // 12])
        seen = heard(ask(store, "headways", 9.5, window_s=WINDOW_S))
        wait = ask(store, "bus_ewt_measure", 9.5, window_s=WINDOW_S)[0]
        punctual = ask(store, "bus_on_time_measure", 9.5, window_s=WINDOW_S)[0]
        kept = ask(store, "bus_headway_adherence_measure", 9.5, window_s=WINDOW_S)[0]
        outcomes = {row["outcome"] for row in ask(store, "trip_outcome", 9.5, window_s=WINDOW_S)}
        coverage = ask(store, "bus_coverage", 8.5)[0]
    true = gaps([(f"bus {run.trip}", run, 0) for run in STREET])
    assert seen == {call: pytest.approx(gap, abs=SLACK_S) for call, gap in true.items()}
    assert (wait["value"], wait["denominator"]) == (pytest.approx(wait_min(true), abs=0.03), len(true))
    assert (kept["denominator"], punctual["value"], outcomes) == (len(true), None, {"no_data"})
    assert coverage["coverage"] == 1


@pytest.mark.parametrize(("hours", "open_there"), [(8.4, False), (8.9, True), (9.4, True)])
def test_the_wait_since_a_line_went_silent_counts_so_far(hours: float, open_there: bool) -> None:
    """Two trips ran, two did not. TfL would count the gap once a bus came: here the least that people have waited until now, or until a
    headway after the last call that was planned there: after the end of service nobody waits."""
    ran = [run for run in STREET if run.number < 2]
    with city() as store:
        store.land("timetable", timetable(STREET, (DAY, DAY)), None)
        rows = [row for row in told(ran) if row["event_time"] <= MIDNIGHT + timedelta(hours=hours)]
        land(store, rows)
        lines = ask(store, "bus_ewt_rows", hours, window_s=WINDOW_S)
        at = MIDNIGHT + timedelta(hours=hours)
        about = {"line": "street", "window_s": str(WINDOW_S)}
        chosen = [store.ask(Ticket("line_ewt_measure", about | {"direction": str(n)}, at), PATIENT_S).to_pylist()[0] for n in (0, 1)]
    found = {line["direction_id"]: pytest.approx(line["value"]) for line in lines}
    assert {n: chosen[n]["value"] for n in (0, 1)} == {0: None, 1: None} | found
    # before that one headway was seen at each stop: too few for a figure
    assert {line["direction_id"]: line["open_min"] is not None for line in lines} == ({0: True, 1: True} if open_there else {})
    for line in lines:
        runs_there = [run for run in ran if run.direction == line["direction_id"]]
        seen = [gap for (way, _, _), gap in gaps([(run.trip, run, 0) for run in ran]).items() if way == line["direction_id"]]
        last = [max(run.calls[n][0 if n == 7 else 1] for run in runs_there) for n in range(8)]
        planned = [max(run.planned[n] for run in STREET if run.direction == line["direction_id"]) for n in range(8)]
        still = [min(hours * 3600, due + 600) - at for at, due in zip(last, planned, strict=True)]
        waits = [*seen, *still]
        assert line["headways"] == len(waits)
        assert line["open_min"] == pytest.approx(max(still) / 60, abs=0.2)
        assert line["awt_min"] == pytest.approx(sum(gap * gap for gap in waits) / (2 * sum(waits)) / 60, abs=0.1)


def test_what_is_due_and_has_not_come_is_in_neither_wait() -> None:
    """Ten minutes apart, then fifteen: the fourth bus is late. While two planned headways are not seen yet nothing is told."""
    ran = [run for run in STREET if run.number < 3]
    planned = ran + [replace(run, planned=[second + 300 for second in run.planned]) for run in STREET if run.number == 3]
    with city() as store:
        store.land("timetable", timetable(planned, (DAY, DAY)), None)
        land(store, told(ran))
        early, later = (ask(store, "bus_ewt_rows", hours, window_s=3600) for hours in (8.3, 8.6))
    assert early == []
    assert [line["direction_id"] for line in sorted(later, key=lambda line: line["direction_id"])] == [0, 1]
    for line in later:
        upto = [run for run in ran if run.direction == line["direction_id"]]
        seen = [gap for (way, _, _), gap in gaps([(run.trip, run, 0) for run in upto]).items() if way == line["direction_id"]]
        assert line["swt_min"] == pytest.approx(5, abs=0.01)
        assert line["awt_min"] == pytest.approx(sum(gap * gap for gap in seen) / (2 * sum(seen)) / 60, abs=0.15)


def later(run: Run, seconds: int) -> Run:
    """The same drive at another time."""
    return replace(
        run,
        planned=[second + seconds for second in run.planned],
        calls=[(came + seconds, went + seconds) for came, went in run.calls],
        track=[(second + seconds, place) for second, place in run.track],
    )


def waited(store: Store, hours: float, window_s: int) -> Row:
    about = {"line": "street", "window_s": str(window_s)}
    row: Row = store.ask(Ticket("line_ewt_measure", about, MIDNIGHT + timedelta(hours=hours)), PATIENT_S).to_pylist()[0]
    return row


def test_a_line_too_rare_for_the_window_has_no_wait_of_its_own() -> None:
    """Forty minutes apart: in an hour one headway is seen, whose wait is chance (shorter than planned as soon as only the first bus was
    late). In three hours it has one."""
    rare = [later(run, 1800 * run.number) for run in STREET]
    with city() as store:
        store.land("timetable", timetable(rare, (DAY, DAY)), None)
        land(store, told(rare))
        hour, morning = (waited(store, hours, seconds) for hours, seconds in ((9.9, 3600), (10.25, WINDOW_S)))
    assert (hour["value"], hour["denominator"]) == (None, 0)
    assert morning["denominator"] == 3 * 8 and abs(morning["value"]) < 2


@pytest.mark.parametrize(("last", "told_there"), [(13, False), (16, True)])
def test_a_line_has_no_wait_where_a_fifth_of_its_time_is_in_doubt(last: int, told_there: bool) -> None:
    """Ten minutes apart but for one headway of thirty: two trips were seen by nobody, in a timetable that lists more than runs. That one is
    left out; without the others beside it, the wait of what is left would be as planned."""
    first = [run for run in STREET if run.number == 0]
    planned = [replace(later(run, 600 * n), number=n) for run in first for n in range(last + 1)]
    with city(timetable_exact=0) as store:
        store.land("timetable", timetable(planned, (DAY, DAY)), None)
        land(store, told(run for run in planned if run.number not in (4, 5)))
        wait = waited(store, 10.95, WINDOW_S)
        lines = ask(store, "bus_ewt_rows", 10.95, window_s=WINDOW_S)
    assert (wait["value"] is not None, len(lines)) == (told_there, 2 * told_there)
    assert wait["denominator"] == (8 * (last - 3) if told_there else 0)
    assert not told_there or abs(wait["value"]) < 0.1
