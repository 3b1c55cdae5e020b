"""What an exported file says of itself, in the viewer's language; times are local with their offset."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from layouts import judge
from layouts.context import Context
from layouts.figures import local, number, share
from layouts.steps import Step
from layouts.words import agreed, read, say

Row = Mapping[str, Any]
Opened = tuple[str, Row | None] | None
DEFINED = ("row", "formula", "unit", "source", "rule", "normal", "investigate_if", "possible_causes")


class About(NamedTuple):
    """`facts`: (key, title in the viewer's language, value), in the order to be read."""

    facts: list[tuple[str, str, str]]
    view: str
    context: Context


def about(steps: Sequence[Step], kpi: Opened, rows: Sequence[Row], most: int, address: str, context: Context) -> About:
    """steps: the way taken, at least one; kpi: the view that it began with and its judged row, if there is one; rows: all that are in
    the file; most: how many may be."""
    told = _told(steps, kpi, rows, most, address, context)
    return About([(key, say(context.lang, key), value) for key, value in told if value not in ("", "-")], steps[-1].view, context)


def stamp(moment: datetime | None, zone: str) -> str:
    """2026-11-23T08:14:32+08:00"""
    return "" if moment is None else local(moment, zone).isoformat(timespec="seconds")


def _told(steps: Sequence[Step], kpi: Opened, rows: Sequence[Row], most: int, address: str, context: Context) -> Iterator[tuple[str, str]]:
    view = steps[-1].view
    yield "exported_title", judge.header(view, "title", context) or view
    yield "city_named", read(context.city, context.lang)
    yield "scope_named", context.district(context.scope) if context.scope else say(context.lang, "city")
    yield "parameters", ", ".join(f"{key}={value}" for step in steps[-1:] for key, value in step.parameters.items())
    yield from _measured(kpi, context)
    for key in DEFINED:
        yield key, judge.header(view, key, context)
    moments = [row["event_time"] for row in rows if isinstance(row.get("event_time"), datetime)]
    yield "as_of", stamp(context.as_of, context.zone)
    yield "rests_on", stamp(max(moments, default=None), context.zone)
    yield "made_at", stamp(datetime.now(UTC).replace(tzinfo=None), context.zone)
    yield "rows_held", str(len(rows)) if len(rows) < most else say(context.lang, "rows_cut", most)
    yield "mark", say(context.lang, "demo") if context.demo else ""
    yield "address", address


def _measured(kpi: Opened, context: Context) -> Iterator[tuple[str, str]]:
    """The number that was opened, with what it rests on."""
    if kpi is None:
        return
    (view, row), lang = kpi, context.lang
    title, formula = (judge.header(view, key, context) for key in ("title", "formula"))
    if row is None:
        yield from (("opened", f"{title} = {say(lang, 'not_computed')}"), ("coverage_floor", say(lang, "unknown")), ("definition", formula))
        return
    known = row["state"] in ("ok", "attention")
    told = number(row["value"], lang, judge.places(row["value"], 2, judge.target(row, None))) if known else ""
    figure = agreed(f"{told} {judge.unit(row, context)}".strip()) if known else judge.reason(row, {}, context)
    yield "opened", f"{title} = {figure}"
    yield "silent_feed", judge.without(row, {}, context)
    yield "state", say(lang, str(row["state"]))
    yield "coverage_floor", f"{share(row['coverage'], lang)} ({share(row['coverage_floor'], lang)})" if row["coverage"] is not None else ""
    yield "definition", formula
