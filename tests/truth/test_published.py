"""Timetables as agencies publish them: whatever the dialect, the plan is the same, and so is what buses are measured by."""

from collections.abc import Callable

import pytest

from datasources.store import Store
from tests.datasources.rows import asked
from tests.truth.driven import MIDNIGHT, ask, city, land, told
from tests.truth.published import DWELL_S, TIMEPOINTS, Files, along, cells, clock, files, interpolated, zipped
from tests.truth.tracks import LINES, Run, degrees, runs

STREET = runs(8 * 3600, lines=["street"])
FILES = files(STREET)
WINDOW_S = 10_800
KPIS = ("bus_on_time", "bus_service_delivered", "bus_run_time", "bus_ewt")
Row = dict[str, object]


def no_time(*names: str) -> Callable[[Row], Row]:
    return lambda row: row | dict.fromkeys(names, "")


def gaps(row: Row) -> Row:
    return row | {"stop_sequence": 10 * int(str(row["stop_sequence"]))}


def drawn(found: Files) -> Files:
    """With shapes, no distances in them."""
    points: list[list[object]] = [
        [f"shape{way}", *(f"{x:.7f}" for x in degrees(at)), 5 * n] for way in (0, 1) for n, at in enumerate(LINES["street", way][1])
    ]
    shapes: Files = {"shapes.txt": [["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"], *points]}
    return cells(found | shapes, "trips.txt", lambda row: row | {"shape_id": f"shape{row['direction_id']}"})


def own_columns(row: Row) -> Row:
    return {"x_note": "a"} | row | {"stop_headsign": "", "pickup_type": 0}


def mixed(found: Files) -> Files:
    """Rows in another order, stops numbered 10, 20, 30."""
    header, *rows = cells(found, "stop_times.txt", gaps)["stop_times.txt"]
    return found | {"stop_times.txt": [header, *rows[::-1]]}


def quoted(text: str) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines()) + "\n"


def windows(text: str) -> str:
    """A mark at the beginning, spaces around values, lines that end otherwise."""
    return "\ufeff" + text.replace(",", " , ").replace("\n", " \r\n")


SAME: dict[str, tuple[Files, Callable[[str], str]]] = {
    "only arrivals, columns of its own": (
        cells(cells(FILES, "stop_times.txt", no_time("departure_time")), "stop_times.txt", own_columns),
        windows,
    ),
    "only departures, shapes without distances": (drawn(cells(FILES, "stop_times.txt", no_time("arrival_time"))), quoted),
    "gaps in the order": (mixed(FILES), str),
}


def plan(store: Store) -> dict[tuple[str, int], int]:
    """Trip and which stop it is: planned second of the service day."""
    rows = asked(store, "SELECT trip_id, number, scheduled_time FROM service_call")
    return {(trip, number): round((at - MIDNIGHT).total_seconds()) for trip, number, at in rows}


def measured(store: Store) -> dict[str, tuple[float, float]]:
    rows = {kpi: ask(store, f"{kpi}_measure", 9.5, window_s=WINDOW_S)[0] for kpi in KPIS}
    return {kpi: (row["numerator"], row["denominator"]) for kpi, row in rows.items()}


def planned(driven: list[Run]) -> dict[tuple[str, int], int]:
    return {(run.trip, n): second for run in driven for n, second in enumerate(run.planned, 1)}


@pytest.fixture(scope="module")
def plain() -> dict[str, tuple[float, float]]:
    with city() as store:
        store.land("timetable", zipped(FILES), None)
        land(store, told(STREET))
        return measured(store)


@pytest.mark.parametrize("dialect", SAME)
def test_the_plan_is_the_same_in_every_dialect(dialect: str, plain: dict[str, tuple[float, float]]) -> None:
    found, text = SAME[dialect]
    with city() as store:
        store.land("timetable", zipped(found, text), None)
        land(store, told(STREET))
        assert plan(store) == planned(STREET)
        assert measured(store) == {kpi: pytest.approx(value, rel=1e-3) for kpi, value in plain.items()}
    assert plain["bus_service_delivered"] == (len(STREET), len(STREET))


def only_timepoints() -> Files:
    """Times at three stops of eight, the middle one with a wait."""

    def change(row: Row) -> Row:
        n = int(str(row["stop_sequence"]))
        if n not in TIMEPOINTS:
            return row | {"arrival_time": "", "departure_time": ""}
        second = next(run for run in STREET if run.trip == row["trip_id"]).planned[n - 1]
        return row | {"departure_time": clock(second + (DWELL_S if n == TIMEPOINTS[1] else 0))}

    return cells(FILES, "stop_times.txt", change)


def far(n: int) -> float:
    """An agency's own distances, in units of its own: the way bends most at the second stop."""
    return [0.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0][n - 1]


@pytest.mark.parametrize("own", [False, True])
def test_times_between_timepoints_are_in_proportion_to_the_way(own: bool) -> None:
    """From a departure to the next arrival, and those with a time are timepoints, where no column says so."""
    found = only_timepoints()
    if own:
        found = cells(found, "stop_times.txt", lambda row: row | {"shape_dist_traveled": far(int(str(row["stop_sequence"])))})
    with city() as store:
        store.land("timetable", zipped(found), None)
        land(store, told(STREET))
        seen = plan(store)
        kinds = dict(asked(store, "SELECT number, max(coalesce(timepoint, 0)) FROM service_call GROUP BY number"))
    assert {n for n, timepoint in kinds.items() if timepoint} == set(TIMEPOINTS)
    for run in STREET:
        ways = [far(n) for n in range(1, 9)] if own else along(run)
        assert [seen[run.trip, n] for n in range(1, 9)] == pytest.approx(interpolated(run, ways), abs=1), run.trip


def test_past_midnight_times_go_on_counting() -> None:
    """Of a night line that starts at 24:40."""
    night = runs(24 * 3600 + 2400, lines=["street"])
    with city() as store:
        store.land("timetable", zipped(files(night)), None)
        land(store, told(night))
        assert plan(store) == planned(night)
        service = ask(store, "bus_service_delivered_measure", 26, window_s=WINDOW_S)[0]
    assert (service["numerator"], service["denominator"]) == (len(night), len(night))
