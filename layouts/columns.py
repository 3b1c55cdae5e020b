"""Columns of the standard views in words, for tables that show whatever a view gives."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeGuard

from layouts.context import Context
from layouts.figures import NONE, age, ago, number
from layouts.words import WORDS, pick, say


class Column(NamedTuple):
    zh: str
    en: str
    decimals: int = 0
    unit: str = "number"  # number | duration (seconds) | metres (shown as km)


COLUMNS: dict[str, Column] = {
    "route_name": Column("线路", "Line"),
    "direction_id": Column("方向", "Direction"),
    "stop_name": Column("站点", "Stop"),
    "vehicle_id": Column("车辆", "Vehicle"),
    "ahead_vehicle_id": Column("前车", "Vehicle ahead"),
    "value": Column("数值", "Value", 1),
    "numerator": Column("分子", "Numerator"),
    "denominator": Column("分母", "Denominator"),
    "early": Column("早点", "Early"),
    "late": Column("晚点", "Late"),
    "silent": Column("未上报", "Silent"),
    "lost": Column("未见班次", "Trips not seen"),
    "cancelled": Column("取消", "Cancelled"),
    "vehicles": Column("车辆数", "Vehicles"),
    "headways": Column("间隔数", "Headways"),
    "median_delay_s": Column("偏差中位", "Median deviation", 0, "duration"),
    "delay_s": Column("偏差", "Deviation", 0, "duration"),
    "awt_min": Column("实际候车 分", "Actual wait, min", 1),
    "swt_min": Column("计划候车 分", "Planned wait, min", 1),
    "planned_min": Column("计划间隔 分", "Planned headway, min", 1),
    "headway_s": Column("间隔", "Headway", 0, "duration"),
    "scheduled_headway_s": Column("计划间隔", "Planned headway", 0, "duration"),
    "ratio": Column("倍数", "Ratio", 2),
    "name": Column("名称", "Name"),
    "road_class": Column("道路等级", "Road class"),
    "length_m": Column("长度 km", "Length, km", 2, "metres"),
    "speed_kmh": Column("速度 km/h", "Speed, km/h"),
    "free_flow_kmh": Column("自由流 km/h", "Free flow, km/h"),
    "samples": Column("样本数", "Samples"),
    "imputed_samples": Column("其中推算", "Of these imputed"),
    "extra_s": Column("多花时间", "Extra time", 0, "duration"),
    "heard_km": Column("有数据 km", "Heard of, km", 1),
    "free_km": Column("畅通 km", "Free, km", 1),
    "slow_km": Column("缓行 km", "Slow, km", 1),
    "congested_km": Column("拥堵 km", "Congested, km", 1),
    "severe_km": Column("严重 km", "Severe, km", 1),
    "missing": Column("未完成", "Missing"),
    "overdue": Column("超期", "Overdue"),
    "overdue_s": Column("超期时长", "Overdue by", 0, "duration"),
    "service_code": Column("类别", "Type"),
    "service_name": Column("事项", "Service"),
    "agency_responsible": Column("责任单位", "Agency"),
    "address": Column("地址", "Address"),
    "requested_datetime": Column("提出", "Requested"),
    "expected_datetime": Column("期限", "Due"),
    "status_notes": Column("办理情况", "Notes"),
    "days_open": Column("已开天数", "Days open", 1),
    "median_days": Column("中位天数", "Median days", 1),
    "oldest_days": Column("最久天数", "Oldest, days", 1),
    "over_30_days": Column("超 30 天", "Over 30 days"),
    "state": Column("状态", "State"),
    "event_time": Column("数据时刻", "Content"),
    "age_s": Column("上报", "Heard", 0, "duration"),
}


def shown(row: Mapping[str, Any]) -> list[str]:
    """The columns worth showing: no bare ids beside a name, no coordinates; `name` for a pair name_zh, name_en."""
    names = dict.fromkeys(name.removesuffix("_zh").removesuffix("_en") if f"{name[:-3]}_zh" in row else name for name in row)
    return [name for name in names if name in COLUMNS or not (name.endswith("_id") or name in ("latitude", "longitude", "grade"))]


def title(name: str, context: Context) -> str:
    known = COLUMNS.get(name)
    return name.replace("_", " ") if known is None else known.zh if context.lang == "zh" else known.en


def is_figure(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def text(name: str, row: Mapping[str, Any], context: Context) -> str:
    """One value as people read it; a missing one is a dash."""
    value = context.text(row, name) if f"{name}_zh" in row else row.get(name)
    if value is None or value == "":
        return NONE
    if isinstance(value, datetime):
        return _moment((context.as_of - value).total_seconds(), context)
    if isinstance(value, bool):
        return say(context.lang, "yes" if value else "no")
    if is_figure(value):
        return _figure(value, COLUMNS.get(name, Column(name, name, 1 if isinstance(value, float) else 0)), context)
    return say(context.lang, value) if value in WORDS else pick(str(value), context.lang)


def _moment(seconds: float, context: Context) -> str:
    """How long ago; a due time may still be ahead."""
    return ago(seconds, context.lang) if seconds > -1 else say(context.lang, "ahead", age(-seconds, context.lang))


def _figure(value: float, column: Column, context: Context) -> str:
    if column.unit == "duration":
        return ("−" if value <= -1 else "") + age(abs(value), context.lang)
    return number(value / 1000 if column.unit == "metres" else value, context.lang, column.decimals)
