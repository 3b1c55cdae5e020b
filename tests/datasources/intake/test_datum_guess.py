"""Positions in another datum than the declared one are told, and only those."""

import itertools

import numpy as np
import pyarrow as pa
import pytest

from datasources.intake.datum_guess import DATUMS, DatumGuess, Network, doubt
from datasources.readers.datum import from_wgs84, to_wgs84
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.rows import NOON, reading

CITIES = {
    "Yantai": (37.46, 121.44),
    "Beijing": (39.9, 116.4),
    "Shenzhen": (22.54, 114.06),
    "Chengdu": (30.66, 104.06),
    "Urumqi": (43.82, 87.61),
}
POINTS = 1000


def streets(latitude: float, longitude: float) -> np.ndarray:
    """Roads of a city, 700 m apart, as pieces of lines."""
    rng = np.random.default_rng(3)
    offsets = (np.arange(-10, 11) * 700 + rng.normal(0, 60, 21)) / 111_195
    east, north = [[[longitude - 0.08, latitude + o], [longitude + 0.08, latitude + o]] for o in offsets], []
    north = [
        [[longitude + o / np.cos(np.radians(latitude)), latitude - 0.06], [longitude + o / np.cos(np.radians(latitude)), latitude + 0.06]]
        for o in offsets
    ]
    return np.array(east + north)


def on_streets(pieces: np.ndarray, seed: int = 5) -> np.ndarray:
    """(latitude, longitude) of buses, within some 15 m of a street."""
    rng = np.random.default_rng(seed)
    chosen, along = pieces[rng.integers(0, len(pieces), POINTS)], rng.random((POINTS, 1))
    places = chosen[:, 0] + along * (chosen[:, 1] - chosen[:, 0]) + rng.normal(0, 15 / 111_195, (POINTS, 2))
    return np.asarray(places[:, ::-1])


@pytest.mark.parametrize("city", CITIES)
def test_the_datum_is_told_in_every_city_and_for_every_pair(city: str) -> None:
    pieces = streets(*CITIES[city])
    network, places = Network(pieces), on_streets(pieces)
    for true, declared in itertools.product(DATUMS, DATUMS):
        came = from_wgs84(places[:, 0], places[:, 1], true)
        said = doubt(declared, np.column_stack(to_wgs84(*came, declared)), network)
        assert said.endswith(f"m as {true}") if true != declared else said == "", (true, declared, said)


def test_nothing_is_said_outside_china_nor_of_a_network_that_is_not_there() -> None:
    pieces = streets(30.27, -97.74)
    assert doubt("GCJ-02", on_streets(pieces) + 0.005, Network(pieces)) == ""
    assert doubt("WGS-84", on_streets(streets(*CITIES["Yantai"])), Network(np.zeros((0, 2, 2)))) == ""


def test_a_fleet_on_roads_that_nobody_knows_is_not_taken_for_another_datum() -> None:
    latitude, longitude = CITIES["Yantai"]
    elsewhere = on_streets(streets(latitude + 0.3, longitude + 0.3))
    assert doubt("WGS-84", elsewhere, Network(streets(latitude, longitude))) == ""


def test_a_feed_of_a_store_is_doubted_once_it_has_said_enough(store: Store) -> None:
    pieces = streets(*CITIES["Yantai"])
    roads = [
        {"segment_id": str(n), "geometry": f'{{"type":"LineString","coordinates":{piece.tolist()}}}'} for n, piece in enumerate(pieces)
    ]
    store.land("roads", reading("road_segment", roads), NOON)
    guess = DatumGuess(store.network)
    places = on_streets(pieces)
    bent = from_wgs84(places[:, 0], places[:, 1], "GCJ-02")
    said = [guess.look("buses", "WGS-84", batch(np.column_stack(bent)[n::10])) for n in range(10)]
    assert said[:4] == [""] * 4, "100 to 400 points"
    assert said[9].startswith("positions lie ") and said[9].endswith("m as GCJ-02")
    assert {guess.look("others", "GCJ-02", batch(places[n::10])) for n in range(10)} == {""}


def batch(places: np.ndarray) -> Reading:
    return Reading({"vehicle_position": pa.table({"latitude": places[:, 0], "longitude": places[:, 1]})})
