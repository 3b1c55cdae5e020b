"""The time bar: the local day looked at, what happened in it, and one tap back to the present."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from dash.development.base_component import Component

from layouts.block import block, button, data, label, span
from layouts.context import Context, Rows
from layouts.figures import clock, day, day_and_time, day_span, iso
from layouts.panels.panel import Needs, Panel, Spec
from layouts.words import say

MINUTE = timedelta(minutes=1)
NEAR = timedelta(minutes=5)  # a third of a percent of the day: a mark's width on a wall


class TimeSpec(Spec):
    kind: Literal["time"]
    view: str = "timeline"


def needs(spec: TimeSpec) -> Needs:
    return {spec.view: ("event_time", "priority", "what_zh", "what_en")}


def draw(spec: TimeSpec, rows: Rows, context: Context) -> Component:
    start, end = day_span(context.as_of, context.zone)
    known = max(start, min(context.now, end))
    live = context.mode == "live"
    track = block(
        "track",
        block("known", style={"width": _at(known, start, end)}),
        block("hours", *_hours(start, end, context)),
        block("events", *_events(rows.get(spec.view, []), start, end, context)),
        block("handle", span("when", clock(context.as_of, context.zone, seconds=False)), style={"left": _at(context.as_of, start, end)}),
        role="slider",
        tabIndex="0",
        **_told(start, end, context),
        **data(**{"from": iso(start), "to": iso(end), "until": iso(known)}),
    )
    return block(
        f"time-box {context.mode}",
        button("live", span("lamp"), span("word", say(context.lang, "live" if live else "back_to_live")), keys={"at": ""}),
        _step("‹", "day_before", context.as_of - timedelta(days=1), context),
        span("date", day(context.as_of, context.zone, context.lang)),
        _step("›", "day_after", context.as_of + timedelta(days=1), context),
        track,
    )


def _told(start: datetime, end: datetime, context: Context) -> dict[str, Any]:
    """What a screen reader says of the bar; its keys are the arrows."""
    minutes = {"valuemin": 0, "valuemax": (end - start) // MINUTE, "valuenow": max(0, (context.as_of - start) // MINUTE)}
    told = {f"aria-{name}": str(value) for name, value in minutes.items()}
    return {**told, "aria-valuetext": day_and_time(context.as_of, context.zone, context.lang), **label(say(context.lang, "time_bar"))}


def _step(sign: str, word: str, to: datetime, context: Context) -> Component:
    """One day back or forth; a day past the present is the present."""
    at = iso(to) if to < context.now else ""
    idle = word == "day_after" and context.mode == "live"
    return button("step", sign, keys={"at": at}, disabled=idle, **label(say(context.lang, word)))


def _at(moment: datetime, start: datetime, end: datetime) -> str:
    return f"{(moment - start) / (end - start):.2%}"


def _hours(start: datetime, end: datetime, context: Context) -> Iterator[Component]:
    for hour in range(0, int((end - start) / timedelta(hours=1)) + 1, 3):
        moment = start + timedelta(hours=hour)
        label = "24:00" if moment == end else clock(moment, context.zone, seconds=False)
        yield span("hour" if hour % 6 == 0 else "hour minor", label, style={"left": _at(moment, start, end)})


def _events(rows: list[dict[str, Any]], start: datetime, end: datetime, context: Context) -> Iterator[Component]:
    """One mark for what happened so close together that marks would lie upon each other: the gravest's."""
    places: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if start <= row["event_time"] < end:
            places.setdefault((row["event_time"] - start) // NEAR, []).append(row)
    for near in places.values():
        row = min(near, key=lambda row: (row["priority"] or 4, row["event_time"]))
        said = f"{clock(row['event_time'], context.zone, seconds=False)} {context.text(row, 'what')}"
        more = say(context.lang, "events_more", len(near) - 1) if len(near) > 1 else ""
        yield span(f"event priority-{row['priority'] or 4}", "", title=said + more, style={"left": _at(row["event_time"], start, end)})


PANEL = Panel(TimeSpec, needs, draw)
