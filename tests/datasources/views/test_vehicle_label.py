"""Rows name a bus as the ladder and its card do; its id stays beside that."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pytest

from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.views.test_line import START, STEP, STRAIGHT, asked, timetable

LABELS = {"v0": "鲁F-001", "v2": "鲁F-002", "v3": "鲁F-003", "v9": "鲁F-009", "w": "w"}  # v9 is in the register alone, w says none
RUNS = {"v0": ("T0", 0, 5), "v2": ("T1", 950, 3), "v3": ("T2", 1010, 2), "w": ("T4", 2400, 2)}  # trip, first call, calls
ROWS = (
    "bus_bunching_rows", "bus_gaps_rows", "bus_first_last_on_time_rows", "headway_rows", "line_bunching_rows", "line_gaps_rows",
    "line_ewt_rows", "line_on_time_rows", "line_service_rows", "position_drift_rows", "rt_age_rows", "trip_rows", "vehicle_day_rows",
    "visit_rows",
)  # fmt: skip


@pytest.fixture(scope="module")
def town() -> Iterator[Store]:
    """One bus after a long gap with another close behind it, one that jumps a kilometre; the register calls them by older names."""
    with Store(None, Place("Asia/Shanghai")) as opened:
        assert opened.load_views([STANDARD]) == []
        opened.land("timetable", timetable(STRAIGHT, trips=9), None)
        opened.land("fleet", register(("v0", "old"), ("v9", "鲁F-009")), None)
        reports = [
            report(vehicle, trip, first + 100 * call, call) for vehicle, (trip, first, calls) in RUNS.items() for call in range(calls)
        ]
        opened.land("positions", positions([*reports, report("v3", "T2", 1115, 4)]), None)
        yield opened


def register(*known: tuple[str, str]) -> Reading:
    return Reading({"vehicle": pa.Table.from_pylist([{"vehicle_id": vehicle, "label": label} for vehicle, label in known])})


def positions(reports: list[dict[str, Any]]) -> Reading:
    return Reading({"vehicle_position": pa.Table.from_pylist(reports)})


def report(vehicle: str, trip: str, seconds: int, place: int, label: str | None = None) -> dict[str, Any]:
    told = label or (LABELS[vehicle] if vehicle != "w" else None)
    at = START + timedelta(seconds=seconds)
    return {"event_time": at, "vehicle_id": vehicle, "label": told, "trip_id": trip, "latitude": 40.0, "longitude": STEP * place}


@pytest.mark.parametrize("view", ROWS)
def test_rows_of_a_vehicle_bear_its_label_and_its_id(town: Store, view: str) -> None:
    seconds = {"bus_first_last_on_time_rows": 2400}.get(view, 1200)
    rows = asked(town, view, seconds)
    named = [(row["vehicle_id"], row["label"]) for row in rows if row["vehicle_id"]]
    assert named and all(label == LABELS[vehicle] for vehicle, label in named)
    ahead = [(row["ahead_vehicle_id"], row["ahead_label"]) for row in rows if row.get("ahead_vehicle_id")]
    assert all(label == LABELS[vehicle] for vehicle, label in ahead)
    assert ahead or not any("ahead_vehicle_id" in row for row in rows)
    assert all(row["label"] is None for row in rows if row["vehicle_id"] is None)


def test_a_call_and_a_report_are_of_a_labelled_vehicle(town: Store) -> None:
    calls = asked(town, "trip_visits", 1200, trip="T1")
    assert {(row["vehicle_id"], row["label"]) for row in calls} == {("v2", "鲁F-002"), (None, None)}
    for vehicle in ("v2", "w"):
        assert {row["label"] for row in asked(town, "position_rows", 2500, vehicle=vehicle)} == {LABELS[vehicle]}


def test_one_that_gives_no_label_goes_by_its_id(town: Store) -> None:
    assert ("w", "w") in {(row["vehicle_id"], row["label"]) for row in asked(town, "visit_rows", 2550)}


def test_vehicles_of_two_feeds_that_share_an_id_go_by_it() -> None:
    """Whose label it would be nobody knows."""
    with Store(None, Place("Asia/Shanghai")) as store:
        assert store.load_views([STANDARD]) == []
        for feed, label in (("east", "E1"), ("west", "W1")):
            store.land(feed, positions([report("7", "T0", 0, 0, label), report("8", "T1", 0, 0, "8号")]), None)
        store.land("fleet", register(("7", "E1")), None)
        found = {row["vehicle_id"]: row["label"] for row in asked(store, "vehicle_label", 100)}
    assert found == {"7": None, "8": "8号"}
