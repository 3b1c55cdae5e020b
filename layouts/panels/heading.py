"""Which line and which way a scene is about, and the way to the other: said before its figures where the scene is a page that scrolls."""

from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from layouts.block import block, button
from layouts.context import Context, Rows
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.strip import absent
from layouts.words import joined, pick, say

Row = dict[str, Any]


class HeadingSpec(Spec):
    kind: Literal["heading"]
    line: str = "line_chosen"
    stops: str = "line_strip"


def needs(spec: HeadingSpec) -> Needs:
    return {spec.line: ("route_id", "route_name", "direction_id", "known"), spec.stops: ("direction_id", "place", "stop_name")}


def draw(spec: HeadingSpec, rows: Rows, context: Context) -> Component:
    line: Row = next(iter(rows.get(spec.line, [])), {})
    ends = _ends(rows.get(spec.stops, []), context)
    name = f"{say(context.lang, 'line')} {pick(line.get('route_name'), context.lang)}".strip()
    here = line.get("direction_id")
    told = joined(name, say(context.lang, "towards", ends[here])) if here in ends else name
    others = [_way(line, direction, end, context) for direction, end in ends.items() if direction != here]
    why = [] if ends else [block("none", absent(line, context.lang))]
    return block("heading-box", block("name", told, tag=html.H2), *others, *why)


def _ends(stops: list[Row], context: Context) -> dict[int, str]:
    """Direction -> where it ends."""
    last = {row["direction_id"]: row for row in sorted(stops, key=lambda row: (row["direction_id"], row["place"]))}
    return {direction: pick(row["stop_name"], context.lang) for direction, row in last.items()}


def _way(line: Row, direction: int, end: str, context: Context) -> Component:
    keys = {"line": str(line.get("route_id") or ""), "direction": str(direction), "stop": ""}
    return button("way", say(context.lang, "towards", end), keys=keys)


PANEL = Panel(HeadingSpec, needs, draw)
