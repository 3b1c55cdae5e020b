"""GeoJSON: features of a collection. A row has the properties, `id`, `geometry` (GeoJSON text) and a point to put a label at:
`point_latitude`, `point_longitude` (of a line its middle vertex, of an area the mean of its longest ring)."""

from datetime import datetime
from typing import Any

import orjson

from datasources.feed import FeedSpec
from datasources.readers.json import objects
from datasources.readers.mapping import SAMPLE
from datasources.readers.strict import flat, parse
from datasources.readers.tabular import mapped, text_table
from datasources.reading import FeedRefused, Reading, Reject


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: json and its kin, geojson, columns, mapping."""
    document = parse(data)
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise FeedRefused("geojson", "is no FeatureCollection")
    features, rejects = objects(document["features"], str(spec.table))
    rows = []
    for feature in features:
        try:
            rows.append(_row(feature))
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, ZeroDivisionError):
            rejects.append(Reject(str(spec.table), "no_feature", repr(feature)[:SAMPLE]))
    return mapped(text_table(rows, spec.max_bytes), rejects, spec, mapping_sql, received_at)


def _row(feature: dict[str, Any]) -> dict[str, str | None]:
    geometry = feature.get("geometry")
    row = flat(feature.get("properties") or {})
    row.setdefault("id", None if feature.get("id") is None else str(feature["id"]))
    longitude, latitude = point(geometry) if geometry else (None, None)
    row["geometry"] = orjson.dumps(geometry).decode() if geometry else None
    row["point_longitude"] = None if longitude is None else repr(float(longitude))
    row["point_latitude"] = None if latitude is None else repr(float(latitude))
    return row


def point(geometry: dict[str, Any]) -> tuple[float, float]:
    """(longitude, latitude) to put a label at."""
    coordinates, kind = geometry["coordinates"], geometry["type"]
    if kind == "Point":
        return coordinates[0], coordinates[1]
    if kind in ("LineString", "MultiPoint"):
        return _middle(coordinates)
    if kind == "MultiLineString":
        return _middle(max(coordinates, key=len))
    rings = [polygon[0] for polygon in ([coordinates] if kind == "Polygon" else coordinates)]
    longest = max(rings, key=len)[:-1]
    return sum(p[0] for p in longest) / len(longest), sum(p[1] for p in longest) / len(longest)


def _middle(points: list[list[float]]) -> tuple[float, float]:
    middle = points[len(points) // 2]
    return middle[0], middle[1]
