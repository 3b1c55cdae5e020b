"""Columns in words, for tables that show whatever a view gives: as the view's own header says (`columns`), else as columns.toml does."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from layouts.context import Context
from layouts.figures import NONE, age, clock, day, number, share
from layouts.words import WORDS, pick, say


class Column(NamedTuple):
    zh: str
    en: str
    decimals: int = 0
    unit: str = "number"  # number | duration (seconds) | metres (shown as km) | share (0..1, shown as %)


COLUMNS = {name: Column(**told) for name, told in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()}
LABELS = {"vehicle_id": "label", "ahead_vehicle_id": "ahead_label"}  # an id, and the column that says what people call the thing
UNSHOWN = ("latitude", "longitude", "grade", "batch")
WAYS = {0: "outbound", 1: "inbound"}  # of GTFS
DAY = re.compile(r"\d{8}")  # a service day as GTFS writes it


def shown(row: Mapping[str, Any], context: Context, view: str = "") -> list[str]:
    """The columns worth showing: no bare ids, none beside its label, no codes beside a name, no coordinates; `name` for a pair name_zh,
    name_en."""
    names = dict.fromkeys(name.removesuffix("_zh").removesuffix("_en") if f"{name[:-3]}_zh" in row else name for name in row)
    coded = {name for name in names if name.endswith("_code") and f"{name.removesuffix('_code')}_name" in names}
    held = (name for name in names if name not in coded and name not in UNSHOWN and LABELS.get(name) not in row)
    return [name for name in held if known_column(name, context, view) or not name.endswith("_id")]


TOLD = re.compile(r"\s*(\w+)\s*=\s*([^|:]+?)\s*\|\s*([^|:]+?)\s*(?::\s*(duration|metres|\d))?\s*")


@cache
def told(text: str) -> Mapping[str, Column]:
    """The `columns` of a header: `name = 名称 | Name; wait_s = 候车 | Wait : duration; share = 占比 | Share : 1`."""
    found = filter(None, map(TOLD.fullmatch, text.split(";")))
    return {
        name: Column(zh, en, int(form) if form.isdigit() else 0, form if form in ("duration", "metres") else "number")
        for name, zh, en, form in ((m[1], m[2], m[3], m[4] or "0") for m in found)
    }


def known_column(name: str, context: Context, view: str) -> Column | None:
    return told(context.headers.get(view, {}).get("columns", "")).get(name) or COLUMNS.get(name)


def title(name: str, context: Context, view: str = "") -> str:
    known = known_column(name, context, view)
    thing = known_column(f"{name[:-3]}_name", context, view) if known is None and name.endswith("_id") else None
    if thing is not None:
        return f"{thing.zh if context.lang == 'zh' else thing.en} ID"
    return name.replace("_", " ") if known is None else known.zh if context.lang == "zh" else known.en


def is_figure(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def texts(name: str, rows: Sequence[Mapping[str, Any]], context: Context, view: str = "") -> list[str]:
    """A column as people read it, its moments in one form: all to the second where one of them says one."""
    seconds = any(isinstance(row.get(name), datetime) and row[name].second for row in rows)
    return [text(name, row, context, view, seconds) for row in rows]


def text(name: str, row: Mapping[str, Any], context: Context, view: str = "", seconds: bool = False) -> str:
    """One value as people read it, a moment to the second where it says one or `seconds` asks for it; a missing one is a dash."""
    value = context.text(row, name) if f"{name}_zh" in row else row.get(name)
    if value is None or value == "":
        return NONE
    if isinstance(value, datetime):
        return _moment(value, context, seconds or value.second != 0)
    if isinstance(value, bool):
        return say(context.lang, "yes" if value else "no")
    if name == "direction_id" and value in WAYS:
        return say(context.lang, WAYS[value])
    if is_figure(value):
        return _figure(value, known_column(name, context, view) or Column(name, name, 1 if isinstance(value, float) else 0), context)
    if name == "feed":
        return context.feed(str(value))
    if name.endswith("_date") and DAY.fullmatch(str(value)):
        return day(datetime.strptime(str(value), "%Y%m%d"), "UTC", context.lang)
    return say(context.lang, value) if value in WORDS else pick(str(value), context.lang)


def _moment(at: datetime, context: Context, seconds: bool) -> str:
    """The city's time of day; of another day with the day."""
    told = clock(at, context.zone, seconds)
    today = day(at, context.zone, context.lang) == day(context.as_of, context.zone, context.lang)
    return told if today else f"{day(at, context.zone, context.lang)} {told}"


def _figure(value: float, column: Column, context: Context) -> str:
    if column.unit == "duration":
        return ("−" if value <= -1 else "") + age(abs(value), context.lang)
    if column.unit == "share":
        return share(value, context.lang)
    return number(value / 1000 if column.unit == "metres" else value, context.lang, column.decimals)
