"""Districts: which one holds a point, and points drawn inside one. Outlines are GCJ-02; answers take and give WGS-84."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulator.arrays import Bools, Floats, Ints
from simulator.chance import uniform
from simulator.datum import gcj02_to_wgs84

DRAWN = 300  # points kept per district


@dataclass(frozen=True)
class Districts:
    ids: list[str]
    names: list[str]  # in both languages
    rings: list[list[tuple[Floats, Floats]]]  # outer rings of every district
    drawn: list[tuple[Floats, Floats]]  # points inside, around the label point

    def of(self, longitude: Floats, latitude: Floats) -> list[str]:
        """District id of every point, "" outside all."""
        found = np.full(len(longitude), "", dtype="<U12")
        for name, rings in zip(self.ids, self.rings, strict=True):
            for ring in rings:
                found[_inside(longitude, latitude, ring)] = name
        return [str(name) for name in found]


def load(city: Path) -> Districts:
    features = json.loads((city / "districts.geojson").read_text(encoding="utf-8"))["features"]
    rings = [[_ring(part[0]) for part in feature["geometry"]["coordinates"]] for feature in features]
    drawn = [_draw(index, feature["properties"], rings[index]) for index, feature in enumerate(features)]
    ids = [feature["properties"]["district_id"] for feature in features]
    return Districts(ids, ["{name_zh} | {name_en}".format(**feature["properties"]) for feature in features], rings, drawn)


def _ring(points: list[Any]) -> tuple[Floats, Floats]:
    pairs = np.array(points, dtype=np.float64)
    return gcj02_to_wgs84(pairs[:, 0], pairs[:, 1])


def _draw(index: int, label: dict[str, float], rings: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Points that thin out from the label point, where the town stands for."""
    number = np.arange(4000)
    angle, reach = 2 * np.pi * uniform(7, index, number, 71), 0.13 * uniform(7, index, number, 72) ** 1.2
    lon, lat = label["longitude"] + reach * np.cos(angle), label["latitude"] + reach * np.sin(angle) * 0.8
    inside = np.zeros(len(number), dtype=bool)
    for ring in rings:
        inside |= _inside(lon, lat, ring)
    return lon[inside][:DRAWN], lat[inside][:DRAWN]


def _inside(longitude: Floats, latitude: Floats, ring: tuple[Floats, Floats]) -> Bools:
    """Even-odd rule, all points against one ring at a time."""
    x, y = ring
    result = np.zeros(len(longitude), dtype=bool)
    near: Ints = np.flatnonzero((longitude >= x.min()) & (longitude <= x.max()) & (latitude >= y.min()) & (latitude <= y.max()))
    px, py = longitude[near, None], latitude[near, None]
    above = (y[:-1] > py) != (y[1:] > py)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = px < (x[1:] - x[:-1]) * (py - y[:-1]) / (y[1:] - y[:-1]) + x[:-1]
    result[near] = np.sum(above & crossing, axis=1) % 2 == 1
    return result
