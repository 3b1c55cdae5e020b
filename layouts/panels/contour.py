"""Space across time: a corridor's segments over the local day so far, coloured by grade; what was not measured stays hatched ground. A
whole day is a handful of paths, one a grade, so the page stays light; a script finds the segment under a tap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from layouts.block import block, button, data, label, span
from layouts.context import Context, Rows
from layouts.figures import clock, day_span, iso, number
from layouts.panels.contour_head import figures, name_of
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.strip import folded
from layouts.words import Lang, pick, say

Row = dict[str, Any]
WIDTH, HEIGHT = 1440, 1000
GRADES = (1, 2, 3, 4)
HOUR = timedelta(hours=1)
SHORTEST = 8 * HOUR  # that a picture shows
KINDS = ("incident", "work", "bottleneck")
NEAR, MID = 0.1, 0.045  # of the height between two names: on every screen, where there is room
FOLD = 0.024  # of the height, that a second line adds
MOST_RUNS = 20_000
LONGEST: dict[Lang, float] = {"zh": 10.4, "en": 11.4}  # ems of a line of a segment's name: --names in assets/wall_roads.css


class ContourSpec(Spec):
    kind: Literal["contour"]
    now: str = "corridor_now"  # one row: the corridor and its travel time
    strip: str = "corridor_strip"  # its segments in driving direction
    day: str = "corridor_day"  # runs of one grade on one segment
    spans: str = "corridor_spans"  # incidents, work zones, bottlenecks: from place to place, from moment to moment


def needs(spec: ContourSpec) -> Needs:
    return {
        spec.now: (
            "corridor_id", "name_zh", "name_en", "direction", "length_km", "coverage", "ratio", "travel_s", "free_s", "day_before",
            "day_before_on", "week_before", "week_before_on", "rest", "p10", "p90",
        ),
        spec.strip: ("sequence", "segment_id", "name", "start_m", "length_m"),
        spec.day: ("sequence", "grade", "from_time", "until_time"),
        spec.spans: ("kind", "key", "priority", "title", "from_time", "until_time", "from_m", "to_m"),
    }  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """Where the day and the corridor lie in the picture: x from the left in minutes, y from the top, the way driven goes up."""

    start: datetime
    end: datetime
    length_m: float

    def x(self, moment: datetime) -> float:
        return round(WIDTH * min(1.0, max(0.0, (moment - self.start) / (self.end - self.start))), 1)

    def y(self, metres: float) -> int:
        return round(HEIGHT * (1 - metres / self.length_m))


def draw(spec: ContourSpec, rows: Rows, context: Context) -> Component:
    now: Row = next(iter(rows.get(spec.now, [])), {})
    strip = rows.get(spec.strip, [])
    head = block("head", block("name", name_of(now, spec.title, context), tag=html.H2), block("legend-grades", *_legend(context)))
    if not strip:
        return block("box contour-box", head, block("none", say(context.lang, "corridor_none")))
    frame = Frame(*shown_span(rows.get(spec.day, []), context), max(row["start_m"] + row["length_m"] for row in strip) or 1.0)
    return block(
        "box contour-box",
        head,
        block("figures", *figures(now, context)),
        block(
            "contour",
            block("names", *_names(strip, frame, context)),
            block("canvas", _picture(strip, rows.get(spec.day, []), rows.get(spec.spans, []), frame, context), *_hours(frame, context)),
            block("kms", *_kms(frame, context)),
            block("marks", *_marks(rows.get(spec.spans, []), frame, context)),
        ),
    )


def shown_span(runs: Sequence[Row], context: Context) -> tuple[datetime, datetime]:
    """The local day from the first hour that anything is known of to the end of this one; where that is short, hours stand in front."""
    midnight, end = day_span(context.as_of, context.zone)
    until = min(end, midnight + ((context.as_of - midnight) // HOUR + 1) * HOUR)
    first = max(midnight, min((run["from_time"] for run in runs if run["grade"] in GRADES), default=midnight))
    return min(midnight + (first - midnight) // HOUR * HOUR, until - SHORTEST), until


def _legend(context: Context) -> Iterator[Component]:
    for word in (*(f"grade_{grade}" for grade in GRADES), "not_measured", *KINDS):
        yield block("entry", span(f"sign {word}"), span("word", say(context.lang, word)))


def _picture(strip: Sequence[Row], runs: Sequence[Row], spans: Sequence[Row], frame: Frame, context: Context) -> Component:
    bands = {row["sequence"]: _band(row, frame) for row in strip}
    across = cache(lambda moment: f"{frame.x(moment):g}")  # a day of thousands of runs has some hundred moments
    cells: dict[int, list[str]] = {grade: [] for grade in GRADES}
    cores: list[str] = []
    for run in runs:
        grade, band = run["grade"], bands.get(run["sequence"])
        if grade in cells and band and run["until_time"] > frame.start:
            left, right, (top, middle, bottom) = across(run["from_time"]), across(run["until_time"]), band
            cells[grade].append(f"M{left} {top}H{right}V{bottom}H{left}z")
            if grade == GRADES[-1]:
                cores.append(f"M{left} {middle}H{right}")
    paths = {f"grade_{grade}": "".join(found) for grade, found in cells.items()}
    present = frame.x(context.as_of)
    paths |= {"core": "".join(cores), "ahead": f"M{present:g} 0H{WIDTH}V{HEIGHT}H{present:g}z"}
    paths |= {kind: "".join(_box(row, frame, context) for row in spans if row["kind"] == kind) for kind in KINDS}
    paths |= {"present": f"M{present:g} 0V{HEIGHT}"}
    edges = ";".join(f"{(frame.y(row['start_m']) / HEIGHT):.4f} {row['segment_id']}" for row in strip)
    picture: Component = svg.Svg(
        [svg.Path(d=path, className=name) for name, path in paths.items()],
        viewBox=f"0 0 {WIDTH} {HEIGHT}", preserveAspectRatio="none", **{"aria-hidden": "true"},
        **data(edges=edges, **{"from": iso(frame.start), "to": iso(frame.end)}),
    )  # fmt: skip
    return picture


def _band(row: Row, frame: Frame) -> tuple[str, str, str]:
    """The upper edge, the middle and the lower edge of a segment."""
    top, bottom = frame.y(row["start_m"] + row["length_m"]), frame.y(row["start_m"])
    return str(top), f"{(top + bottom) / 2:g}", str(bottom)


def _box(row: Row, frame: Frame, context: Context) -> str:
    """The part of the picture that a span covers; one without an end reaches to the present."""
    left, right = frame.x(row["from_time"]), frame.x(row["until_time"] or context.as_of)
    top, bottom = frame.y(row["to_m"]), frame.y(row["from_m"])
    return f"M{left:g} {top}H{right:g}V{bottom}H{left:g}z" if right > left else ""


def _names(strip: Sequence[Row], frame: Frame, context: Context) -> Iterator[Component]:
    """Names of segments as far as there is room: `near` ones stand on every screen, `mid` ones between them on high ones."""
    whole = [pick(row["name"], context.lang) or str(row["segment_id"]) for row in strip]
    texts = [folded(name.partition("→")[0].strip(), LONGEST[context.lang]) for name in whole]
    places = [frame.y(row["start_m"] + row["length_m"] / 2) / HEIGHT for row in strip]
    rooms = _rooms(places, [text.count("\n") for text in texts])
    for row, name, text, place, room in zip(strip, whole, texts, places, rooms, strict=True):
        if room:
            cut = " cut" * text.endswith("…")
            yield button(f"segment {room}{cut}", text, keys={"segment": str(row["segment_id"])}, title=name, style=_at(top=place))


def _rooms(places: Sequence[float], folds: Sequence[int]) -> list[str]:
    """As many names as have room beside each other, from the first on; `folds`: 1 where a name has two lines."""
    rooms = [""] * len(places)
    for name, least in (("near", NEAR), ("mid", MID)):
        for n, place in enumerate(places):
            told = [m for m, room in enumerate(rooms) if room]
            if not rooms[n] and all(abs(place - places[m]) >= least + FOLD * (folds[n] + folds[m]) / 2 for m in told):
                rooms[n] = name
    return rooms


def _hours(frame: Frame, context: Context) -> Iterator[Component]:
    whole = round((frame.end - frame.start) / HOUR)
    step = 2 if whole > 12 else 1
    _, midnight = day_span(context.as_of, context.zone)
    for hour in range(0, whole + 1, step):
        moment = frame.start + hour * HOUR
        said = "24:00" if moment == midnight else clock(moment, context.zone, seconds=False)
        kind = "hour edge" if hour == 0 else "hour" if hour % (2 * step) == 0 else "hour minor"
        yield span(kind, said, style=_at(left=frame.x(moment) / WIDTH))


def _kms(frame: Frame, context: Context) -> Iterator[Component]:
    step = next((step for step in (1, 2, 5, 10, 20, 50) if frame.length_m / 1000 / step <= 6), 100)
    for km in range(0, int(frame.length_m / 1000) + 1, step):
        yield span("km", f"{number(km, context.lang)} km", style=_at(top=frame.y(km * 1000) / HEIGHT))


def _marks(spans: Sequence[Row], frame: Frame, context: Context) -> Iterator[Component]:
    """A sign where an incident began, to tap; what began before the day stands at its edge."""
    for row in spans:
        if row["kind"] == "incident":
            place = _at(left=frame.x(row["from_time"]) / WIDTH, top=frame.y((row["from_m"] + row["to_m"]) / 2) / HEIGHT)
            said = f"{clock(row['from_time'], context.zone, seconds=False)} {pick(row['title'], context.lang)}"
            yield button(f"incident priority-{row['priority']}", keys={"row": str(row["key"])}, title=said, style=place, **label(said))


def _at(**share_of: float) -> dict[str, str]:
    return {side: f"{value:.2%}" for side, value in share_of.items()}


PANEL = Panel(ContourSpec, needs, draw, most=MOST_RUNS)
