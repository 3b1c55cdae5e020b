"""Headways at one stop: how long after the one before each bus came, against the plan, on the same clock as the time-space diagram."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from layouts.block import block, span
from layouts.context import Context, Rows
from layouts.figures import age, clock, number
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.strip import drawing, percent
from layouts.panels.timespace import SIZE, across, hours
from layouts.words import pick, read, say

STATES = ("regular", "bunched", "gap")
MOST = 14  # figures that stand beside each other; with more passes only what is not regular is told
NEAR = 0.02  # of the width: figures of two bars so near stand in each other
Row = dict[str, Any]


class PassesSpec(Spec):
    kind: Literal["passes"]
    view: str = "line_passes"


def needs(spec: PassesSpec) -> Needs:
    return {spec.view: ("event_time", "vehicle_id", "stop_name", "headway_s", "scheduled_headway_s", "ratio", "state")}


def draw(spec: PassesSpec, rows: Rows, context: Context) -> Component:
    found = rows.get(spec.view, [])
    passed = [row for row in found if row["event_time"] is not None and across(row["event_time"], context.as_of) > 0]
    known = [row for row in passed if row["headway_s"] is not None]
    stop = pick(found[0]["stop_name"], context.lang) if found else ""
    title = read(spec.title, context.lang) if spec.title else say(context.lang, "passes")
    legend = [block("entry", span(f"sign pass {sign}"), span("word", say(context.lang, sign))) for sign in (*STATES, "planned_headway")]
    return block(
        "box passes-box",
        block("head", block("name", f"{title} · {stop}" if stop else title, tag=html.H2), block("legend-line", *legend)),
        _plot(known, context) if known else block("none", _none(passed, context)),
    )


def _none(passed: Sequence[Row], context: Context) -> str:
    """Why there is no headway: nobody passed, or nobody before who did."""
    if not passed:
        return say(context.lang, "passes_none")
    return say(context.lang, "passes_first", clock(max(row["event_time"] for row in passed), context.zone, seconds=False))


def _plot(rows: Sequence[Row], context: Context) -> Component:
    tallest = max(max(row["headway_s"], row["scheduled_headway_s"] or 0.0) for row in rows) or 1.0
    canvas = block("canvas", _picture(rows, tallest, context), *_figures(rows, tallest, context), *hours(context))
    return block("plot", block("names", *_scale(tallest, context)), canvas)


def _scale(tallest: float, context: Context) -> Iterator[Component]:
    for share in (0.5, 1.0):
        yield span("stop", age(tallest * share, context.lang), style={"top": percent(1 - share)})


def _picture(rows: Sequence[Row], tallest: float, context: Context) -> Component:
    def foot(row: Row) -> float:
        return across(row["event_time"], context.as_of) * SIZE

    def height(seconds: float) -> float:
        return SIZE * (1 - seconds / tallest)

    paths = {"half": f"M0 {SIZE / 2:g}H{SIZE:g}"}
    paths |= {
        state: "".join(f"M{foot(row):.1f} {SIZE:g}V{height(row['headway_s']):.1f}" for row in rows if _state(row) == state)
        for state in STATES
    }
    paths["plan"] = "".join(
        f"M{foot(row) - 9:.1f} {height(row['scheduled_headway_s']):.1f}h18" for row in rows if row["scheduled_headway_s"]
    )
    return drawing(paths, SIZE, SIZE)


def _state(row: Row) -> str:
    return row["state"] if row["state"] in STATES else "regular"


def _figures(rows: Sequence[Row], tallest: float, context: Context) -> Iterator[Component]:
    told = rows if len(rows) <= MOST else [row for row in rows if _state(row) != "regular"][-MOST:]
    before = -1.0
    for row in told:
        foot = across(row["event_time"], context.as_of)
        beside = " beside" if foot - before < NEAR else ""  # its place is on the taller bar before it
        before = foot
        style = {
            "left": percent(foot),
            "top": percent(1 - max(row["headway_s"], row["scheduled_headway_s"] or 0.0) / tallest),
        }
        yield span(f"figure {_state(row)}{beside}", number(row["headway_s"] / 60, context.lang), style=style)


PANEL = Panel(PassesSpec, needs, draw)
