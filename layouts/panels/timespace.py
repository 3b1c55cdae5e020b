"""Time across, the line down: planned runs thin, driven ones thick, so that lateness, bunching and lost trips show as shapes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any, Literal
from urllib.parse import urlencode

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from layouts.block import block, data, label, span
from layouts.context import Context, Rows
from layouts.deviation import signed
from layouts.figures import clock
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.strip import Stop, Strip, absent, drawing, percent, strips
from layouts.steps import Step, encoded
from layouts.words import Lang, joined, read, say

BACK, AHEAD = timedelta(hours=2), timedelta(minutes=30)
SIZE = 1000.0
STEP = timedelta(minutes=30)
LONGEST: dict[Lang, float] = {"zh": 10.2, "en": 12.8}  # ems of a line of a stop's name: --names in assets/wall_line.css
LATE_S, EARLY_S = 300.0, -60.0
EDGE = 0.06  # of the width: an hour nearer to the left would stand under the names of stops
UNSEEN = timedelta(minutes=6)  # between two passes: what lies between is a guess and drawn as one
SIGNS = ("on_time", "early", "late", "bunched", "planned")
Row = dict[str, Any]
Point = tuple[float, float]
At = Callable[[Row], Point]


class TimeSpaceSpec(Spec):
    kind: Literal["time-space"]
    line: str = "line_chosen"
    stops: str = "line_strip"
    planned: str = "line_planned"
    driven: str = "line_driven"
    buses: str = "line_buses"  # what a vehicle is called


def needs(spec: TimeSpaceSpec) -> Needs:
    return {
        spec.line: ("route_id", "route_name", "direction_id", "known"),
        spec.stops: ("direction_id", "place", "stop_id", "stop_name", "timepoint", "terminal", "along_m"),
        spec.planned: ("trip_id", "service_date", "event_time", "along_m"),
        spec.buses: ("vehicle_id", "label"),
        spec.driven: ("trip_id", "service_date", "vehicle_id", "event_time", "along_m", "delay_s", "headway_state", "headway_s", "is_now"),
    }


def draw(spec: TimeSpaceSpec, rows: Rows, context: Context) -> Component:
    line: Row = next(iter(rows.get(spec.line, [])), {})
    way = next(
        (way for way in strips(rows.get(spec.stops, []), context.lang, LONGEST[context.lang]) if way.direction == line.get("direction_id")),
        None,
    )
    title = read(spec.title, context.lang) if spec.title else say(context.lang, "time_space")
    legend = [block("entry", span(f"sign run {sign}"), span("word", say(context.lang, sign))) for sign in SIGNS]
    return block(
        "box time-space-box",
        block("head", block("name", title, tag=html.H2), block("legend-line", *legend)),
        _plot(way, rows.get(spec.planned, []), rows.get(spec.driven, []), _labels(rows.get(spec.buses, [])), context)
        if way
        else block("none", absent(line, context.lang)),
    )


def _labels(buses: Sequence[Row]) -> dict[str, str]:
    return {row["vehicle_id"]: row["label"] for row in buses if row["label"]}


def _plot(way: Strip, planned: Sequence[Row], driven: Sequence[Row], labels: Mapping[str, str], context: Context) -> Component:
    names = [_name(stop) for stop in way.stops if stop.room]
    at = _places(way, context.as_of)
    return block(
        "plot",
        block("names", *names),
        block("canvas", _picture(way, planned, driven, at, context.as_of), _trips(driven, at, labels, context), *hours(context)),
    )


def _places(way: Strip, as_of: datetime) -> At:
    """Where the picture has what a row tells of."""
    start, width = as_of - BACK, (BACK + AHEAD) / SIZE

    def at(row: Row) -> Point:
        return (row["event_time"] - start) / width, way.at(row["along_m"]) * SIZE

    return at


def _name(stop: Stop) -> Component:
    """One that is told in part is told whole where keys or a finger go."""
    reach = {"tabIndex": "0"} if stop.cut else {}
    return span(f"stop {stop.room}{stop.cut}", stop.short, title=stop.name, style={"top": percent(stop.at)}, **reach)


def across(moment: datetime, as_of: datetime) -> float:
    """0..1 from the left of the picture."""
    return (moment - (as_of - BACK)) / (BACK + AHEAD)


def hours(context: Context) -> Iterator[Component]:
    """The clock under the picture, every half hour."""
    for moment in marks(context.as_of):
        place = across(moment, context.as_of)
        yield span("hour edge" if place < EDGE else "hour", clock(moment, context.zone, seconds=False), style={"left": percent(place)})


def marks(as_of: datetime) -> Iterator[datetime]:
    day = as_of.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = day + ((as_of - BACK - day) // STEP + 1) * STEP
    while moment < as_of + AHEAD:
        yield moment
        moment += STEP


def _picture(way: Strip, planned: Sequence[Row], driven: Sequence[Row], at: At, as_of: datetime) -> Component:
    paths = {
        "stops": "".join(f"M0 {stop.at * SIZE:.0f}H{SIZE:g}" for stop in way.stops if stop.room == "near"),
        "hours": "".join(f"M{across(moment, as_of) * SIZE:.1f} 0V{SIZE:g}" for moment in marks(as_of)),
        "present": f"M{across(as_of, as_of) * SIZE:.1f} 0V{SIZE:g}",
        "planned": "".join(polyline([at(row) for row in run]) for run in _runs(planned)),
        **_driven(driven, at),
    }
    return drawing(paths, SIZE, SIZE)


def _trips(driven: Sequence[Row], at: At, labels: Mapping[str, str], context: Context) -> Component:
    """Over the picture each driven run once more, unseen until it is pointed at or arrow keys get there: a tap near it, or Enter, opens
    its calls (assets/trips.js)."""
    paths = [
        block(
            "trip",
            tag=svg.Path,
            d=polyline([at(row) for row in run]),
            role="button",
            **label(_told(run[-1], labels, context)),
            **data(trip=urlencode(_calls(run[-1]))),
        )
        for run in _runs(driven)
    ]
    picture = svg.Svg(paths, className="trips", viewBox=f"0 0 {SIZE:g} {SIZE:g}", preserveAspectRatio="none")
    stop: dict[str, Any] = {"tabIndex": "0"} if paths else {}
    return block("reach", picture, span("told", ""), role="group", **stop, **label(say(context.lang, "trips_reach")))


def _told(row: Row, labels: Mapping[str, str], context: Context) -> str:
    """By the vehicle's name where it is still on the line."""
    vehicle = str(row["vehicle_id"] or "")
    return joined(labels.get(vehicle, vehicle), signed(row["delay_s"], context))


