"""What lies still under every frame: the base map and the geometry of the roads, shelved anew only when their tables changed."""

import json
from datetime import datetime
from typing import Any

from dashboard.drawing import districts_of
from datasources.frames import BINARY_MEDIA, JSON_MEDIA, Shelf
from datasources.layers import encode_geometry
from datasources.store import Store
from layouts.words import Text

DASH = 0.002  # degrees, half a detector's dash
Rows = list[dict[str, Any]]


class Ground:
    """`districts`: their names, by id; `segments`: the place of each in the geometry, by id."""

    LAYERS = ("geometry", "segments", "basemap")

    def __init__(self, store: Store, shelf: Shelf) -> None:
        self.districts: dict[str, Text] = {}
        self.segments: dict[str, int] = {}
        self._store = store
        self._shelf = shelf
        self._revision = ""

    def shelve(self, as_of: datetime) -> None:
        revision = self._store.reference_revision()
        if revision == self._revision:
            return
        tables = self._store.snapshot(["district_list", "segment_list"], as_of, None, live=True)
        self._shelve_roads(tables.rows("segment_list"))
        self._shelve_districts(tables.rows("district_list"))
        self._revision = revision

    def _shelve_roads(self, rows: Rows) -> None:
        self.segments = {row["segment_id"]: place for place, row in enumerate(rows)}
        names = [[row["segment_id"], row["name"], row["road_class"]] for row in rows]
        self._shelf.put("geometry", encode_geometry([line_of(row) for row in rows]), BINARY_MEDIA, compress=True)
        self._shelf.put("segments", json.dumps(names, ensure_ascii=False).encode(), JSON_MEDIA, compress=True)

    def _shelve_districts(self, rows: Rows) -> None:
        self.districts = districts_of(rows)
        places = [
            {
                "id": row["district_id"],
                "name": {"zh": row["name_zh"], "en": row["name_en"] or row["name_zh"]},
                "lat": row["latitude"],
                "lon": row["longitude"],
                "geometry": json.loads(row["geometry"]) if row["geometry"] else None,
            }
            for row in rows
        ]
        self._shelf.put("basemap", json.dumps({"districts": places}, ensure_ascii=False).encode(), JSON_MEDIA, compress=True)


def line_of(segment: dict[str, Any]) -> list[list[float]]:
    """The (lon, lat) vertices of a segment; a detector, which has only a place, is drawn as a short dash."""
    if segment["geometry"]:
        return list(json.loads(segment["geometry"])["coordinates"])
    if segment["longitude"] is None or segment["latitude"] is None:
        return []
    return [[segment["longitude"] + side * DASH, segment["latitude"]] for side in (-1, 1)]
