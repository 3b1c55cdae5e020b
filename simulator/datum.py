"""The three datums in use in China: WGS-84, GCJ-02 (map providers), BD-09 (Baidu)."""

import numpy as np

from simulator.arrays import Floats

AXIS, ECCENTRICITY2 = 6378245.0, 0.00669342162296594323
BAIDU = np.pi * 3000.0 / 180.0


def bd09_to_wgs84(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Degrees to degrees, within a metre."""
    x, y = longitude - 0.0065, latitude - 0.006
    radius = np.hypot(x, y) - 0.00002 * np.sin(y * BAIDU)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * BAIDU)
    return gcj02_to_wgs84(radius * np.cos(angle), radius * np.sin(angle))


def gcj02_to_wgs84(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """The inverse has no closed form; three rounds leave less than a centimetre."""
    east, north = longitude, latitude
    for _ in range(3):
        there = wgs84_to_gcj02(east, north)
        east, north = east + longitude - there[0], north + latitude - there[1]
    return east, north


def wgs84_to_gcj02(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Degrees to degrees, inside China only."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + waves
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + waves
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    lean = np.radians(latitude)
    magic = 1.0 - ECCENTRICITY2 * np.sin(lean) ** 2
    north = np.degrees(north / (AXIS * (1.0 - ECCENTRICITY2) / (magic * np.sqrt(magic))))
    east = np.degrees(east / (AXIS / np.sqrt(magic) * np.cos(lean)))
    return longitude + east, latitude + north
