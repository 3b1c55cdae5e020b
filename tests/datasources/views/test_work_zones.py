"""Work zones from a feed's bytes to the views: what is under way, what is over, which segments they lie along."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.intake.roads import Roads
from datasources.readers.formats import read_feed
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.feeds import spec
from tests.datasources.readers.test_readers_wzdx import feature, feed
from tests.datasources.rows import emptied, reading

NOW = datetime(2026, 11, 23, 4)


def line(*places: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": places}


WEST, EAST = (121.40, 37.50), (121.42, 37.50)  # 1.76 km apart
EASTWARD, WESTWARD = line(WEST, EAST), line(EAST, WEST)
ROADS = {
    "eastward": line((121.39, 37.5001), (121.43, 37.5001)),  # 11 m to the side
    "westward": line((121.43, 37.5001), (121.39, 37.5001)),
    "next street": line((121.39, 37.5006), (121.43, 37.5006)),  # 67 m
    "crossing": line((121.41, 37.49), (121.41, 37.51)),
    "beyond": line((121.42, 37.50), (121.44, 37.50)),
    "bend": line((121.415, 37.50), (121.42, 37.50), (121.42, 37.52)),
}


@pytest.fixture(scope="module")
def loaded() -> Iterator[Store]:
    with Store(None, YANTAI, clock=lambda: NOW) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


@pytest.fixture
def city(loaded: Store) -> Store:
    """Nothing landed yet."""
    return emptied(loaded, ("road_segment", "work_zone", "work_zone_segment", "batch"))


def write(store: Store, *features: Any, minute: int = 0) -> None:
    """Land a writing of the feed, made that many minutes before noon or after."""
    at = NOW + timedelta(minutes=minute)
    landed = store.land("zones", read_feed(feed(*features, update_date=at.isoformat() + "Z"), spec(format="wzdx"), None, at), at)
    assert landed.outcome == "landed"


def segments(store: Store) -> None:
    rows = [{"segment_id": name, "geometry": json.dumps(shape), "latitude": 37.5, "longitude": 121.41} for name, shape in ROADS.items()]
    store.land("roads", reading("road_segment", rows), NOW - timedelta(hours=1))


def ask(store: Store, view: str, at: datetime = NOW, **parameters: str) -> list[dict[str, Any]]:
    return list(store.ask(Ticket(view, parameters, at)).to_pylist())


def ids(store: Store, at: datetime = NOW) -> list[tuple[str, str]]:
    return [(row["work_zone_id"], row["state"]) for row in ask(store, "work_zones_now", at)]


def test_a_zone_is_active_between_its_dates(city: Store) -> None:
    dates = {"now": (-1, 1), "soon": (1, 5), "far": (26, 30), "over": (-5, 0)}
    write(
        city,
        *(
            feature(name, start_date=f"{NOW + timedelta(hours=a)}Z", end_date=f"{NOW + timedelta(hours=b)}Z")
            for name, (a, b) in dates.items()
        ),
        minute=-1,
    )
    assert ids(city) == [("now", "under_way"), ("soon", "coming")]
    assert ids(city, NOW + timedelta(minutes=61)) == [("soon", "under_way")]


def test_the_worst_stand_first_and_the_source_may_say_that_it_is_over(city: Store) -> None:
    impacts = ["all-lanes-open-shift-left", "some-lanes-closed-merge-left", "all-lanes-closed", None]
    zones = [feature(f"z{n}", vehicle_impact=impact) for n, impact in enumerate(impacts)]
    write(city, *zones, feature("z9", event_status="cancelled"), minute=-1)
    assert [name for name, _ in ids(city)] == ["z2", "z1", "z0", "z3"]


def test_the_source_may_say_that_it_has_not_begun(city: Store) -> None:
    told = {"planned": False, "pending": None, "active": False, "begun": True}
    zones = [
        feature(name, event_status="pending" if name == "begun" else name, is_start_date_verified=verified)
        for name, verified in told.items()
    ]
    write(city, *zones, minute=-1)
    assert dict(ids(city)) == {"planned": "coming", "pending": "coming", "active": "under_way", "begun": "under_way"}


def test_what_the_newest_writing_lacks_is_over_and_the_past_is_as_it_was(city: Store) -> None:
    write(city, feature("a"), feature("b"), minute=-20)
    write(city, feature("b"), feature("c"), minute=-10)
    write(city, minute=-5)
    assert ids(city, NOW - timedelta(minutes=15)) == [("a", "under_way"), ("b", "under_way")]
    assert ids(city, NOW - timedelta(minutes=8)) == [("b", "under_way"), ("c", "under_way")]
    assert ids(city) == []


def test_a_source_that_keeps_its_date_of_writing_is_believed_by_what_came_last(city: Store) -> None:
    """Some say of the whole day that they were written at midnight."""
    written = (NOW - timedelta(hours=4)).isoformat() + "Z"

    def came(minute: int, *features: Any) -> None:
        at = NOW + timedelta(minutes=minute)
        city.land("zones", read_feed(feed(*features, update_date=written), spec(format="wzdx"), None, at), at)

    segments(city)
    came(-20, feature("a"), feature("b"), feature("c"))
    came(-10, feature("b"), feature("c", end_date="2026-11-25T00:00:00Z"), feature("d"))
    assert [name for name, _ in ids(city, NOW - timedelta(minutes=15))] == ["a", "b", "c"]
    found = ask(city, "work_zones_now")
    assert [(row["work_zone_id"], row["segments"]) for row in found] == [("b", 2), ("c", 2), ("d", 2)]
    assert found[1]["end_date"] == datetime(2026, 11, 25)
    assert len(ask(city, "segment_work_zones", segment="eastward")) == 3


def test_a_zone_out_of_town_stays_in_the_table_and_off_the_screen(city: Store) -> None:
    write(city, feature("a"), feature("far", geometry=line((2.0, 48.0), (2.1, 48.0))), minute=-1)
    assert ids(city) == [("a", "under_way")]


@pytest.mark.parametrize("roads_first", [True, False])
def test_a_zone_is_found_on_the_segments_along_it(city: Store, roads_first: bool) -> None:
    if roads_first:
        segments(city)
    write(city, feature("z", geometry=EASTWARD), minute=-1)
    if not roads_first:
        segments(city)
    found = {name for name in ROADS if ask(city, "segment_work_zones", segment=name)}
    assert found == {"eastward", "bend"}
    assert ask(city, "work_zones_now")[0]["segments"] == 2
    assert {row["segment_id"] for row in ask(city, "work_zone_segments", work="z")} == found
    assert ask(city, "work_zone_segments", work="another") == []


def test_lines_that_cannot_be_read_lie_along_nothing() -> None:
    roads = Roads([("good", json.dumps(EASTWARD)), ("point", '{"type":"Point","coordinates":[1,2]}'), ("none", "")])
    assert roads.along(json.dumps(EASTWARD)) == ["good"]
    assert roads.along(json.dumps(WESTWARD)) == []
    assert roads.along("{}") == Roads([]).along(json.dumps(EASTWARD)) == []
