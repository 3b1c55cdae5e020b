"""What a KPI row says of other days: the words of each comparison, and the range that is usual at this time."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from layouts.context import Context
from layouts.figures import local, number
from layouts.words import WEEKDAYS, say

ENOUGH = 3  # days of history before a range is told
Row = Mapping[str, Any]


def comparisons(row: Row, context: Context) -> Iterator[tuple[float, str]]:
    """(the value then, against what): the last comparable day a week before or earlier first, then the last day of the same kind."""
    for value, day in days_before(row, context):
        yield value, say(context.lang, "vs", day)


def days_before(row: Row, context: Context) -> Iterator[tuple[float, str]]:
    """(the value then, which day that was), as `comparisons`."""
    if row.get("week_before") is not None:
        yield row["week_before"], _week_before(row["week_before_on"], context)
    if row.get("day_before") is not None:
        yield row["day_before"], _day_before(row["day_before_on"], bool(row.get("rest")), context)


def _week_before(on: datetime, context: Context) -> str:
    """`on`: a local date as the views give it, its midnight."""
    if _days_ago(on, context) == 7:
        return say(context.lang, "last_weekday", WEEKDAYS[context.lang][on.weekday()])
    return f"{on.month}月{on.day}日" if context.lang == "zh" else f"{on.day} {on:%b}"


def _day_before(on: datetime, rest: bool, context: Context) -> str:
    if _days_ago(on, context) == 1:
        return say(context.lang, "yesterday")
    return say(context.lang, "last_rest_day" if rest else "last_workday")


def _days_ago(on: datetime, context: Context) -> int:
    return (local(context.as_of, context.zone).date() - on.date()).days


def usual_range(row: Row, decimals: int, context: Context) -> str:
    """The normal band in words, or how much of the history that it takes is there."""
    days, lang = int(row.get("days") or 0), context.lang
    if days < ENOUGH or row.get("p10") is None or row.get("p90") is None:
        return say(lang, "usual_unknown", days, ENOUGH)
    return say(lang, "usual_range", number(row["p10"], lang, decimals), number(row["p90"], lang, decimals), days)
