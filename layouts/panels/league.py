"""Districts side by side, worst first; a tap narrows the whole wall to one."""

from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from layouts import judge
from layouts.block import block, span, tap
from layouts.context import Context, Rows
from layouts.figures import ems, number
from layouts.panels.panel import Needs, Panel, Spec
from layouts.words import read, say


class LeagueSpec(Spec):
    kind: Literal["league"]
    view: str = "district_league"
    value: str = "delay_index"  # the column that ranks
    decimals: int = 2
    base: float = 1.0  # where a bar begins
    full: float = 2.5  # where it ends
    hot: float = 1.5  # from here on it is coloured


def needs(spec: LeagueSpec) -> Needs:
    return {spec.view: ("district_id", "name_zh", "name_en", spec.value, "change", "state")}


def draw(spec: LeagueSpec, rows: Rows, context: Context) -> Component:
    districts = sorted(rows.get(spec.view, []), key=lambda row: (row[spec.value] is None, -(row[spec.value] or 0.0), row["district_id"]))
    found = [row for row in districts if row["state"] != "absent"]
    absent = [row for row in districts if row["state"] == "absent"]
    title = read(spec.title, context.lang) if spec.title else judge.header(spec.view, "title", context)
    body = [_line(spec, row, context) for row in found] or [block("none", say(context.lang, "league_none"))]
    flat = "" if any(row["change"] is not None for row in found) else " flat"  # nothing to compare with: the bars take its room
    names = {"--who": f"{max((ems(context.text(row, 'name')) for row in found), default=4.0):.1f}rem"}
    rest = [_absent(absent, context)] if absent else []
    return block("box league-box", block("head", block("name", title, tag=html.H2)), block(f"lines{flat}", *body, style=names), *rest)


def _line(spec: LeagueSpec, row: dict[str, Any], context: Context) -> Component:
    value = row[spec.value]
    known = value is not None and row["state"] in ("ok", "attention")
    heat = "unknown" if not known else "hot" if value >= spec.hot else "calm"
    filled = min(1.0, max(0.0, (value - spec.base) / (spec.full - spec.base))) if known else 0.0
    chosen = " chosen" if row["district_id"] == context.scope else ""
    return tap(
        f"line {heat}{chosen}",
        span("who", context.text(row, "name")),
        block("bar", block("fill", style={"width": f"{filled:.1%}"})),
        span("figure", number(value, context.lang, spec.decimals) if known else say(context.lang, "unknown")),
        _change(row["change"] if known else None, spec, context),
        keys=_choice(row, context),
    )


def _absent(districts: list[dict[str, Any]], context: Context) -> Component:
    """Where there is nothing to rank: said in one place, so that they are not taken for places without data today."""
    names = [tap("who", context.text(row, "name"), keys=_choice(row, context)) for row in districts]
    return block("absent", span("why", say(context.lang, "league_absent", len(districts))), *names)


def _choice(row: dict[str, Any], context: Context) -> dict[str, str]:
    """A tap narrows the wall to the district, the next one widens it again."""
    return {"scope": "" if row["district_id"] == context.scope else str(row["district_id"])}


def _change(change: float | None, spec: LeagueSpec, context: Context) -> Component:
    """Against the same time a week before: an arrow with its figure; nothing where nothing is known."""
    if change is None:
        return span("change", "")
    arrow = "▲" if change > 0.05 else "▼" if change < -0.05 else ""
    return span("change", f"{arrow}{number(abs(change), context.lang, spec.decimals)}" if arrow else "≈")


PANEL = Panel(LeagueSpec, needs, draw)
