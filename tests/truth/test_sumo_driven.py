"""Buses and roads of a traffic simulator, put in by config alone, against the stops that it says they made and the way that all drove."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median

import pytest

from tests.truth.recorded import Recorded, land
from tests.truth.sumo_driven import Call, Driven
from tests.truth.sumo_town import END_S

BEGIN = datetime(2026, 3, 1, 20)  # 07:00 in Sydney; the simulation's second 0
END = BEGIN + timedelta(seconds=END_S)
WHOLE = str(END_S)


@pytest.fixture(scope="module")
def driven(tmp_path_factory: pytest.TempPathFactory) -> Driven:
    return Driven(tmp_path_factory.mktemp("sumo"), Path(pytest.importorskip("sumo").SUMO_HOME), seed=1)


@pytest.fixture(scope="module")
def town(driven: Driven) -> Iterator[Recorded]:
    found = land("sumo-buses", driven.folder)
    assert (sum((found.quarantined(feed) for feed in found.landed), start=found.quarantined("roads")).total(), found.refused) == (0, {})
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def seen(town: Recorded) -> dict[tuple[str, int], float]:
    """By trip and number of the stop: the second that is judged."""
    visits = town.ask("stop_visit", END, window_s=WHOLE)
    assert len({(v["trip_id"], v["stop_sequence"]) for v in visits}) == len(visits)
    return {(v["trip_id"], v["stop_sequence"]): (v["actual_time"] - BEGIN).total_seconds() for v in visits}


def figure(town: Recorded, kpi: str) -> float:
    return float(town.row(f"{kpi}_measure", END, window_s=WHOLE)["value"])


def test_every_call_is_seen_and_no_other(driven: Driven, seen: dict[tuple[str, int], float]) -> None:
    assert seen.keys() == driven.calls().keys()


def test_calls_are_told_when_they_were(driven: Driven, seen: dict[tuple[str, int], float]) -> None:
    """Reports come every ten seconds. A bus that queues behind another one at its last stop is told to be there."""
    errors = [seen[key] - call.at for key, call in driven.calls().items()]
    sizes = sorted(abs(error) for error in errors)
    most = sizes[len(sizes) * 19 // 20]
    print(f"{len(errors)} calls: median {median(errors)} s, of nineteen of twenty up to {most} s, at most {sizes[-1]} s")
    assert abs(median(errors)) <= 2
    assert most <= 8 and sizes[-1] <= 30


def test_on_time_share(driven: Driven, town: Recorded) -> None:
    calls = driven.calls().values()
    share = 100 * sum(-60 <= call.at - call.due <= 300 for call in calls) / len(calls)
    assert 50 < share < 95
    assert figure(town, "bus_on_time") == pytest.approx(share, abs=1)


def test_headways_and_excess_wait(driven: Driven, town: Recorded) -> None:
    planned, driven_at = _times(driven)
    frequent = {line for line in driven_at if fmean(_gaps(planned[line].values())) <= 720}
    waits = {line: (_wait(_gaps(driven_at[line].values())) - _wait(_gaps(planned[line].values()))) / 60 for line in frequent}
    headways = {line: len(_gaps(driven_at[line].values())) for line in frequent}
    assert len(frequent) == 4
    rows = town.ask("bus_ewt_rows", END, window_s=WHOLE)
    assert {(row["route_id"], row["direction_id"]): row["headways"] for row in rows} == headways
    assert {(row["route_id"], row["direction_id"]): row["value"] for row in rows} == pytest.approx(waits, abs=0.08)
    excess = sum(waits[line] * headways[line] for line in frequent) / sum(headways.values())
    assert figure(town, "bus_ewt") == pytest.approx(excess, abs=5 / 60)


Times = dict[tuple[str, int], dict[str, list[float]]]


def _times(driven: Driven) -> tuple[Times, Times]:
    """Of each line and direction, by stop: when vehicles should pass, and did."""
    planned: Times = defaultdict(lambda: defaultdict(list))
    passed: Times = defaultdict(lambda: defaultdict(list))
    calls = driven.calls()
    for trip in driven.trips:
        for n, block in enumerate(trip.stops, 1):
            planned[trip.line, trip.direction][block].append(trip.planned[n - 1])
            if (trip.trip_id, n) in calls:
                passed[trip.line, trip.direction][block].append(calls[trip.trip_id, n].at)
    return planned, passed


def _gaps(stops: Iterable[list[float]]) -> list[float]:
    return [after - before for times in stops for before, after in pairwise(sorted(times))]


def _wait(gaps: list[float]) -> float:
    return sum(gap * gap for gap in gaps) / (2 * sum(gaps))


def test_trips_that_stayed_in(driven: Driven, town: Recorded) -> None:
    """All of two hours landed at once: what nobody drove was lost, it is not for want of data."""
    delivered = town.row("bus_service_delivered_measure", END, window_s=WHOLE)
    left = sum(trip.leaves_s is not None for trip in driven.trips)
    assert (delivered["numerator"], delivered["denominator"], delivered["coverage"]) == (left, len(driven.trips), 1)


def test_run_times_and_dwell(driven: Driven, town: Recorded) -> None:
    runs: dict[str, list[Call]] = defaultdict(list)
    for (trip, _), call in sorted(driven.calls().items()):
        runs[trip].append(call)
    ran = {trip: calls[-1].came - calls[0].left for trip, calls in runs.items()}
    found = town.ask("trip_performed", END, window_s=WHOLE)
    ours = {row["trip_id"]: (row["actual_trip_end"] - row["actual_trip_start"]).total_seconds() for row in found}
    assert ours == pytest.approx(ran, abs=35)  # a bus is told to leave some 3 s later than it did, and to come 2 s sooner
    planned = sum(trip.planned[-1] - trip.planned[0] for trip in driven.trips if trip.trip_id in ran)
    assert figure(town, "bus_run_time") == pytest.approx(sum(ran.values()) / planned, rel=0.02)
    stood = sum(call.left - call.came for calls in runs.values() for call in calls[1:-1])
    assert figure(town, "bus_dwell_share") == pytest.approx(100 * stood / sum(ran.values()), abs=2)


@pytest.mark.parametrize("minutes", [10, 35, 45, 55, 95])
def test_roads_of_five_minutes(driven: Driven, town: Recorded, minutes: int) -> None:
    """Exactly as the edges' mean speeds have it; near edgeData's own travel times, which leave out what of a vehicle is beyond the edge."""
    lanes = {edge: (float(lane["length"]), float(lane["speed"])) for edge, lane in driven.lanes.items()}
    told = [row for row in driven.said("edges.csv") if float(row["interval_end"]) == 60 * minutes and row["edge_speed"]]
    speed = {row["edge_id"]: float(row["edge_speed"]) for row in told}
    free = sum(lanes[edge][0] / lanes[edge][1] for edge in speed)
    slow = [edge for edge in speed if speed[edge] <= lanes[edge][1] / 2]

    def ours(kpi: str) -> float:
        return float(town.row(f"{kpi}_measure", BEGIN + timedelta(minutes=minutes))["value"])

    assert ours("delay_index") == pytest.approx(sum(lanes[edge][0] / speed[edge] for edge in speed) / free, rel=1e-9)
    assert ours("delay_index") == pytest.approx(sum(float(row["edge_traveltime"]) for row in told) / free, rel=0.02)
    assert ours("congested_km") == pytest.approx(sum(lanes[edge][0] for edge in slow) / 1000, rel=1e-9)
    driven_m, whole_m = sum(lanes[edge][0] for edge in speed), sum(length for length, _ in lanes.values())
    assert ours("road_coverage") == pytest.approx(100 * driven_m / whole_m, rel=1e-9)
