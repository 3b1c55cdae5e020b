"""Lines of (longitude, latitude) in degrees: how long, where their middle is, how GeoJSON writes them."""

from itertools import accumulate, pairwise
from math import asin, cos, radians, sin, sqrt

import orjson

Place = tuple[float, float]
EARTH_M = 6_371_008.8  # mean radius


def metres(a: Place, b: Place) -> float:
    """Great-circle distance."""
    (lon1, lat1), (lon2, lat2) = ((radians(x), radians(y)) for x, y in (a, b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, half)))


def length_m(line: list[Place]) -> float:
    return sum(metres(a, b) for a, b in pairwise(line))


def middle(line: list[Place]) -> Place:
    """The point half-way along."""
    reached = [0.0, *accumulate(metres(a, b) for a, b in pairwise(line))]
    half = reached[-1] / 2
    at = next(n for n, far in enumerate(reached[1:], 1) if far >= half)
    step = reached[at] - reached[at - 1]
    share = (half - reached[at - 1]) / step if step else 0.0
    (x1, y1), (x2, y2) = line[at - 1], line[at]
    return x1 + share * (x2 - x1), y1 + share * (y2 - y1)


def geometry(line: list[Place]) -> str:
    return orjson.dumps({"type": "LineString", "coordinates": line}).decode()