def _calls(row: Row) -> dict[str, str]:
    step = Step("trip_visits", {"trip": str(row["trip_id"]), "service_date": str(row["service_date"])}, str(row["trip_id"]))
    return {"vehicle": str(row["vehicle_id"] or ""), "steps": encoded((step,))}


def _runs(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows of one trip on one service date stand together, in order of time."""
    for _, run in groupby(rows, key=lambda row: (row["service_date"], row["trip_id"])):
        yield list(run)


def _driven(rows: Sequence[Row], at: At) -> dict[str, str]:
    """Path by what it says; runs are cut where they turn late or early, and nothing is drawn over a silence but a guess."""
    told: dict[str, list[str]] = {name: [] for name in ("unseen", "on_time", "early", "late", "bunched", "ends", "ends-late")}
    for run in _runs(rows):
        for kind, piece in groupby(pairwise(run), key=lambda pair: _kind(*pair)):
            legs = list(piece)
            told[kind].append(polyline([at(legs[0][0]), *(at(after) for _, after in legs)]))
        told["bunched"] += [_bunched(row, at) for row in run if row["headway_state"] == "bunched" and not row["is_now"]]
        if run[-1]["is_now"]:
            told["ends-late" if punctuality(run[-1]["delay_s"]) == "late" else "ends"].append("M{:.1f} {:.1f}h0".format(*at(run[-1])))
    return {name: "".join(parts) for name, parts in told.items()}


def _kind(before: Row, after: Row) -> str:
    return "unseen" if after["event_time"] - before["event_time"] > UNSEEN else punctuality(after["delay_s"])


def punctuality(delay_s: float | None) -> str:
    if delay_s is None:
        return "on_time"
    return "late" if delay_s > LATE_S else "early" if delay_s < EARLY_S else "on_time"


def _bunched(row: Row, at: At) -> str:
    """From the pass of the vehicle before to this one's, at the same stop."""
    before = at({**row, "event_time": row["event_time"] - timedelta(seconds=row["headway_s"] or 0.0)})
    return polyline([before, at(row)])


def polyline(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if len(points) > 1 else ""


PANEL = Panel(TimeSpaceSpec, needs, draw)
