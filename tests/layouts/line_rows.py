"""Invented rows of the views of one line."""

from datetime import datetime
from typing import Any

from tests.layouts.rows import KPIS, ago

Row = dict[str, Any]
CHOSEN: Row = {"route_id": "16", "route_name": "16路 | 16", "direction_id": 0}


def strip_rows(direction: int, names: int = 5) -> list[Row]:
    """Stops 500 m apart; every fourth is a timepoint."""
    return [
        {
            "direction_id": direction,
            "place": n + 1,
            "stop_id": f"p{direction}{n + 1}",
            "stop_name": f"第{n + 1}站" if direction == 0 else f"第{names - n}站",
            "timepoint": int(n % 4 == 0),
            "terminal": 1 if n == 0 else 2 if n == names - 1 else 0,
            "along_m": 500.0 * n,
        }
        for n in range(names)
    ]


def bus_row(vehicle: str, along_m: float, state: str = "on_time", delay_s: float | None = 20.0, **more: Any) -> Row:
    row = {
        "vehicle_id": vehicle,
        "label": vehicle,
        "trip_id": f"t-{vehicle}",
        "direction_id": 0,
        "along_m": along_m,
        "trip_start": ago(600),
        "age_s": 5.0,
        "delay_s": delay_s,
        "state": state,
        "headway_state": "regular",
        "headway_s": 600.0,
        "scheduled_headway_s": 600.0,
        "ahead_vehicle_id": None,
    }
    return row | more


def ghost_row(trip: str, along_m: float, state: str, vehicle: str | None = None) -> Row:
    return {"trip_id": trip, "direction_id": 0, "along_m": along_m, "trip_start": ago(900), "vehicle_id": vehicle, "state": state}


def call_row(trip: str, at: datetime, along_m: float) -> Row:
    return {"service_date": "20261123", "trip_id": trip, "event_time": at, "along_m": along_m}


def pass_row(trip: str, at: datetime, along_m: float, delay_s: float = 0.0, **more: Any) -> Row:
    row = call_row(trip, at, along_m) | {"vehicle_id": f"b-{trip}", "delay_s": delay_s}
    return row | {"headway_state": "regular", "headway_s": 600.0, "is_now": False} | more


def headway_row(seconds_ago: float, headway_s: float | None, state: str = "regular") -> Row:
    moment = ago(seconds_ago)
    row = {"event_time": moment, "vehicle_id": "b", "stop_name": "第3站 | Stop 3", "headway_s": headway_s, "scheduled_headway_s": 600.0}
    return row | {"ratio": None if headway_s is None else headway_s / 600, "state": state}


def line_rows() -> dict[str, list[Row]]:
    """A line with two bunched buses, one that waits, one that is silent, a trip without a bus."""
    buses = [
        bus_row("C1", 0.0, "waiting", None),
        bus_row("C2", 600.0, "late", 700.0),
        bus_row("C3", 1500.0, headway_state="bunched", headway_s=120.0, ahead_vehicle_id="C4"),
        bus_row("C4", 1600.0, "late", 420.0),
        bus_row("C5", 900.0, "silent", age_s=200.0, direction_id=1),
    ]
    driven = [pass_row("t1", ago(900 - 300 * n), 500.0 * n, 400.0 if n > 1 else 0.0) for n in range(3)]
    return {
        "line_chosen": [CHOSEN],
        "line_strip": strip_rows(0) + strip_rows(1),
        "line_buses": buses,
        "line_ghosts": [ghost_row("t-C2", 900.0, "run", "C2"), ghost_row("t9", 1200.0, "lost")],
        "line_planned": [call_row("t1", ago(900 - 240 * n), 500.0 * n) for n in range(4)],
        "line_driven": [*driven, pass_row("t1", ago(5), 1100.0, 420.0, is_now=True)],
        "line_passes": [
            headway_row(4000, None),
            headway_row(3400, 600.0),
            headway_row(2500, 900.0, "gap"),
            headway_row(2400, 100.0, "bunched"),
        ],
    }


def long_line() -> list[Row]:
    """Both ways of a line of 46 stops with names as long as Chinese stop names are."""
    names = (
        "火车站 | Railway Station",
        "南大街福莱金店 | Nan Street Fulaijindian",
        "德尚世家（茽和堂中医院） | Deshangshijia (Zhonghetang Hospital of Chinese Medicine)",
        "烟台市公共资源交易中心北门 | Yantai Public Resources Exchange North Gate",
        "APEC芝罘科技园 | APEC Zhifu Science Park",
        "二马路 | Ermalu Road",
    )
    return [row | {"stop_name": names[row["place"] % len(names)]} for way in (0, 1) for row in strip_rows(way, 46)]


def bus_rows() -> dict[str, list[Row]]:
    """A busy line and the lists of all buses, with the longest words that come."""
    crowd = [bus_row(f"C10{n:02}", 22500 / 14 * n, "late" if n % 5 == 2 else "on_time", 60.0 * n, direction_id=n % 2) for n in range(15)]
    crowd[6] |= {"headway_state": "bunched", "headway_s": 130.0, "ahead_vehicle_id": "C1008"}
    crowd[9] |= {"headway_state": "gap", "headway_s": 1500.0, "ahead_vehicle_id": "C1011"}
    told = {
        "towards": "烟台汽车工程职业学院 | Yantai Automobile Engineering Vocational College",
        "route_name": "49路西海岸 | 49 West Coast",
        "route_id": "49",
        "headway_state": "bunched",
        "ratio": 0.31,
    }
    alike = {
        "bus_on_time": ("bus_departure_on_time", "bus_arrival_on_time", "line_on_time"),
        "bus_service_delivered": ("bus_pull_out", "line_service"),
        "bus_bunching": ("bus_gaps", "line_bunching", "line_gaps"),
        "bus_ewt": ("line_ewt",),
    }
    return {
        "line_strip": long_line(),
        "line_buses": [row | {"ratio": 1.1} for row in crowd],
        "bus_worst": [row | told for row in crowd],
        "bus_lines": [told | {"direction_id": n % 2, "value": 30.0 + n, "late": 60 - n, "bunched": 1, "gaps": 2} for n in range(30)],
        "bus_uneven": [
            told
            | {
                "direction_id": 0,
                "stop_name": "烟台康爱眼科医院（博霖装饰公司） | Yantai Kangai Eye Hospital (Bolin Decoration Company)",
                "state": "gap",
                "ratio": 2.1,
                "headway_min": 25.0,
                "planned_min": 12.0,
            }
            for _ in range(12)
        ],
        "bus_pull_out_rows": [
            {"depot": f"第{n}公交场站 | Bus Depot {n}", "value": 92.0, "missing": n, "late": 1, "due": 12} for n in range(1, 9)
        ],
        **{view: [_counted(view, KPIS[like])] for like, views in alike.items() for view in views},
    }


def _counted(view: str, row: Row) -> Row:
    """A line has fewer of everything than the city."""
    return {**row, "numerator": 1482.0, "denominator": 1910.0} if view.startswith("line_") else row
