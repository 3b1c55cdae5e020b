"""Speed over the local day on its normal band, as SVG: gaps stay gaps, the free-flow speed is dashed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import dash_svg as svg
from dash.development.base_component import Component

from layouts.block import block, span
from layouts.context import Context
from layouts.curve import area, dot, line
from layouts.figures import clock, day_span, number

WIDTH, HEIGHT = 480.0, 120.0
GAP = timedelta(minutes=6)  # one five minutes missed: the line breaks
STEPS = (10, 20, 30, 50)  # km/h between two lines of the scale
Row = dict[str, Any]


def speed_day(rows: Sequence[Row], free_flow_kmh: float | None, context: Context) -> Component:
    """rows: of `segment_day` in time order."""
    driven = [(row["event_time"], row["speed_kmh"]) for row in rows if row["speed_kmh"] is not None]
    band = [(row["event_time"], row["p10"], row["p90"]) for row in rows if row["p10"] is not None and row["p90"] is not None]
    start, end = day_span(context.as_of, context.zone)
    top = max((speed for speed in (free_flow_kmh, *(s for _, s in driven), *(high for _, _, high in band)) if speed), default=60.0) * 1.08

    def at(moment: datetime, speed: float) -> str:
        return f"{WIDTH * (moment - start) / (end - start):.1f} {HEIGHT * (1 - speed / top):.1f}"

    paths = {
        "band": area(band, GAP, at),
        "free": f"M{at(start, free_flow_kmh)}L{at(end, free_flow_kmh)}" if free_flow_kmh else "",
        "line": line(driven, GAP, at),
        "dot": dot(driven, at),
    }
    picture = svg.Svg(
        [svg.Path(d=path, className=name) for name, path in paths.items()],
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}", preserveAspectRatio="none", className="trend", **{"aria-hidden": "true"},
    )  # fmt: skip
    return block("speed-day", block("scale", *_speeds(top, context)), block("canvas", picture, *_hours(start, end, context)))


def _speeds(top: float, context: Context) -> Iterator[Component]:
    step = next((step for step in STEPS if top / step <= 4.5), 100)
    for speed in range(step, int(top) + 1, step):
        yield span("speed", number(speed, context.lang), style={"top": f"{1 - speed / top:.2%}"})


def _hours(start: datetime, end: datetime, context: Context) -> Iterator[Component]:
    for hour in range(0, round((end - start) / timedelta(hours=1)) + 1, 6):
        moment = start + timedelta(hours=hour)
        said = "24:00" if moment == end else clock(moment, context.zone, seconds=False)
        yield span("hour", said, style={"left": f"{(moment - start) / (end - start):.2%}"})
