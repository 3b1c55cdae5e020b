import numpy as np

from simulator.datum import bd09_to_wgs84, gcj02_to_wgs84, wgs84_to_gcj02


def test_the_offset_in_yantai_is_some_hundred_metres_east_and_north() -> None:
    lon, lat = wgs84_to_gcj02(np.array([121.39]), np.array([37.54]))
    assert 400 < (lon[0] - 121.39) * 88_000 < 600
    assert 50 < (lat[0] - 37.54) * 111_200 < 250


def test_back_and_forth_is_within_a_centimetre() -> None:
    lon, lat = np.linspace(119.6, 121.9, 50), np.linspace(36.3, 38.3, 50)
    east, north = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert np.max(np.abs(east - lon)) < 1e-7 and np.max(np.abs(north - lat)) < 1e-7


def test_baidu_of_gcj_100_100_is_the_operators_dummy_station() -> None:
    """Station 13265 of the source is (100, 100) in GCJ-02, converted to BD-09 by the operator's own app."""
    lon, lat = bd09_to_wgs84(np.array([100.00666224735]), np.array([100.00586224732]))
    there = gcj02_to_wgs84(np.array([100.0]), np.array([100.0]))
    assert abs(lon[0] - there[0][0]) < 2e-5 and abs(lat[0] - there[1][0]) < 2e-5
