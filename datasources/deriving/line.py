"""A line as straight pieces, and where along it the stops are. Metres on a plane around the line's own first point."""

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

Floats = NDArray[np.float64]
M_PER_DEGREE = 111195.0
SIMPLER_M = 5.0  # a shape's points that stray less from the simpler line are left out
FAR_M = 500.0  # a stop so far from its shape: the shape is of another line
NEAR_M, BESIDE_CHORD = 100.0, 0.3  # how far beside a piece a vehicle may be; share of a piece that is no road but a chord between stops
CLOSED_M = 150.0  # ends of a line so near to each other are one place


@dataclass(frozen=True)
class Line:
    """`corners`: (n, 2) metres north and east; `along`: metres to each stop, in order; `chords`: its pieces go from stop to stop."""

    corners: Floats
    along: Floats
    chords: bool

    @property
    def lengths(self) -> Floats:
        steps: Floats = np.diff(self.corners, axis=0)
        return np.hypot(steps[:, 0], steps[:, 1])

    @property
    def near(self) -> Floats:
        """How far beside each piece a vehicle may be."""
        return np.maximum(NEAR_M, BESIDE_CHORD * self.lengths) if self.chords else np.full(len(self.lengths), NEAR_M)

    @property
    def closed_m(self) -> float | None:
        """The length of a line that ends where it began."""
        length = float(self.lengths.sum())
        return length if len(self.along) > 2 and np.hypot(*(self.corners[-1] - self.corners[0])) < CLOSED_M < length else None


def line_of(stops: Floats, shape: Floats | None) -> Line | None:
    """From (latitude, longitude) of the stops in order and of the shape's points; None for fewer than two stops."""
    if len(stops) < 2:
        return None
    places = metres(stops, stops[0])
    if shape is not None and len(shape) > 1:
        corners = np.asarray(LineString(metres(shape, stops[0])).simplify(SIMPLER_M).coords)
        if len(corners) > 1 and (along := placed(places, corners)) is not None:
            return Line(corners, along, chords=False)
    return Line(places, np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))]), chords=True)


def straight(stops: Floats) -> Floats:
    """Metres to each (latitude, longitude) from the first, straight from stop to stop."""
    north, east = np.diff(stops, axis=0).T
    return np.concatenate([[0.0], np.cumsum(M_PER_DEGREE * np.hypot(north, east * np.cos(np.radians(stops[1:, 0]))))])


def metres(points: Floats, origin: Floats) -> Floats:
    """Metres north and east of the origin."""
    return (points - origin) * (M_PER_DEGREE * np.array([1.0, cos(radians(float(origin[0])))]))


def placed(places: Floats, corners: Floats) -> Floats | None:
    """Where along the line each place is: the nearest spots that come in order, so that a line which meets itself is told apart.

    None when a place is far from the line wherever it is put.
    """
    along, off = _spots(places, corners)
    cost = off**2
    came = np.zeros(off.shape, dtype=np.intp)
    total = cost[0].copy()
    for n in range(1, len(places)):
        total, came[n] = _onward(total, along[n - 1], along[n])
        total = total + cost[n]
    at = int(np.argmin(total))
    if not np.isfinite(total[at]):
        return None
    chosen = [at]
    for n in range(len(places) - 1, 0, -1):
        chosen.append(at := int(came[n, at]))
    spots = (np.arange(len(places)), np.array(chosen[::-1]))
    return np.maximum.accumulate(along[spots]) if off[spots].max() < FAR_M else None


def _spots(places: Floats, corners: Floats) -> tuple[Floats, Floats]:
    """Of every place and piece: along the line and beside it, where the piece is nearest; (places, pieces) each."""
    start, step = corners[:-1], np.diff(corners, axis=0)
    length = np.hypot(*step.T)
    to = places[:, None, :] - start
    share = np.clip((to * step).sum(axis=2) / np.maximum(length**2, 1e-9), 0, 1)
    off = np.hypot(*np.moveaxis(to - share[..., None] * step, 2, 0))
    return np.concatenate([[0.0], np.cumsum(length)[:-1]]) + share * length, off


def _onward(total: Floats, before: Floats, after: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The cheapest way to be on each piece at the next place: from an earlier piece, or farther along the same one."""
    pieces = np.arange(len(total))
    lowest = np.minimum.accumulate(total)
    first = np.maximum.accumulate(np.where(total <= lowest, pieces, 0))  # the piece that holds the lowest so far
    earlier = np.concatenate([[np.inf], lowest[:-1]])
    from_earlier = np.concatenate([[0], first[:-1]])
    same = np.where(after >= before - 1.0, total, np.inf)
    return np.minimum(earlier, same), np.where(same <= earlier, pieces, from_earlier)
