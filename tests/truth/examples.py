"""Worked examples of the field, put into the wall as feeds: buses at these headways, a road with these travel times."""

from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.rows import reading

MIDNIGHT = datetime(2025, 6, 9)  # a Monday in a zone without offset
PLANNED_MIN, LEG_S, STOPS, DAYS = 10, 120, 3, 10
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Row = dict[str, Any]


@cache
def line(headways_min: tuple[int, ...]) -> dict[str, Row]:
    """What the wall measures of a line planned every ten minutes whose buses came this far apart."""
    left = list(accumulate((60 * gap for gap in headways_min), initial=8 * 3600))
    with closing(_city()) as store:
        for name, table in _timetable(len(left)).items():
            store.land(f"timetable {name}", table, None)
        store.land("positions", reading("vehicle_position", [row for n, at in enumerate(left) for row in _reports(n, at)]), None)
        as_of = MIDNIGHT + timedelta(seconds=left[-1] + STOPS * LEG_S)
        kpis = ("bus_ewt", "bus_headway_cv")
        return {kpi: store.ask(Ticket(f"{kpi}_measure", {"window_s": "7200"}, as_of)).to_pylist()[0] for kpi in kpis}


@cache
def road(usual_s: float, slow_s: float, slow_of_ten: int) -> dict[str, float]:
    """What the wall measures of a road of one kilometre that takes so long in the peaks of ten working days, some quarters longer."""
    with closing(_city()) as store:
        store.land("roads", reading("road_segment", [{"segment_id": "R", "length_m": 1000.0, "free_flow_kmh": 60.0}]), None)
        days = [MIDNIGHT - timedelta(days=back) for back in range(1, 15) if (MIDNIGHT - timedelta(days=back)).weekday() < 5]
        quarters = [day + timedelta(hours=hour, minutes=15 * n) for day in days for hour in (7, 8, 17, 18) for n in range(4)]
        times = [slow_s if n % 10 < slow_of_ten else usual_s for n in range(len(quarters))]
        told = [{"segment_id": "R", "event_time": at, "speed_kmh": 3600 / s} for at, s in zip(quarters, times, strict=True)]
        store.land("speeds", reading("segment_speed", told), None)
        store.record_kpis(MIDNIGHT + timedelta(hours=1))
        kpis = ("travel_time_index", "planning_time_index", "buffer_index")
        as_of = MIDNIGHT + timedelta(hours=1)
        return {kpi: float(store.ask(Ticket(f"{kpi}_measure", as_of=as_of)).to_pylist()[0]["value"]) for kpi in kpis}


def _city() -> Store:
    store = Store(None, Place("UTC"))
    assert store.load_views([STANDARD]) == []
    return store


def _timetable(trips: int) -> dict[str, Reading]:
    calls = [
        {"trip_id": f"T{n}", "stop_sequence": stop, "stop_id": f"S{stop}", "arrival_s": at, "departure_s": at}
        for n in range(trips)
        for stop in range(1, STOPS + 1)
        for at in [8 * 3600 + 60 * PLANNED_MIN * n + LEG_S * (stop - 1)]
    ]
    today = f"{MIDNIGHT:%Y%m%d}"
    tables: dict[str, list[Row]] = {
        "gtfs_trip": [{"trip_id": f"T{n}", "route_id": "L", "service_id": "daily", "direction_id": 0} for n in range(trips)],
        "gtfs_stop_time": calls,
        "gtfs_stop": [{"stop_id": f"S{n}", "latitude": 0.0, "longitude": _east(n)} for n in range(1, STOPS + 1)],
        "gtfs_calendar": [{"service_id": "daily", "start_date": today, "end_date": today} | dict.fromkeys(WEEKDAYS, 1)],
    }
    return {name: reading(name, rows) for name, rows in tables.items()}


def _reports(number: int, left: int) -> list[Row]:
    """At every stop and half-way to the next."""
    return [
        {
            "event_time": MIDNIGHT + timedelta(seconds=left + half * LEG_S // 2),
            "vehicle_id": f"bus {number}",
            "trip_id": f"T{number}",
            "route_id": "L",
            "latitude": 0.0,
            "longitude": _east(1 + half / 2),
        }
        for half in range(2 * STOPS - 1)
    ]


def _east(stop: float) -> float:
    return 0.5 + 0.007 * stop  # 780 m apart
