"""A line as a ladder: every bus between its stops, both directions, with where the timetable wants it beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from layouts.block import block, button, span
from layouts.context import Context, Rows
from layouts.deviation import signed
from layouts.figures import age, clock
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.strip import Strip, percent, spread, strips
from layouts.words import read, say

ROOM = 1.5 / 38  # a label's line as a share of a strip 38 rem high
MOST = 22  # labels beside one strip; with more buses only those that need somebody keep theirs
CALM = ("on_time", "early", "waiting")
RAIL, GHOSTS, EDGE = 16.0, 5.0, 40.0  # where things stand across the rail's picture, in tenths of a rem
Row = dict[str, Any]


class LadderSpec(Spec):
    kind: Literal["ladder"]
    line: str = "line_chosen"
    stops: str = "line_strip"
    buses: str = "line_buses"
    ghosts: str = "line_ghosts"


@dataclass(frozen=True)
class Item:
    """What stands on a strip: `at` where it is, `kind` its state, `words` its label ("" none), `vehicle` whose card a tap opens."""

    at: float
    kind: str
    words: str
    vehicle: str = ""
    apart: str = ""  # bunched | gap: to the one ahead


def needs(spec: LadderSpec) -> Needs:
    return {
        spec.line: ("route_id", "route_name", "direction_id"),
        spec.stops: ("direction_id", "place", "stop_id", "stop_name", "timepoint", "terminal", "along_m"),
        spec.buses: ("vehicle_id", "label", "trip_id", "direction_id", "along_m", "trip_start", "age_s", "delay_s", "state", "headway_state", "headway_s", "scheduled_headway_s", "ahead_vehicle_id"),
        spec.ghosts: ("trip_id", "direction_id", "along_m", "trip_start", "vehicle_id", "state"),
    }  # fmt: skip


def draw(spec: LadderSpec, rows: Rows, context: Context) -> Component:
    line: Row = next(iter(rows.get(spec.line, [])), {})
    buses, ghosts = rows.get(spec.buses, []), rows.get(spec.ghosts, [])
    lost = sum(row["state"] in ("lost", "cancelled") for row in ghosts)
    title = read(spec.title, context.lang) if spec.title else say(context.lang, "ladder")
    note = say(context.lang, "ladder_counts", len(buses), lost)
    drawn = [_side(way, line, buses, ghosts, context) for way in strips(rows.get(spec.stops, []))]
    return block(
        "box ladder-box",
        block("head", block("name", f"{title} {line.get('route_name') or ''}".strip(), tag=html.H2), span("note", note)),
        block("sides", *(drawn or [block("none", say(context.lang, "line_none"))])),
    )


def _side(way: Strip, line: Row, buses: Sequence[Row], ghosts: Sequence[Row], context: Context) -> Component:
    own = [row for row in buses if row["direction_id"] == way.direction]
    due = [row for row in ghosts if row["direction_id"] == way.direction]
    items = sorted([*_buses(way, own, context), *_lost(way, due, context)], key=lambda item: item.at)
    told = [item for item in items if item.words]
    if len(told) > MOST:
        told = [item for item in told if item.kind not in CALM or item.apart][:MOST]
    places = spread([item.at for item in told], ROOM)
    chosen = " chosen" if line.get("direction_id") == way.direction else ""
    end = way.stops[-1].name if way.stops else ""
    return block(
        f"side {'up' if way.up else 'down'}",
        button(f"way{chosen}", say(context.lang, "towards", end), keys={"direction": str(way.direction), "stop": ""}),
        block(
            "strip",
            block("names", *_names(way)),
            block("rail", _rail(way, own, due, told, places), *_ghosts(way, due), *_dots(items)),
            block("labels", *(_label(item, at) for item, at in zip(told, places, strict=True))),
        ),
    )


def _names(way: Strip) -> Iterator[Component]:
    for stop in way.stops:
        if stop.room:
            keys = {"stop": stop.stop_id, "direction": str(way.direction)}
            yield button(f"stop {stop.room}", stop.short, keys=keys, title=stop.name, style={"top": percent(stop.at)})


def _buses(way: Strip, rows: Sequence[Row], context: Context) -> Iterator[Item]:
    for row in rows:
        apart = row["headway_state"] if row["headway_state"] in ("bunched", "gap") else ""
        words = " ".join(part for part in (row["label"], _state(row, context), _apart(row, apart, context)) if part)
        yield Item(way.at(row["along_m"]), row["state"], words, row["vehicle_id"], apart)


def _state(row: Row, context: Context) -> str:
    if row["state"] == "silent":
        return f"{say(context.lang, 'silent')} {age(row['age_s'], context.lang)}"
    if row["state"] == "waiting":
        return say(context.lang, "leaves", clock(row["trip_start"], context.zone, seconds=False))
    return signed(row["delay_s"], context)


def _apart(row: Row, apart: str, context: Context) -> str:
    """The word with the headway over the planned one."""
    if not apart or row["headway_s"] is None:
        return ""
    return f"{say(context.lang, apart)} {age(row['headway_s'], context.lang)}/{age(row['scheduled_headway_s'], context.lang)}"


def _lost(way: Strip, rows: Sequence[Row], context: Context) -> Iterator[Item]:
    """Trips that should be under way and that nobody reports."""
    for row in rows:
        if row["state"] in ("lost", "cancelled"):
            said = f"{clock(row['trip_start'], context.zone, seconds=False)} {say(context.lang, row['state'])}"
            yield Item(way.at(row["along_m"]), row["state"], said)


def _label(item: Item, at: float) -> Component:
    style = {"top": percent(at)}
    calm = " calm" if item.kind in CALM and not item.apart else ""
    name = f"bus {item.kind} {item.apart}".strip() + calm
    return button(name, item.words, keys={"vehicle": item.vehicle}, style=style) if item.vehicle else span(name, item.words, style=style)


def _dots(items: Sequence[Item]) -> Iterator[Component]:
    for item in items:
        if item.vehicle:
            yield span(f"dot {item.kind}", style={"top": percent(item.at)})


def _ghosts(way: Strip, rows: Sequence[Row]) -> Iterator[Component]:
    for row in rows:
        yield span(f"ghost {row['state']}", style={"top": percent(way.at(row["along_m"]))})


def _rail(way: Strip, buses: Sequence[Row], ghosts: Sequence[Row], told: Sequence[Item], places: Sequence[float]) -> Component:
    """What ties things together: rail and stops, ghosts to their buses, buses to the ones they bunch with or are far from, labels."""
    at = {row["vehicle_id"]: way.at(row["along_m"]) for row in buses}
    due = [(way.at(row["along_m"]), at[row["vehicle_id"]]) for row in ghosts if row["vehicle_id"] in at]
    pairs = {state: [(at[row["vehicle_id"]], at[row["ahead_vehicle_id"]]) for row in buses if row["headway_state"] == state and row["ahead_vehicle_id"] in at] for state in ("bunched", "gap")}  # fmt: skip
    paths = {
        "track": f"M{RAIL:g} 0V1000",
        "calls": "".join(f"M{RAIL - 3:g} {stop.at * 1000:.0f}h6" for stop in way.stops),
        "ties": "".join(f"M{GHOSTS:g} {then * 1000:.0f}L{RAIL:g} {now * 1000:.0f}" for then, now in due),
        "bunched": "".join(_bracket(*pair) for pair in pairs["bunched"]),
        "gap": "".join(f"M{RAIL:g} {a * 1000:.0f}V{b * 1000:.0f}" for a, b in pairs["gap"]),
        "leaders": "".join(f"M{RAIL + 6:g} {item.at * 1000:.0f}L{EDGE:g} {place * 1000:.0f}" for item, place in zip(told, places, strict=True)),
    }
    picture: Component = svg.Svg(
        [svg.Path(d=path, className=name) for name, path in paths.items()],
        viewBox=f"0 0 {EDGE:g} 1000",
        preserveAspectRatio="none",
        **{"aria-hidden": "true"},
    )
    return picture


def _bracket(a: float, b: float) -> str:
    return f"M{RAIL:g} {a * 1000:.0f}h9V{b * 1000:.0f}h-9"


PANEL = Panel(LadderSpec, needs, draw)
