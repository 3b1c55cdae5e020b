"""Trips that run by headways, the headway changing in the course of the day: each bus has that of its span, also after the span ended."""

from collections.abc import Callable
from datetime import timedelta

import pyarrow as pa
import pytest

from datasources.reading import Reading
from tests.truth.driven import DAY, MIDNIGHT, Row, ask, calls, city, land, told
from tests.truth.tracks import Run, runs, timetable

FIRST_S, CHANGES_S = 8 * 3600, 8 * 3600 + 1200
STREET = [run for run in runs(FIRST_S) if run.line == "street"]  # they leave at 0, 10, 20 and 30 minutes
BEFORE_S, AFTER_S = 600, 1500


def by_headway() -> Reading:
    """Every ten minutes for twenty, then every twenty-five until the last bus has left."""
    tables = dict(timetable(STREET, (DAY, DAY), by_headway=True).tables)
    spans = [(FIRST_S, CHANGES_S, BEFORE_S), (CHANGES_S, FIRST_S + 1801, AFTER_S)]
    rows = [
        {"trip_id": f"street{direction}-0", "start_s": first, "end_s": last, "headway_secs": headway, "exact_times": 0}
        for direction in (0, 1)
        for first, last, headway in spans
    ]
    return Reading(tables | {"gtfs_frequency": pa.Table.from_pylist(rows)})


def by_start(run: Run) -> Row:
    clock = f"{run.planned[0] // 3600:02d}:{run.planned[0] // 60 % 60:02d}:00"
    return {"trip_id": f"street{run.direction}-0", "route_id": "street", "direction_id": run.direction, "start_time": clock}


def by_id(run: Run) -> Row:
    return by_start(run) | {"start_time": None}


def by_line(run: Run) -> Row:
    return by_id(run) | {"trip_id": None}


@pytest.mark.parametrize(("match", "said"), [("trip_id", by_start), ("trip_id", by_id), ("frequency", by_line)])
def test_every_bus_keeps_the_headway_of_its_span(match: str, said: Callable[[Run], Row]) -> None:
    with city(match) as store:
        store.land("timetable", by_headway(), None)
        land(store, told(STREET, said=said))
        visits = ask(store, "stop_visit")
    assert {(row["vehicle_id"], row["stop_sequence"]) for row in visits} == calls(STREET)
    leaves = {f"bus {run.trip}": MIDNIGHT + timedelta(seconds=run.planned[0]) for run in STREET}
    for row in visits:
        begun = leaves[row["vehicle_id"]] if said is by_start else row["actual_time"]
        apart = abs((begun - MIDNIGHT).total_seconds() - CHANGES_S)
        if said is by_start or apart > 300:  # a bus stands from one span into the next
            assert row["scheduled_headway_s"] == (BEFORE_S if begun < MIDNIGHT + timedelta(seconds=CHANGES_S) else AFTER_S)
