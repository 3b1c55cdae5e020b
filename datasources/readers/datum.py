"""Chinese datums to WGS-84: GCJ-02 (state maps) and BD-09 (Baidu, GCJ-02 bent once more). The shift is 265 to 607 m.

The public formulas go from WGS-84; the way back is found by iteration, to well under a metre. Degrees throughout; outside
China GCJ-02 is WGS-84.
"""

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Degrees = npt.NDArray[np.float64]
AXIS_M = 6378245.0  # Krasovsky 1940, as the formula wants it
ECCENTRICITY2 = 0.00669342162296594323
BD_PI = np.pi * 3000.0 / 180.0
ROUNDS = 8  # each gains about two decimals


def to_wgs84(latitude: Degrees, longitude: Degrees, datum: str) -> tuple[Degrees, Degrees]:
    """Degrees of `datum` to degrees of WGS-84. NaN stays NaN."""
    if datum == "BD-09":
        latitude, longitude = _undo(latitude, longitude, gcj02_to_bd09)
        datum = "GCJ-02"
    if datum == "GCJ-02":
        return _undo(latitude, longitude, wgs84_to_gcj02)
    return latitude, longitude


def from_wgs84(latitude: Degrees, longitude: Degrees, datum: str) -> tuple[Degrees, Degrees]:
    """Degrees of WGS-84 to degrees of `datum`."""
    if datum == "WGS-84":
        return latitude, longitude
    latitude, longitude = wgs84_to_gcj02(latitude, longitude)
    return gcj02_to_bd09(latitude, longitude) if datum == "BD-09" else (latitude, longitude)


def _undo(latitude: Degrees, longitude: Degrees, forward: Any) -> tuple[Degrees, Degrees]:
    lat, lon = latitude.copy(), longitude.copy()
    for _ in range(ROUNDS):
        there_lat, there_lon = forward(lat, lon)
        lat, lon = lat + latitude - there_lat, lon + longitude - there_lon
    return lat, lon


def wgs84_to_gcj02(latitude: Degrees, longitude: Degrees) -> tuple[Degrees, Degrees]:
    x, y = longitude - 105.0, latitude - 35.0
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north = north + (waves + _swell(y, 20.0, 40.0, 3.0, 160.0, 12.0, 320.0, 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east = east + (waves + _swell(x, 20.0, 40.0, 3.0, 150.0, 12.0, 300.0, 30.0)) * 2.0 / 3.0
    radians = latitude / 180.0 * np.pi
    magic = 1 - ECCENTRICITY2 * np.sin(radians) ** 2
    north_deg = north * 180.0 / (AXIS_M * (1 - ECCENTRICITY2) / (magic * np.sqrt(magic)) * np.pi)
    east_deg = east * 180.0 / (AXIS_M / np.sqrt(magic) * np.cos(radians) * np.pi)
    inside = _in_china(latitude, longitude)
    return latitude + np.where(inside, north_deg, 0.0), longitude + np.where(inside, east_deg, 0.0)


def _swell(v: Degrees, a: float, b: float, w1: float, c: float, w2: float, d: float, w3: float) -> Degrees:
    return np.asarray(a * np.sin(v * np.pi) + b * np.sin(v / w1 * np.pi) + c * np.sin(v / w2 * np.pi) + d * np.sin(v * np.pi / w3))


def gcj02_to_bd09(latitude: Degrees, longitude: Degrees) -> tuple[Degrees, Degrees]:
    radius = np.hypot(longitude, latitude) + 0.00002 * np.sin(latitude * BD_PI)
    angle = np.arctan2(latitude, longitude) + 0.000003 * np.cos(longitude * BD_PI)
    return radius * np.sin(angle) + 0.006, radius * np.cos(angle) + 0.0065


def _in_china(latitude: Degrees, longitude: Degrees) -> npt.NDArray[np.bool_]:
    """The rectangle of the public formula, a little wider so that the way back is smooth at its edge."""
    return (longitude > 72.0) & (longitude < 137.85) & (latitude > 0.8) & (latitude < 55.85)


def convert(table: pa.Table, datum: str) -> pa.Table:
    """`table` with latitude, longitude and geometry in WGS-84; *_source columns, where the table has them, as they came."""
    if "latitude" not in table.column_names or "longitude" not in table.column_names:
        return table
    latitude, longitude = table["latitude"], table["longitude"]
    if datum != "WGS-84":
        lat, lon = to_wgs84(_floats(latitude), _floats(longitude), datum)
        table = _put(_put(table, "latitude", _column(lat, latitude)), "longitude", _column(lon, longitude))
        if "geometry" in table.column_names:
            table = _put(table, "geometry", pa.chunked_array([[moved(g, datum) for g in table["geometry"].to_pylist()]], pa.string()))
    for name, column in (("latitude_source", latitude), ("longitude_source", longitude)):
        if name in table.column_names:
            table = _put(table, name, column)
    return table


def _floats(column: pa.ChunkedArray) -> Degrees:
    return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _column(values: Degrees, like: pa.ChunkedArray) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.asarray(like.is_null().to_numpy(zero_copy_only=False)))


def _put(table: pa.Table, name: str, column: Any) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)


def moved(geometry: str | None, datum: str) -> str | None:
    """A GeoJSON geometry in WGS-84. What cannot be read stays as it came: the store's checks will say so."""
    if not geometry:
        return geometry
    try:
        shape = json.loads(geometry)
        return json.dumps({**shape, "coordinates": _moved(shape["coordinates"], datum)}, separators=(",", ":"))
    except (ValueError, KeyError, TypeError):
        return geometry


def _moved(coordinates: list[Any], datum: str) -> list[Any]:
    if not coordinates:
        return coordinates
    if isinstance(coordinates[0], (int, float)):
        return _moved([coordinates], datum)[0]  # type: ignore[no-any-return]
    if isinstance(coordinates[0][0], (int, float)):
        pairs = np.array([c[:2] for c in coordinates], dtype=np.float64)
        lat, lon = to_wgs84(pairs[:, 1], pairs[:, 0], datum)
        return np.round(np.stack([lon, lat], axis=1), 7).tolist()  # type: ignore[no-any-return]
    return [_moved(part, datum) for part in coordinates]
