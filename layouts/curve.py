"""Figures over time as SVG paths: a line breaks where points are missing instead of guessing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

Point = tuple[datetime, float]
Band = tuple[datetime, float, float]  # a low and a high figure
Scale = Callable[[datetime, float], str]  # "x y" of a figure at a moment


def line(points: Sequence[Point], gap: timedelta, at: Scale) -> str:
    """Through points in time order; broken where two lie more than `gap` apart."""
    return "".join("M" + "L".join(at(*point) for point in run) for run in _runs(points, gap))


def area(points: Sequence[Band], gap: timedelta, at: Scale) -> str:
    """Between the low figures and the high ones."""
    return "".join(_outline(run, at) for run in _runs(points, gap))


def dot(points: Sequence[Point], at: Scale) -> str:
    """At the last point a line of no length: its round cap is a true circle however the picture is stretched."""
    return f"M{at(*points[-1])}h0" if points else ""


def _outline(run: Sequence[Band], at: Scale) -> str:
    there, back = [at(moment, high) for moment, _, high in run], [at(moment, low) for moment, low, _ in reversed(run)]
    return "M" + "L".join([*there, *back]) + "Z"


def _runs(points: Sequence[Any], gap: timedelta) -> Iterator[list[Any]]:
    run = list(points[:1])
    for before, point in pairwise(points):
        if point[0] - before[0] > gap:
            yield run
            run = []
        run.append(point)
    if run:
        yield run
