"""Invented rows of every view that the overview asks, and the moment they belong to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from layouts.context import Context
from layouts.words import Lang, Text

AS_OF = datetime(2026, 11, 23, 0, 14, 32)  # Monday 08:14:32 in Yantai
Row = dict[str, Any]
_UNITS = {"%": ("%", "%"), "min": ("分", "min"), "-": ("-", "-"), "km": ("km", "km"), "pairs": ("处", "pair(s)")}


def ago(seconds: float) -> datetime:
    return AS_OF - timedelta(seconds=seconds)


def kpi_row(value: float | None = 81.4, unit: str = "%", state: str = "attention", age: float | None = 8, **more: Any) -> Row:
    """A judged KPI row; `more` replaces any column."""
    zh, en = _UNITS[unit]
    row = {
        "value": value,
        "numerator": 12345.0,
        "denominator": 15160.0,
        "coverage": 0.96,
        "coverage_floor": 0.5,
        "content_time": None if age is None else ago(age),
        "target_op": ">=",
        "target_value": 85.0,
        "state": state,
        "reason": "",
        "day_before": 82.5,
        "day_before_on": datetime(2026, 11, 22),
        "week_before": 85.6,
        "week_before_on": datetime(2026, 11, 16),
        "rest": False,
        "p10": 79.0,
        "p50": 84.0,
        "p90": 88.0,
        "days": 8,
        "unit_zh": zh,
        "unit_en": en,
    }
    return row | more


STALE = kpi_row(None, state="stale", age=93600, numerator=None, denominator=None, reason="feed:supply", day_before=None, week_before=None)
UNKNOWN = kpi_row(
    None, state="unknown", age=720, numerator=None, denominator=None, reason="coverage", coverage=0.32, day_before=None, week_before=None
)

KPIS: dict[str, Row] = {
    "bus_on_time": kpi_row(),
    "bus_ewt": kpi_row(
        2.3, "min", target_op="<=", target_value=2.0, day_before=2.1, week_before=1.9, numerator=42118.0, denominator=18312.0
    ),
    "bus_online": kpi_row(98.0, state="ok", target_value=98.0, day_before=97.1, week_before=97.6, numerator=1284.0, denominator=1310.0),
    "bus_bunching": kpi_row(
        17.0, "pairs", "ok", target_op=None, target_value=None, day_before=14.0, week_before=11.0, numerator=17.0, denominator=1904.0
    ),
    "bus_service_delivered": kpi_row(
        97.6, state="ok", age=60, target_value=97.0, day_before=None, week_before=None, numerator=6064.0, denominator=6214.0
    ),
    "delay_index": kpi_row(
        1.62, "-", age=40, target_op="<=", target_value=1.5, day_before=1.55, week_before=1.41, numerator=184210.0, denominator=113710.0
    ),
    "congested_km": kpi_row(
        38.2, "km", "ok", 40, target_op=None, target_value=None, day_before=31.0, week_before=29.1, numerator=38.2, denominator=1146.0
    ),
    "request_on_time": kpi_row(
        96.2, state="ok", age=190, target_value=95.0, day_before=95.9, week_before=95.4, numerator=3956.0, denominator=4112.0
    ),
    "hazard_rectified": UNKNOWN,
    "data_on_time": STALE,
}
TITLES = {
    "bus_on_time": "公交准点率 | Bus on-time share",
    "bus_ewt": "额外候车时间 | Excess wait time",
    "bus_online": "车辆在线率 | Buses online",
    "bus_bunching": "串车 | Bunched buses",
    "bus_service_delivered": "班次执行率 | Service delivered",
    "delay_index": "拥堵延时指数 | Delay index",
    "congested_km": "拥堵里程 | Congested length",
    "request_on_time": "诉求按时办结率 | Requests closed on time",
    "hazard_rectified": "隐患整改率 | Hazards rectified",
    "data_on_time": "数据按时更新率 | Data updated on time",
    "district_league": "区市延时指数 | Delay index by district",
}
HEADERS: dict[str, dict[str, str]] = {
    view: {
        "title": title,
        "rule": "到站 −1/+5 分 | at stops, −1/+5 min",
        "decimals": "2" if view == "delay_index" else "1",
        "formula": "准点 / 全部 | on time / all",
    }
    for view, title in TITLES.items()
}
_FEEDS = (
    ("vehicles", "公交定位", "Bus positions", "LIVE", 8),
    ("speeds", "路况", "Road speeds", "LIVE", 40),
    ("requests", "12345", "Hotline 12345", "LIVE", 190),
    ("hazards", "隐患", "Hazards", "LATE", 720),
    ("supply", "数据归集", "Data supply", "STALE", 93600),
    ("incidents", "交通事件", "Road incidents", "DEGRADED", 130),
    ("timetable", "时刻表", "Timetable", "LIVE", 40000),
    ("weather", "气象", "Weather", "DOWN", 7300),
)
_DISTRICTS = (
    ("370602", "芝罘区", "Zhifu", 1.84, 0.22),
    ("370661", "开发区", "Development Zone", 1.71, 0.3),
    ("370613", "莱山区", "Laishan", 1.66, 0.02),
    ("370611", "福山区", "Fushan", 1.41, -0.01),
    ("370612", "牟平区", "Muping", 1.22, -0.12),
    ("370614", "蓬莱区", "Penglai", 1.18, None),
    ("370681", "龙口市", "Longkou", 1.15, 0.0),
    ("370683", "莱州市", "Laizhou", None, None),
    ("370682", "莱阳市", "Laiyang", 1.11, 0.0),
    ("370685", "招远市", "Zhaoyuan", 1.08, 0.0),
    ("370686", "栖霞市", "Qixia", 1.05, 0.0),
    ("370687", "海阳市", "Haiyang", 1.04, 0.0),
)


def alert(key: str, priority: int, minutes: float, zh: tuple[str, str, str], en: tuple[str, str, str], **more: Any) -> Row:
    texts = {
        f"{field}_{lang}": text
        for lang, told in (("zh", zh), ("en", en))
        for field, text in zip(("where", "what", "consequence"), told, strict=True)
    }
    row = {
        "rule": "rule",
        "alert_key": key,
        "state": "firing",
        "priority": priority,
        "since": ago(60 * minutes),
        "event_time": ago(60 * minutes - 30),
        "owner": "",
        "district_id": None,
    }
    return row | texts | more


ALERTS = [
    alert(
        "bunch",
        2,
        6,
        ("", "16 路上行串车 3 辆", "间隔 0.3 倍，建议驻站调整"),
        ("", "Line 16: 3 buses bunched", "Headway 0.3 x planned; hold at the terminal"),
    ),
    alert(
        "crash",
        1,
        12,
        ("莱山区 迎春大街", "两车相撞，占一车道", "影响 16/61/62 路，预计绕行 40 分钟"),
        ("Laishan, Yingchun St", "Two cars collided, one lane closed", "Lines 16/61/62 affected, detour about 40 min"),
        owner="交警支队 | Traffic police",
    ),
    alert(
        "supply",
        2,
        1560,
        ("", "数据归集断供", "3 张卡片无法判断"),
        ("", "Data supply stopped", "3 cards cannot be judged"),
        state="recovering",
    ),
    alert(
        "slow",
        3,
        9,
        ("开发区 长江路", "延时指数 2.4", "较同期 +0.9"),
        ("Development Zone, Changjiang Rd", "Delay index 2.4", "+0.9 against the same hour"),
    ),
]
INCIDENTS = [
    {
        "incident_id": "i1",
        "severity": 2,
        "status": "open",
        "title": "供水管爆裂 | Burst water main",
        "description": "半幅封闭 | Half of the road closed",
        "owner": "城管局 | City management",
        "started_at": ago(1980),
        "district_id": "370602",
    }
]


def trend_rows(view: str, base: float = 80.0, count: int = 72) -> list[Row]:
    """Five-minute points up to the moment, oldest first, with a normal band."""
    return [
        {"kpi": view, "event_time": ago(300 * back), "value": base + back % 7 / 5, "p10": base - 2, "p90": base + 3}
        for back in reversed(range(count))
    ]


def rows() -> dict[str, list[Row]]:
    """The whole overview's rows, fresh."""
    layers: list[tuple[str, str, int, float | None, int]] = [
        ("roads", f"grade_{grade}", count, count * 640.0, 40) for grade, count in ((1, 1402), (2, 311), (3, 92), (4, 17))
    ]
    judged = (("on_time", 1016), ("early", 31), ("late", 242), ("silent", 26), ("unknown", 12))
    layers += [("vehicles", state, count, None, 8) for state, count in judged]
    return {view: [dict(row)] for view, row in KPIS.items()} | {
        "kpi_trend": [point for view, row in KPIS.items() for point in trend_rows(view, row["value"] or 80.0)],
        "city_stage": [
            {
                "stage": 2,
                "reason_zh": "早高峰拥堵偏高，2 项指标低于目标",
                "reason_en": "Morning peak heavier than usual, 2 figures below target",
            }
        ],
        "feed_status": [
            {
                "feed": feed,
                "title_zh": zh,
                "title_en": en,
                "state": state,
                "demo": True,
                "content_time": ago(age),
                "content_age_s": float(age),
            }
            for feed, zh, en, state, age in _FEEDS
        ],
        "alerts_now": [dict(row) for row in ALERTS],
        "incidents_now": [dict(row) for row in INCIDENTS],
        "district_league": [
            {
                "district_id": key,
                "name_zh": zh,
                "name_en": en,
                "delay_index": value,
                "change": change,
                "state": "unknown" if value is None else "ok",
            }
            for key, zh, en, value, change in _DISTRICTS
        ],
        "map_layers": [
            {"layer": layer, "state": state, "count": count, "length_m": length, "content_time": ago(age)}
            for layer, state, count, length, age in layers
        ],
        "timeline": [
            {"event_time": ago(60 * minutes), "priority": 2, "what_zh": "延时指数高", "what_en": "Delay index high"}
            for minutes in (12, 66, 144)
        ],
        "worst_segments": [
            {
                "segment_id": str(place),
                "name": f"南大街（西大街—大海阳路）{place} | Nan Street (Xi Street - Dahaiyang Road) {place}",
                "speed_kmh": 11.0 + place,
                "ratio": 4.2 - place / 8,
            }
            for place in range(14)
        ],
        "headways_now": [{"route_name": f"{line} 路 | {line}", "headway_s": 70.0 * line, "ratio": 0.28 * line} for line in range(1, 9)],
        "service_requests_open": [
            {"service_name": "占道停车 | Illegal parking", "requested_datetime": ago(3600 * hours)} for hours in (3, 9, 26, 70)
        ],
    }


def context(lang: Lang = "zh", **changes: Any) -> Context:
    plain = Context(
        lang=lang,
        as_of=AS_OF,
        now=AS_OF,
        zone="Asia/Shanghai",
        city=Text(zh="烟台城市大脑", en="Yantai City Brain"),
        subtitle=Text(zh="一屏观全城", en="One screen to see the whole city"),
        scene="overview",
        demo=True,
        headers=HEADERS,
        scenes={"overview": Text(zh="总览", en="Overview"), "traffic": Text(zh="交通", en="Traffic")},
        districts={key: Text(zh=zh, en=en) for key, zh, en, *_ in _DISTRICTS},
    )
    return replace(plain, **changes)


def only(view: str, row: Mapping[str, Any], **more: list[Row]) -> dict[str, list[Row]]:
    return {view: [dict(row)], **more}
