import json

import numpy as np
import pyarrow as pa
import pytest

from datasources.readers.datum import convert, gcj02_to_bd09, moved, to_wgs84, wgs84_to_gcj02

CITIES = {
    "Hangzhou": (30.2741, 120.1551, 521),
    "Beijing": (39.9042, 116.4074, 556),
    "Shenzhen": (22.5431, 114.0579, 607),
    "Chengdu": (30.5728, 104.0668, 361),
    "Urumqi": (43.8256, 87.6168, 265),
}


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return float(np.hypot((lat - other_lat) * 111195, (lon - other_lon) * 111195 * np.cos(np.radians(lat))))


@pytest.mark.parametrize("city", CITIES)
def test_the_shift_of_gcj02_is_the_known_one(city: str) -> None:
    lat, lon, shift = CITIES[city]
    there = wgs84_to_gcj02(np.array([lat]), np.array([lon]))
    assert metres(lat, lon, there[0][0], there[1][0]) == pytest.approx(shift, abs=4)


@pytest.mark.parametrize("datum", ["GCJ-02", "BD-09"])
def test_there_and_back_within_a_metre_anywhere_in_china(datum: str) -> None:
    rng = np.random.default_rng(1)
    lat, lon = rng.uniform(18, 53, 5000), rng.uniform(74, 135, 5000)
    there = wgs84_to_gcj02(lat, lon)
    if datum == "BD-09":
        there = gcj02_to_bd09(*there)
    back = to_wgs84(*there, datum)
    worst = max(metres(*four) for four in zip(lat, lon, *back, strict=True))
    print(f"worst {worst:.6f} m")
    assert worst <= 1.0


def test_outside_china_gcj02_is_wgs84() -> None:
    lat, lon = np.array([30.3, 51.5]), np.array([-97.7, -0.1])
    found = to_wgs84(lat, lon, "GCJ-02")
    assert np.array_equal(found[0], lat)
    assert np.array_equal(found[1], lon)


def test_tables_keep_what_came_and_nulls_stay() -> None:
    table = pa.table(
        {
            "latitude": [37.5, None],
            "longitude": [121.4, None],
            "latitude_source": pa.nulls(2, pa.float64()),
            "longitude_source": pa.nulls(2, pa.float64()),
        }
    )
    found = convert(table, "BD-09").to_pylist()
    assert found[0]["latitude_source"] == 37.5
    assert 300 < metres(37.5, 121.4, found[0]["latitude"], found[0]["longitude"]) < 2000
    assert found[1] == dict.fromkeys(table.column_names)


def test_a_geometry_moves_with_its_label_point() -> None:
    ring = [[121.3, 37.5], [121.4, 37.5], [121.4, 37.6], [121.3, 37.5]]
    for shape in (
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "MultiPolygon", "coordinates": [[ring]]},
        {"type": "LineString", "coordinates": ring},
        {"type": "Point", "coordinates": ring[0]},
    ):
        found = json.loads(str(moved(json.dumps(shape), "GCJ-02")))
        flat = np.array(found["coordinates"], dtype=float).reshape(-1, 2)
        lat, lon = to_wgs84(np.array([37.5]), np.array([121.3]), "GCJ-02")
        assert flat[0] == pytest.approx([lon[0], lat[0]], abs=1e-6)
    assert moved("no json", "GCJ-02") == "no json"
    assert moved(None, "GCJ-02") is None
