"""What a KPI row says about itself: its target (a scene may set its own), its state, its unit, its reason."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from layouts.context import Context, Rows
from layouts.figures import ago, share
from layouts.words import agreed, pick, say

_TARGET = re.compile(r"\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")
_MEETS: dict[str, Callable[[float, float], bool]] = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}

DOUBTS = {  # verdicts of the view timetable_fit
    "no_timetable": "why_no_timetable",
    "foreign_timetable": "why_foreign_timetable",
    "hour_off": "why_hour_off",
    "other_day": "why_other_day",
}

Row = Mapping[str, Any]
Target = tuple[str, float] | None


def parse_target(text: str | None) -> Target:
    """`>= 85` as (">=", 85.0); None or "none" is no target. ValueError when it is anything else."""
    if text is None or text.strip() in ("", "none"):
        return None
    found = _TARGET.fullmatch(text)
    if not found:
        raise ValueError(f"target '{text}' is not a comparison such as '>= 85', '<= 2.0' or 'none'")
    return found[1], float(found[2])


def target(row: Row, override: str | None) -> Target:
    if override is not None:
        return parse_target(override)
    sign, figure = row.get("target_op"), row.get("target_value")
    return (sign, figure) if sign in _MEETS and figure is not None else None


def state(row: Row, override: str | None) -> str:
    """ok | attention | unknown | stale. A scene's own target judges anew, but never turns a missing value into a judged one."""
    said = str(row.get("state") or "unknown")
    if said not in ("ok", "attention"):
        return said if said == "stale" else "unknown"
    if row.get("value") is None:
        return "unknown"
    aim = target(row, override)
    if override is None or aim is None:
        return said if override is None else "ok"
    return "ok" if _MEETS[aim[0]](row["value"], aim[1]) else "attention"


def places(value: float, least: int, aim: Target) -> int:
    """Decimals, at least so many and three more at most, with which the figure stands on the side of its target where it is: 96.96 %
    that misses 97 % does not read 97.0 %."""
    if aim is None:
        return least
    meets, wanted = _MEETS[aim[0]], aim[1]
    told = (count for count in range(least, least + 4) if meets(float(f"{value:.{count}f}"), wanted) == meets(value, wanted))
    return next(told, least)


def target_text(aim: Target, unit: str) -> str:
    """`≥85%`, `≤2 min`."""
    if aim is None:
        return ""
    return agreed(f"{_SIGNS[aim[0]]}{aim[1]:g}" + ("%" if unit == "%" else f" {unit}" if unit else ""))


def unit(row: Row, context: Context) -> str:
    """As the view's header says it, `pair(s)` where its figure counts."""
    said = context.text(row, "unit")
    return "" if said == "-" else said


def reason(row: Row, rows: Rows, context: Context) -> str:
    """Why there is no figure, in words; `feed:<id>` is told with the feed's title and the age of its newest content,
    `<verdict>:<id>` (a timetable that does not fit) with the title of the feed of positions; `failed:<error>` as it is;
    `nothing:<中文 | English>` in the KPI's own words."""
    kind, _, about = str(row.get("reason") or "no_data").partition(":")
    if kind == "feed":
        return _feed_reason(about, rows, context)
    if kind in DOUBTS:
        return say(context.lang, DOUBTS[kind], context.text(_feed(about, rows), "title") or about)
    if kind == "failed":
        return say(context.lang, "why_failed", about)
    if kind == "coverage":
        return say(context.lang, "why_coverage", share(row.get("coverage"), context.lang), share(row.get("coverage_floor"), context.lang))
    if kind == "nothing":
        return pick(about, context.lang)
    return say(context.lang, "why_no_data") if kind == "no_data" else say(context.lang, "why_other", kind)


def without(row: Row, rows: Rows, context: Context) -> str:
    """Which of several feeds is silent that a figure is told without; "" where none is."""
    kind, _, feed = str(row.get("reason") or "").partition(":")
    return say(context.lang, "without", context.text(_feed(feed, rows), "title") or feed) if kind == "without" else ""


def _feed_reason(feed_id: str, rows: Rows, context: Context) -> str:
    feed = _feed(feed_id, rows)
    title = context.text(feed, "title") or feed_id
    seconds = feed.get("content_age_s")
    return say(context.lang, "why_feed", title) if seconds is None else say(context.lang, "why_feed_age", title, ago(seconds, context.lang))


def _feed(feed_id: str, rows: Rows) -> Row:
    return next((row for row in rows.get("feed_status", []) if row["feed"] == feed_id), {})


def header(view: str, key: str, context: Context) -> str:
    return pick(context.headers.get(view, {}).get(key), context.lang)
