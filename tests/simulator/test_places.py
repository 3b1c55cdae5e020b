import json
from pathlib import Path

import numpy as np

from simulator.city import City


def test_eleven_districts_with_names_in_both_languages(yantai: Path) -> None:
    features = json.loads((yantai / "districts.geojson").read_text(encoding="utf-8"))["features"]
    names = [(f["properties"]["name_zh"], f["properties"]["name_en"]) for f in features]
    assert len(names) == 11 and all(zh and en for zh, en in names)
    assert (yantai / "districts.geojson").stat().st_size < 300_000


def test_every_stop_lies_in_one_district(city: City) -> None:
    found = city.districts.of(city.network.longitude, city.network.latitude)
    assert "" not in found
    assert set(found) == {"370602", "370611", "370612", "370613", "370614"}


def test_points_outside_belong_to_nobody(city: City) -> None:
    assert city.districts.of(np.array([122.5, 0.0, 121.2]), np.array([37.5, 0.0, 37.9])) == ["", "", ""]


def test_drawn_points_lie_in_their_district(city: City) -> None:
    for name, (longitude, latitude) in zip(city.districts.ids, city.districts.drawn, strict=True):
        assert set(city.districts.of(longitude, latitude)) == {name}
        assert len(longitude) > 100
