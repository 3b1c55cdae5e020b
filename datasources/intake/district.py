"""Which district a position lies in."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import shapely


class Districts:
    """Outlines in WGS-84; a position in none of them has no district."""

    def __init__(self, outlines: Sequence[tuple[str, str]]) -> None:
        """Pairs of district_id and GeoJSON geometry; an outline that cannot be read is left out."""
        read = [(name, shape) for name, text in outlines if (shape := _shape(text)) is not None]
        self._names = np.array([name for name, _ in read], dtype=object)
        self._tree = shapely.STRtree([shape for _, shape in read])

    def __len__(self) -> int:
        return len(self._names)

    def of(self, longitude: Any, latitude: Any) -> pa.Array:
        """The district of each position (float arrays, NaN allowed); NULL where there is none."""
        found = np.full(len(longitude), None, dtype=object)
        if len(self):
            whole = np.isfinite(longitude) & np.isfinite(latitude)
            points, shapes = self._tree.query(shapely.points(longitude[whole], latitude[whole]), predicate="intersects")
            found[np.flatnonzero(whole)[points[::-1]]] = self._names[shapes[::-1]]
        return pa.array(found, pa.string())


def _shape(text: str) -> Any:
    try:
        shape = shapely.from_geojson(orjson.dumps(orjson.loads(text)))
    except (orjson.JSONDecodeError, shapely.errors.ShapelyError):
        return None
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    shapely.prepare(shape)
    return shape
