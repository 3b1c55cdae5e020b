"""Which road segments a line runs along: near it, the same way, for more than a crossing."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import orjson
import shapely

from datasources.deriving.line import M_PER_DEGREE

NEAR_M = 25.0  # half a wide road, and what two surveys differ by
LEAST_M, LEAST_SHARE = 60.0, 0.5  # of the line or of the segment, whichever is shorter; a crossing road shares some 50 m
SAME_WAY = 0.5  # cosine of the angle between them


class Roads:
    """Segments as lines in metres around their own middle."""

    def __init__(self, segments: Iterable[tuple[str, str]]) -> None:
        """Pairs of segment_id and GeoJSON LineString; one that cannot be read is left out."""
        read = [(name, line) for name, text in segments if (line := line_of(text)) is not None]
        self._names = [name for name, _ in read]
        latitude = float(np.mean([line[:, 1].mean() for _, line in read])) if read else 0.0
        self._stretch = np.array([np.cos(np.radians(latitude)), 1.0]) * M_PER_DEGREE
        self._lines = [shapely.LineString(line * self._stretch) for _, line in read]
        self._tree = shapely.STRtree(self._lines)

    def along(self, geometry: str) -> Sequence[str]:
        """Ids of the segments that the GeoJSON line runs along, in its direction of travel."""
        read = line_of(geometry)
        if read is None:
            return []
        line = shapely.LineString(read * self._stretch)
        band = line.buffer(NEAR_M, cap_style="flat")
        return sorted(self._names[n] for n in self._tree.query(band, predicate="intersects") if _shared(line, band, self._lines[n]))


def line_of(text: str | None) -> Any:
    """Vertices (n, 2) of a GeoJSON LineString, degrees; None for anything else."""
    try:
        vertices = np.array([place[:2] for place in orjson.loads(text or "")["coordinates"]], dtype=np.float64)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, IndexError):
        return None
    return vertices if vertices.ndim == 2 and len(vertices) > 1 and np.isfinite(vertices).all() else None


def _shared(line: Any, band: Any, segment: Any) -> bool:
    inside = shapely.intersection(band, segment)
    least = min(LEAST_M, LEAST_SHARE * min(line.length, segment.length))
    return bool(inside.length >= least) and _same_way(line, inside, segment)


def _same_way(line: Any, inside: Any, segment: Any) -> bool:
    """Whether both run the same way over what they share."""
    a, b = _way(line, inside), _way(segment, inside)
    return float(a @ b) > SAME_WAY * float(np.hypot(*a) * np.hypot(*b))


def _way(line: Any, inside: Any) -> Any:
    """From where `line` first meets `inside` to where it last does."""
    reached = shapely.line_locate_point(line, shapely.points(shapely.get_coordinates(inside)))
    start, end = line.interpolate(reached.min()), line.interpolate(reached.max())
    return np.array([end.x - start.x, end.y - start.y])
