"""A small line over its normal band, as SVG paths; nothing in it moves unless a figure did."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import dash_svg as svg
from dash.development.base_component import Component

from layouts.curve import Scale, area, dot, line

WIDTH, HEIGHT = 200.0, 40.0
SPAN = timedelta(hours=6)
GAP = timedelta(minutes=11)  # two missed five-minute points: the line breaks instead of guessing


def trend(rows: Sequence[dict[str, Any]], until: datetime, state: str, target: float | None = None) -> Component:
    """rows: event_time, value, p10, p90 in time order (any of the figures may be None); x runs over the six hours to `until`."""
    rows = [row for row in rows if until - SPAN <= row["event_time"] <= until]
    said = [(row["event_time"], row["value"]) for row in rows if row["value"] is not None]
    band = [(row["event_time"], row["p10"], row["p90"]) for row in rows if row["p10"] is not None and row["p90"] is not None]
    at = _scale([figure for _, *figures in (*said, *band) for figure in figures], until, target)
    picture: Component = svg.Svg(
        [
            svg.Path(d=area(band, GAP, at), className="band"),
            svg.Path(d=_aim(target, until, at), className="aim"),
            svg.Path(d=line(said, GAP, at), className="line"),
            svg.Path(d=dot(said, at), className="dot"),
        ],
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        preserveAspectRatio="none",
        className=f"trend {state}" + " blank" * (not said),
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


def _aim(target: float | None, until: datetime, at: Scale) -> str:
    if target is None:
        return ""
    y = float(at(until, target).split()[1])
    return f"M0 {y:.1f}H{WIDTH:g}" if 0 <= y <= HEIGHT else ""
