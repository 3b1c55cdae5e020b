"""Every way to find a vehicle's trip, on lines that meet themselves, against where the buses really were."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from datasources.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from datasources.ticket import Ticket
from tests.truth.tracks import Run, reports, runs, timetable

ZONE = "Australia/Adelaide"
DAY, MIDNIGHT = "20260408", datetime(2026, 4, 7, 14, 30)
FALL_BACK = "20260405"  # the clock goes back from three to two: noon less twelve hours is one o'clock
FALL_BACK_NOON = datetime(2026, 4, 5, 2, 30)
KPIS = (
    "bus_on_time", "bus_departure_on_time", "bus_arrival_on_time", "bus_ewt", "bus_headway_adherence", "bus_headway_cv",
    "bus_run_time", "bus_excess_trip_time", "bus_dwell_share",
)  # fmt: skip
SLACK_S = 8  # of reports every five seconds


@contextmanager
def city(match: str = "trip_id") -> Iterator[Store]:
    with Store(None, Place(ZONE)) as store:
        assert store.load_views([STANDARD]) == []
        feed = {"feed": "positions", "title_zh": "定位", "title_en": "Positions", "kind": "event", "match": match}
        store.register_feeds([feed | {"stale_after_s": 60.0, "down_after_s": 600.0}])
        yield store


def land(store: Store, driven: list[Run], midnight: datetime, said: Callable[[Run], dict[str, Any]]) -> None:
    rows = [row for run in driven for row in reports(run, midnight, said(run))]
    store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows)}), None)


def hms(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


SAID: dict[str, Callable[[Run], dict[str, Any]]] = {
    "trip_id": lambda run: {"trip_id": run.trip, "route_id": run.line},
    "block": lambda run: {"block_id": f"block {run.trip}"},
    "start": lambda run: {"route_id": run.line, "direction_id": run.direction, "start_time": hms(run.planned[0]), "start_date": DAY},
    "frequency": lambda run: {"route_id": run.line},
}


@pytest.mark.parametrize("way", SAID)
def test_each_call_where_and_when_it_was(way: str) -> None:
    driven = runs(8 * 3600)
    with city(way) as store:
        store.land("timetable", timetable(driven, (DAY, DAY), by_headway=way == "frequency"), None)
        land(store, driven, MIDNIGHT, SAID[way])
        told = found(store, MIDNIGHT)
    assert set(told) == {(f"bus {run.trip}", n) for run in driven for n in range(1, len(run.stops) + 1)}
    assert off(driven, told) == {}


def found(store: Store, midnight: datetime) -> dict[tuple[str, int], float]:
    """Vehicle and stop sequence of each visit: second of the service day."""
    as_of = midnight + timedelta(hours=30)
    rows = store.ask(Ticket("stop_visit", {"window_s": "108000"}, as_of)).to_pylist()
    assert len({(row["vehicle_id"], row["stop_sequence"]) for row in rows}) == len(rows)
    return {(row["vehicle_id"], row["stop_sequence"]): (row["actual_time"] - midnight).total_seconds() for row in rows}


def off(driven: list[Run], told: dict[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    """Calls told at another time than that of the departure, at the last stop the arrival or while it stays."""
    wrong = {}
    for run in driven:
        for n, (came, left) in enumerate(run.calls, 1):
            last, at = n == len(run.calls), told[f"bus {run.trip}", n]
            if not (came if last else left) - SLACK_S <= at <= left + SLACK_S:
                wrong[run.trip, n] = at - left
    return wrong


def test_shuffled_and_repeated_reports_tell_the_same() -> None:
    driven, random = runs(8 * 3600), Random(3)
    rows = [row for run in driven for row in reports(run, MIDNIGHT, SAID["trip_id"](run))]
    with city() as whole, city() as pieces:
        for store in (whole, pieces):
            store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(whole, driven, MIDNIGHT, SAID["trip_id"])
        mixed = random.sample(rows, len(rows)) + random.sample(rows, len(rows) // 10)
        for first in range(0, len(mixed), 4000):
            came = MIDNIGHT + timedelta(hours=29, milliseconds=first)
            pieces.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(mixed[first : first + 4000])}), came)
        assert found(pieces, MIDNIGHT) == found(whole, MIDNIGHT)
        for kpi in KPIS:
            said = [
                store.ask(Ticket(f"{kpi}_measure", {"window_s": "108000"}, MIDNIGHT + timedelta(hours=30))) for store in (whole, pieces)
            ]
            told, again = (rows.drop_columns(["coverage"]).to_pylist() for rows in said)  # when it came is another matter
            assert (kpi, again) == (kpi, told)
            assert told[0]["denominator"] > 0


def test_past_midnight_on_the_day_when_the_clock_goes_back() -> None:
    driven, midnight = runs(24 * 3600 - 900), FALL_BACK_NOON - timedelta(hours=12)
    with city() as store:
        store.land("timetable", timetable(driven, (FALL_BACK, FALL_BACK)), None)
        land(store, driven, midnight, SAID["trip_id"])
        assert off(driven, found(store, midnight)) == {}
        performed = store.ask(Ticket("trip_performed", {"window_s": "108000"}, midnight + timedelta(hours=30))).to_pylist()
    assert {row["service_date"] for row in performed} == {FALL_BACK}
    assert {row["trip_id"]: (row["calls_seen"], row["calls_planned"]) for row in performed} == {
        run.trip: (len(run.stops), len(run.stops)) for run in driven
    }
    for run in driven:
        row = next(row for row in performed if row["trip_id"] == run.trip)
        began, ended = ((row[column] - midnight).total_seconds() for column in ("actual_trip_start", "actual_trip_end"))
        assert (began, ended) == (pytest.approx(run.calls[0][1], abs=SLACK_S), pytest.approx(run.calls[-1][0], abs=SLACK_S))
        assert (row["schedule_trip_start"] - midnight).total_seconds() == run.planned[0]


def test_the_share_of_the_run_that_buses_stand_at_stops() -> None:
    driven = runs(8 * 3600)
    with city() as store:
        store.land("timetable", timetable(driven, (DAY, DAY)), None)
        land(store, driven, MIDNIGHT, SAID["trip_id"])
        at = MIDNIGHT + timedelta(hours=10)
        share = store.ask(Ticket("bus_dwell_share_measure", {"window_s": "10800"}, at)).to_pylist()[0]
        lines = store.ask(Ticket("bus_dwell_share_rows", {"window_s": "10800"}, at)).to_pylist()
    stood = sum(left - came for run in driven for came, left in run.calls[1:-1])
    ran = sum(run.calls[-1][0] - run.calls[0][1] for run in driven)
    assert share["sample"] == f"{len(driven)}/{len(driven)}"
    assert share["denominator"] == pytest.approx(ran, rel=0.01)
    assert share["value"] == pytest.approx(100 * stood / ran, abs=2)  # of a stay of 8 s, reports every five see five or none
    assert sum(row["numerator"] for row in lines) == share["numerator"]
