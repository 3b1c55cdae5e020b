"""A small line over its normal band, as SVG paths; nothing in it moves unless a figure did."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import dash_svg as svg
from dash.development.base_component import Component

WIDTH, HEIGHT = 200.0, 40.0
SPAN = timedelta(hours=6)
GAP = timedelta(minutes=11)  # two missed five-minute points: the line breaks instead of guessing

Point = tuple[datetime, float]
Scale = Callable[[datetime, float], str]


def trend(rows: Sequence[dict[str, Any]], until: datetime, state: str, target: float | None = None) -> Component:
    """rows: event_time, value, p10, p90 in time order (any of the figures may be None); x runs over the six hours to `until`."""
    rows = [row for row in rows if until - SPAN <= row["event_time"] <= until]
    line = [(row["event_time"], row["value"]) for row in rows if row["value"] is not None]
    low = [(row["event_time"], row["p10"]) for row in rows if row["p10"] is not None and row["p90"] is not None]
    high = [(row["event_time"], row["p90"]) for row in rows if row["p10"] is not None and row["p90"] is not None]
    at = _scale([figure for _, figure in (*line, *low, *high)], until, target)
    picture: Component = svg.Svg(
        [
            svg.Path(d=_area(low, high, at), className="band"),
            svg.Path(d=_aim(target, until, at), className="aim"),
            svg.Path(d=_line(line, at), className="line"),
            svg.Path(d=_dot(line, at), className="dot"),
        ],
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        preserveAspectRatio="none",
        className=f"trend {state}",
        **{"aria-hidden": "true"},
    )
    return picture


def _scale(figures: Sequence[float], until: datetime, target: float | None) -> Scale:
    low, high = (min(figures), max(figures)) if figures else (0.0, 1.0)
    if target is not None and low - (high - low) <= target <= high + (high - low):
        low, high = min(low, target), max(high, target)
    room = max(high - low, abs(high) * 0.02, 1e-9)  # a flat line stays flat: noise is not blown up to the full height
    middle = (low + high) / 2

    def at(moment: datetime, figure: float) -> str:
        x = WIDTH * (1 - (until - moment) / SPAN)
        y = HEIGHT * (0.5 - 0.84 * (figure - middle) / room)
        return f"{x:.1f} {y:.1f}"

    return at


def _runs(points: Sequence[Point]) -> Iterable[list[Point]]:
    run = list(points[:1])
    for before, point in pairwise(points):
        if point[0] - before[0] > GAP:
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def _line(points: Sequence[Point], at: Scale) -> str:
    return "".join("M" + "L".join(at(*point) for point in run) for run in _runs(points))


def _area(low: Sequence[Point], high: Sequence[Point], at: Scale) -> str:
    runs = zip(_runs(low), _runs(high), strict=True)
    return "".join("M" + "L".join(at(*point) for point in (*up, *reversed(down))) + "Z" for down, up in runs)


def _dot(points: Sequence[Point], at: Scale) -> str:
    """A line of no length: its round cap is a true circle however the picture is stretched."""
    return f"M{at(*points[-1])}h0" if points else ""


def _aim(target: float | None, until: datetime, at: Scale) -> str:
    if target is None:
        return ""
    y = float(at(until, target).split()[1])
    return f"M0 {y:.1f}H{WIDTH:g}" if 0 <= y <= HEIGHT else ""
