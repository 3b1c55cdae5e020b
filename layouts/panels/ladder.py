"""A line as a ladder: every bus between its stops, both directions, with where the timetable wants it beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from layouts.block import block, button, span
from layouts.context import Context, Rows
from layouts.deviation import signed
from layouts.figures import ago, clock, number
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.strip import Strip, absent, drawing, percent, spread, strips
from layouts.words import pick, read, say

ROOM = 1.5 / 38  # a label's line as a share of a strip 38 rem high
MOST = 22  # labels beside one strip; with more buses only those that need somebody keep theirs
CALM = ("on_time", "early", "waiting")
APART = ("bunched", "gap")
RAIL, GHOSTS, EDGE = 16.0, 5.0, 40.0  # where things stand across the rail's picture, in tenths of a rem
DOWN = 1000.0  # its height
Row = dict[str, Any]


class LadderSpec(Spec):
    kind: Literal["ladder"]
    line: str = "line_chosen"
    stops: str = "line_strip"
    buses: str = "line_buses"
    ghosts: str = "line_ghosts"
    lines: str = "bus_lines"  # where no line is chosen, the first of these is offered


@dataclass(frozen=True)
class Item:
    """What stands on a strip: `at` where it is, `kind` its state, `words` its label, `vehicle` whose card a tap opens ("" none)."""

    at: float
    kind: str
    words: str
    vehicle: str = ""


def needs(spec: LadderSpec) -> Needs:
    return {
        spec.line: ("route_id", "route_name", "direction_id", "known"),
        spec.stops: ("direction_id", "place", "stop_id", "stop_name", "timepoint", "terminal", "along_m"),
        spec.buses: (
            "vehicle_id", "label", "trip_id", "direction_id", "along_m", "trip_start", "age_s", "delay_s", "state",
            "headway_state", "headway_s", "scheduled_headway_s", "ahead_vehicle_id",
        ),
        spec.ghosts: ("trip_id", "direction_id", "along_m", "trip_start", "vehicle_id", "state"),
        spec.lines: ("route_id", "route_name", "direction_id"),
    }  # fmt: skip


def draw(spec: LadderSpec, rows: Rows, context: Context) -> Component:
    line: Row = next(iter(rows.get(spec.line, [])), {})
    buses, ghosts = rows.get(spec.buses, []), rows.get(spec.ghosts, [])
    lost = sum(row["state"] in ("lost", "cancelled") for row in ghosts)
    title = read(spec.title, context.lang) if spec.title else say(context.lang, "ladder")
    note = say(context.lang, "ladder_counts", len(buses), lost) if line.get("route_id") else ""
    drawn = [_side(way, line, buses, ghosts, context) for way in strips(rows.get(spec.stops, []), context.lang)]
    return block(
        "box ladder-box",
        block("head", block("name", f"{title} {pick(line.get('route_name'), context.lang)}".strip(), tag=html.H2), span("note", note)),
        block("sides", *(drawn or [_without(line, rows.get(spec.lines, []), context)])),
    )


def _without(line: Row, lines: Sequence[Row], context: Context) -> Component:
    """Why there is no line and, where none is chosen, the way to the worst one."""
    why = block("none", absent(line, context.lang))
    if line.get("route_id") or not lines:
        return why
    keys = {"line": str(lines[0]["route_id"]), "direction": str(lines[0]["direction_id"])}
    worst = say(context.lang, "open_worst_line", pick(lines[0]["route_name"], context.lang))
    return block("unchosen", why, button("onward", worst, keys=keys))


def _side(way: Strip, line: Row, buses: Sequence[Row], ghosts: Sequence[Row], context: Context) -> Component:
    own = [row for row in buses if row["direction_id"] == way.direction]
    due = [row for row in ghosts if row["direction_id"] == way.direction]
    at = {row["vehicle_id"]: way.at(row["along_m"]) for row in own}
    items = sorted([*_buses(way, own, context), *_apart(own, at, context), *_lost(way, due, context)], key=lambda item: item.at)
    told = items if len(items) <= MOST else [item for item in items if item.kind not in CALM][:MOST]
    places = spread([item.at for item in told], ROOM)
    chosen = " chosen" if line.get("direction_id") == way.direction else ""
    end = way.stops[-1].name if way.stops else ""
    return block(
        f"side {'up' if way.up else 'down'}",
        button(
            f"way{chosen}",
            say(context.lang, "towards", end),
            keys={"line": line.get("route_id") or "", "direction": str(way.direction), "stop": ""},
        ),
        block(
            "strip",
            block("names", *_names(way, str(line.get("route_id") or ""))),
            block("rail", _rail(way, at, own, due, told, places), *_ghosts(way, due), *_dots(items)),
            block("labels", *(_label(item, at) for item, at in zip(told, places, strict=True))),
        ),
    )


def _names(way: Strip, route_id: str) -> Iterator[Component]:
    for stop in way.stops:
        if stop.room:
            keys = {"line": route_id, "direction": str(way.direction), "stop": stop.stop_id}
            yield button(f"stop {stop.room}{stop.cut}", stop.short, keys=keys, title=stop.name, style={"top": percent(stop.at)})


def _buses(way: Strip, rows: Sequence[Row], context: Context) -> Iterator[Item]:
    for row in rows:
        yield Item(way.at(row["along_m"]), row["state"], f"{row['label']} {_state(row, context)}".strip(), row["vehicle_id"])


def _state(row: Row, context: Context) -> str:
    if row["state"] == "silent":
        return ago(row["age_s"], context.lang)
    if row["state"] == "waiting":
        return clock(row["trip_start"], context.zone, seconds=False)
    return signed(row["delay_s"], context)


def _apart(rows: Sequence[Row], at: Mapping[str, float], context: Context) -> Iterator[Item]:
    """Between two that are bunched or far apart: the word with the headway over the planned one."""
    for state in APART:
        for row, behind, ahead in _pairs(state, rows, at):
            figures = (number((row[column] or 0) / 60, context.lang) for column in ("headway_s", "scheduled_headway_s"))
            yield Item((behind + ahead) / 2, state, say(context.lang, "apart", say(context.lang, state), *figures))


def _lost(way: Strip, rows: Sequence[Row], context: Context) -> Iterator[Item]:
    """Trips that should be under way and that nobody reports."""
    for row in rows:
        if row["state"] in ("lost", "cancelled"):
            said = f"{clock(row['trip_start'], context.zone, seconds=False)} {say(context.lang, row['state'])}"
            yield Item(way.at(row["along_m"]), row["state"], said)


def _label(item: Item, at: float) -> Component:
    style = {"top": percent(at)}
    name = f"bus {item.kind}{' calm' if item.kind in CALM else ''}"
    return button(name, item.words, keys={"vehicle": item.vehicle}, style=style) if item.vehicle else span(name, item.words, style=style)


def _dots(items: Sequence[Item]) -> Iterator[Component]:
    for item in items:
        if item.vehicle:
            yield span(f"dot {item.kind}", style={"top": percent(item.at)})


def _ghosts(way: Strip, rows: Sequence[Row]) -> Iterator[Component]:
    for row in rows:
        yield span(f"ghost {row['state']}", style={"top": percent(way.at(row["along_m"]))})


def _rail(
    way: Strip, at: Mapping[str, float], buses: Sequence[Row], ghosts: Sequence[Row], told: Sequence[Item], places: Sequence[float]
) -> Component:
    """What ties things together: rail and stops, ghosts to their buses, buses to the ones they bunch with or are far from, labels."""
    due = [(way.at(row["along_m"]), at[row["vehicle_id"]]) for row in ghosts if row["vehicle_id"] in at]
    leaders = [(item.at, place) for item, place in zip(told, places, strict=True)]
    paths = {
        "track": f"M{RAIL:g} 0V{DOWN:g}",
        "calls": "".join(f"M{RAIL - 3:g} {stop.at * DOWN:.0f}h6" for stop in way.stops),
        "ties": "".join(f"M{GHOSTS:g} {then * DOWN:.0f}L{RAIL:g} {now * DOWN:.0f}" for then, now in due),
        "bunched": "".join(f"M{RAIL:g} {a * DOWN:.0f}h9V{b * DOWN:.0f}h-9" for _, a, b in _pairs("bunched", buses, at)),
        "gap": "".join(f"M{RAIL:g} {a * DOWN:.0f}V{b * DOWN:.0f}" for _, a, b in _pairs("gap", buses, at)),
        "leaders": "".join(f"M{RAIL + 6:g} {a * DOWN:.0f}L{EDGE:g} {b * DOWN:.0f}" for a, b in leaders),
    }
    return drawing(paths, EDGE, DOWN)


def _pairs(state: str, buses: Sequence[Row], at: Mapping[str, float]) -> list[tuple[Row, float, float]]:
    """Where two stand of which the one behind is bunched with, or far from, the one ahead."""
    return [
        (row, at[row["vehicle_id"]], at[row["ahead_vehicle_id"]])
        for row in buses
        if row["headway_state"] == state and row["ahead_vehicle_id"] in at
    ]


PANEL = Panel(LadderSpec, needs, draw)
