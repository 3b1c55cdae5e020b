"""Invented rows of the scenes about roads and about the health of the data, with names as long as real ones are."""

from datetime import timedelta
from typing import Any

from layouts.figures import day_span
from tests.layouts.rows import AS_OF, KPIS, UNKNOWN, ago

Row = dict[str, Any]
ENDS = (
    ("火车站 — 长江路高雄路东", "Railway Station - Changjiang Road at Gaoxiong Road"),
    ("烟台人才市场 — 莱山公路管理局", "Yantai Talent Market - Laishan Highway Office"),
    ("东林 — 南大街", "Donglin - Nandajie"),
)
WAYS = ("northbound", "eastbound", "southbound", "westbound")
WORKS = ("some-lanes-closed-merge-left", "all-lanes-open-shift-right", "alternating-one-way", "temporary-traffic-signal")
STRETCH = ("烟台毓璜顶医院（仁和堂）→北马路公交场站", "Yantai Yuhuangding Hospital (Renhetang) → Beima Road Bus Depot")
ROAD = " | ".join(STRETCH)
CRASH = "两车追尾：{} | Rear-end collision: {}".format(*STRETCH)


def _corridors() -> list[Row]:
    named = [ENDS[n % len(ENDS)] for n in range(12)]
    return [
        {"corridor_id": f"C{n}", "name_zh": zh, "name_en": en, "direction": WAYS[n % 4], "ratio": 2.6 - n / 10}
        for n, (zh, en) in enumerate(named)
    ]


def _corridor() -> dict[str, list[Row]]:
    start, _ = day_span(AS_OF, "Asia/Shanghai")
    strip: list[Row] = [
        {"sequence": n + 1, "segment_id": f"s{n}", "name": ROAD, "start_m": 400.0 * n, "length_m": 400.0} for n in range(26)
    ]
    day = [
        {
            "sequence": row["sequence"],
            "grade": (row["sequence"] + hour) % 4 + 1,
            "from_time": start + timedelta(hours=hour),
            "until_time": start + timedelta(hours=hour + 1),
        }
        for row in strip
        for hour in range(8)
    ]
    crash = {"kind": "incident", "key": "incident:i1", "priority": 2, "title": CRASH, "from_m": 4000.0, "to_m": 4800.0}
    now = {
        "corridor_id": "C0", "name_zh": ENDS[0][0], "name_en": ENDS[0][1], "direction": "northbound", "length_km": 10.4, "coverage": 0.94,
        "ratio": 2.61, "travel_s": 2100.0, "free_s": 780.0, "p10": 1500.0, "p90": 1920.0,
        "day_before": 1980.0, "day_before_on": start - timedelta(days=3), "week_before": 1740.0,
        "week_before_on": start - timedelta(days=7),
    }  # fmt: skip
    spans = [crash | {"from_time": ago(5400), "until_time": None}]
    return {"corridor_now": [now], "corridor_strip": strip, "corridor_day": day, "corridor_spans": spans}


def road_rows() -> dict[str, list[Row]]:
    """The road overview and the contour of a corridor."""
    crash = {"title": CRASH, "phase": "open", "t0": ago(2640), "verified_after_s": 79.0, "arrived_after_s": 540.0, "lanes_after_s": None}
    return {
        "corridors": _corridors(),
        **_corridor(),
        "bottlenecks": [
            {
                "name": ROAD,
                "first_time": ago(5400),
                "duration_min": 35.0 + n,
                "extent_m": 1234.0,
                "delay_s": 215.0,
                "corridor_id": "C0",
                "segment_id": f"s{n}",
            }
            for n in range(6)
        ],
        "incident_clock": [crash | {"row_key": f"incident:i{n}"} for n in range(8)],
        "work_zones_now": [{"road_names": ROAD, "vehicle_impact": impact, "row_key": f"work:{n}"} for n, impact in enumerate(WORKS * 2)],
        "tpi": [KPIS["delay_index"] | {"value": 4.2}],
        "planning_time_index": [UNKNOWN],
        "road_coverage": [KPIS["request_on_time"]],
        "congestion_duration": [KPIS["bus_ewt"] | {"target_op": None, "target_value": None}],
    }


def health_rows() -> dict[str, list[Row]]:
    """Everything that the feeds can be judged by, with something wrong in each."""
    shares = ("data_valid", "track_complete", "position_drift", "platform_connected", "bus_connected", "rt_age", "rt_complete")
    many = KPIS["bus_on_time"] | {"value": 99.98, "numerator": 1213112.0, "denominator": 1214112.0}
    rule = {"rule": "W003", "title_zh": "位置与预测互缺", "title_en": "In one feed and not in the other"}
    source = {"feed_zh": "公交车辆位置", "feed_en": "Bus positions", "title_zh": "公交车辆位置", "title_en": "Bus positions"}
    return {
        **{view: [many] for view in (*shares, "prediction_within")},
        "rt_refresh": [KPIS["bus_ewt"] | {"unit_zh": "秒", "unit_en": "s", "value": 23.0}],
        "rt_rule": [source | rule | {"count": 1071 + n, "example": "1-0-0208"} for n in range(9)],
        "timetable_fit": [source | {"verdict": "foreign_timetable", "heard": 1057, "matched_share": 99.9, "median_delay_min": -60.1}] * 2,
        "gtfs_rule": [
            {
                "title_zh": "末班时刻早于首班",
                "title_en": "Times go backwards along a trip",
                "count": 12,
                "example": "1-0-0208, 12",
            }
        ]
        * 4,
        "quarantine_rows": [
            {"why": "swapped_position", "feed_zh": "公交车辆位置", "feed_en": "Bus positions", "rows": 1234, "received_at": ago(300)}
        ]
        * 4,
        "prediction_within_rows": [{"name": "0～3 分 | 0-3 min", "value": 93.8, "median_error_s": 14.0}] * 4,
    }
