"""Headways where positions stopped: who may have passed unseen leaves no gap behind, who never came does."""

from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest

from tests.truth.driven import DAY, MIDNIGHT, Row, ask, city, land, told
from tests.truth.tracks import Run, runs, timetable

FIRST_S = 8 * 3600 - 420  # every ten minutes, each under way for longer
STREET, RING = (runs(FIRST_S, lines=[line]) for line in ("street", "ring"))
WINDOW_S, SLACK_S = 7200, 12
WAYS: dict[str, Callable[[Run], Row]] = {
    "trip_id,frequency": lambda run: {"trip_id": f"{run.line}{run.direction}-0", "route_id": run.line, "direction_id": run.direction},
    "line": lambda run: {"trip_id": None, "route_id": run.line, "direction_id": run.direction},
}
Gaps = set[tuple[int, int, str, int]]  # direction, stop, vehicle, and the seconds since the one before it
ways = pytest.mark.parametrize("match", WAYS)


def second(row: Row) -> float:
    return float((row["event_time"] - MIDNIGHT).total_seconds())


def gaps(driven: Iterable[Run]) -> Gaps:
    found: Gaps = set()
    for way in (0, 1):
        there = [run for run in driven if run.direction == way]
        for n in range(len(STREET[0].stops)):
            which = 0 if n == len(STREET[0].stops) - 1 else 1
            times = sorted((run.calls[n][which], f"bus {run.trip}") for run in there)
            found |= {(way, n, bus, round(at - before)) for (before, _), (at, bus) in pairwise(times)}
    return found


def believed(match: str, driven: list[Run], heard: Callable[[Row], bool]) -> tuple[Gaps, float]:
    """Headways of the street as far as they are believed, and their coverage. The ring's buses are always heard."""
    with city(match) as store:
        store.land("timetable", timetable([*STREET, *RING], (DAY, DAY), by_headway="frequency" in match), None)
        rows = told([*driven, *RING], said=WAYS[match])
        land(store, [row for row in rows if heard(row)])
        known = ask(store, "headway_known", 9, window_s=WINDOW_S)
        coverage = ask(store, "headway_coverage", 9, window_s=WINDOW_S)[0]["coverage"]
    street = [row for row in known if row["route_id"] == "street"]
    return {(row["direction_id"], row["stop_sequence"] - 1, row["vehicle_id"], row["headway_s"]) for row in street}, coverage


def true(found: Gaps, driven: Iterable[Run], slack_s: float = SLACK_S) -> Gaps:
    """Of those found, those that were so."""
    there = {call[:3]: call[3] for call in gaps(driven)}
    return {call for call in found if abs(there.get(call[:3], 1e9) - call[3]) <= slack_s}


@ways
def test_a_silence_of_all_positions_makes_no_gap(match: str) -> None:
    """One bus drove from end to end in it, within ten minutes of the clock that were heard of at either end."""
    hidden = next(run for run in STREET if (run.direction, run.number) == (0, 1))
    silent = hidden.track[0][0] - 1, hidden.track[-1][0] + 1
    found, coverage = believed(match, STREET, lambda row: not silent[0] < second(row) < silent[1])
    assert found == true(found, STREET)
    assert not {call for call in found if call[0] == 0 and call[2] == "bus street0-2"}
    assert len(found) >= 12
    assert coverage < 0.8


@ways
def test_a_bus_that_is_silent_on_the_way_makes_no_gap_where_it_passed(match: str) -> None:
    hidden = next(run for run in STREET if (run.direction, run.number) == (0, 1))
    left, came = hidden.calls[0][1] + 5, hidden.calls[-1][0] + 40  # too long to be bridged
    found, coverage = believed(match, STREET, lambda row: row["vehicle_id"] != f"bus {hidden.trip}" or not left < second(row) < came)
    assert found == true(found, STREET, 45)  # when it came to the last stop nobody heard: it was there already
    assert len(found) < len(gaps(STREET)) - 10
    assert coverage < 1


@ways
def test_a_bus_that_falls_silent_or_is_heard_late_makes_no_gap_beyond(match: str) -> None:
    """One is heard until half way, another from there on."""
    cut, late = (next(run for run in STREET if (run.direction, run.number) == (way, 1)) for way in (0, 1))
    until, since = cut.calls[4][0], late.calls[4][1]

    def heard(row: Row) -> bool:
        return (row["vehicle_id"] != f"bus {cut.trip}" or second(row) < until) and (
            row["vehicle_id"] != f"bus {late.trip}" or second(row) > since
        )

    found, coverage = believed(match, STREET, heard)
    assert found == true(found, STREET)
    assert coverage < 1


def test_a_bus_that_never_came_leaves_its_gap() -> None:
    driven = [run for run in STREET if run.number != 1]
    found, coverage = believed("trip_id,frequency", driven, lambda row: True)
    assert found == true(found, driven)
    assert len(found) == len(gaps(driven))
    assert max(call[3] for call in found) > 900
    assert coverage == 1


@pytest.mark.parametrize("minutes", [10, 14, 20])
def test_a_wall_that_just_began_to_listen_says_of_how_many_it_knows_the_headway(minutes: int) -> None:
    """Of buses that called in the last quarter of an hour where a bus was planned before them."""
    ends = STREET[3].calls[-1][0]
    begins = ends - 60 * minutes
    with city() as store:
        store.land("timetable", timetable(STREET, (DAY, DAY)), None)
        land(store, [row for row in told(STREET) if begins < second(row) < ends])
        measured = [ask(store, f"{kpi}_measure", ends / 3600)[0] for kpi in ("bus_bunching", "bus_gaps")]
        coverage = ask(store, "bus_coverage", ends / 3600)[0]["coverage"]
        visits = {
            (row["vehicle_id"], row["stop_sequence"]): second(row | {"event_time": row["actual_time"]})
            for row in ask(store, "stop_visit", ends / 3600)
        }
    last = {bus: max(n for other, n in visits if other == bus) for bus, _ in visits}
    followers = {f"bus {run.trip}": f"bus {ahead.trip}" for ahead, run in pairwise(STREET) if ahead.direction == run.direction}
    due = [bus for bus in last if bus in followers and visits[bus, last[bus]] > ends - 900]
    known = [bus for bus in due if (followers[bus], last[bus]) in visits]
    assert known
    assert [row["coverage"] for row in measured] == [pytest.approx(min(coverage, len(known) / len(due)))] * 2
