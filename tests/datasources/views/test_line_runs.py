"""Buses on a line's page whose reports name no trip of the timetable: which run they are on is told by where they called."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.views.test_line import START, STEP, STRAIGHT, asked, line_city, timetable

BY_BLOCK: dict[str, Any] = {"block_id": "B0"}
BY_START: dict[str, Any] = {"trip_id": "046300_L..N", "route_id": "L", "start_date": "20260302", "start_time": "08:00:00"}
BY_TEMPLATE: dict[str, Any] = {"trip_id": "T0", "route_id": "L"}
FROM_SECOND_TO_THIRD = [(0, 0.0), (100, 1.0), (200, 2.0), (250, 2.5)]


WAYS = [("block", BY_BLOCK), ("start", BY_START), ("frequency", BY_TEMPLATE)]


@pytest.fixture(params=WAYS, ids=lambda way: way[0])
def way(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    told: tuple[str, dict[str, Any]] = request.param
    return told


@pytest.fixture
def city(tmp_path: Path, way: tuple[str, dict[str, Any]]) -> Iterator[Store]:
    with city_by(tmp_path, way[0]) as opened:
        opened.land("timetable", often() if way[0] == "frequency" else two_lines(), None)
        yield opened


@contextmanager
def city_by(folder: Path, match: str) -> Iterator[Store]:
    with line_city(folder) as opened:
        register(opened, match)
        yield opened


def register(store: Store, match: str) -> None:
    feed = {"feed": "positions", "title_zh": "定位", "title_en": "Positions", "stale_after_s": 7200.0, "down_after_s": 9000.0}
    store.register_feeds([feed | {"kind": "event", "match": match}])


def two_lines() -> Reading:
    """T0 and T1 of line L are the work of the blocks B0 and B1; T2, ten minutes after T1 over the same stops, is of line M and B0's."""
    read = timetable(STRAIGHT)
    trips = [
        row | {"block_id": "B1" if row["trip_id"] == "T1" else "B0", "route_id": "M" if row["trip_id"] == "T2" else "L"}
        for row in read.tables["gtfs_trip"].to_pylist()
    ]
    return Reading({**read.tables, "gtfs_trip": pa.Table.from_pylist(trips)})


def often() -> Reading:
    """T0 runs every ten minutes from eight to nine."""
    read = timetable(STRAIGHT, trips=1)
    rows = [{"trip_id": "T0", "start_s": 28800, "end_s": 32400, "headway_secs": 600, "exact_times": 0}]
    return Reading({**read.tables, "gtfs_frequency": pa.Table.from_pylist(rows)})


def land(store: Store, said: dict[str, Any], reports: list[tuple[int, float]], vehicle: str = "bus") -> None:
    rows = [
        {"event_time": START + timedelta(seconds=at), "vehicle_id": vehicle, "latitude": 40.0, "longitude": along * STEP} | said
        for at, along in reports
    ]
    store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows)}), None)


def test_it_stands_on_the_strip_and_its_trip_is_no_ghost(city: Store, way: tuple[str, dict[str, Any]]) -> None:
    land(city, way[1], FROM_SECOND_TO_THIRD)
    (bus,) = asked(city, "line_buses", 260)
    assert bus["place"] == pytest.approx(3.5, abs=0.01)
    assert (bus["state"], bus["delay_s"]) == (("unknown", None) if way[0] == "frequency" else ("on_time", 0.0))
    ghosts = {row["trip_id"]: (row["state"], row["vehicle_id"]) for row in asked(city, "line_ghosts", 260)}
    assert ghosts == ({} if way[0] == "frequency" else {bus["trip_id"]: ("run", "bus")})


def test_it_is_on_the_line_no_longer_once_it_called_on_another(tmp_path: Path) -> None:
    """Block B0 has T0 of line L, then T2 of line M back over the same stops: what it did last counts, not what it did here."""
    with city_by(tmp_path, "block") as city:
        city.land("timetable", two_lines(), None)
        land(city, BY_BLOCK, [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0), (400, 4.0)])
        assert [bus["trip_id"] for bus in asked(city, "line_buses", 410)] == ["T0"]
        land(city, BY_BLOCK, [(1100, 0.0), (1200, 0.0), (1300, 1.0), (1400, 2.0)])
        assert asked(city, "line_buses", 1410) == []
        assert [bus["trip_id"] for bus in asked(city, "line_buses", 1410, line="M")] == ["T2"]


def test_one_whose_trip_is_cancelled_or_found_by_its_line_alone_is_on_none(tmp_path: Path) -> None:
    with city_by(tmp_path, "start,line") as city:
        city.land("timetable", two_lines(), None)
        land(city, BY_START, FROM_SECOND_TO_THIRD[:-1])
        land(city, {"route_id": "L"}, FROM_SECOND_TO_THIRD, "no run")
        assert [bus["vehicle_id"] for bus in asked(city, "line_buses", 260)] == ["bus"]
        land(city, BY_START | {"schedule_relationship": "CANCELED"}, FROM_SECOND_TO_THIRD[-1:])
        assert asked(city, "line_buses", 260) == []


def test_where_only_a_headway_is_planned_buses_keep_it_or_bunch(tmp_path: Path) -> None:
    with city_by(tmp_path, "frequency") as city:
        city.land("timetable", often(), None)
        land(city, BY_TEMPLATE, [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0), (350, 3.5)], "first")
        land(city, BY_TEMPLATE, [(120, 0.0), (220, 1.0), (320, 2.0), (350, 2.3)], "second")
        buses = {bus["vehicle_id"]: bus for bus in asked(city, "line_buses", 360)}
        told = ("headway_s", "scheduled_headway_s", "headway_state", "ahead_vehicle_id")
        assert [buses["second"][name] for name in told] == [120, 600, "bunched", "first"]
        assert {row["trip_id"] for row in asked(city, "line_driven", 360)} == {"T0@first", "T0@second"}


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: way[0])
def whole(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Every view over one bus that was seen from its first stop past the fourth."""
    match, said = request.param
    with Store(None, Place("Asia/Shanghai")) as opened:
        assert opened.load_views([STANDARD]) == []
        register(opened, match)
        opened.land("timetable", often() if match == "frequency" else two_lines(), None)
        land(opened, said, [*FROM_SECOND_TO_THIRD, (340, 3.4)])
        yield opened


def test_figures_know_the_bus(whole: Store, request: pytest.FixtureRequest) -> None:
    """Where only a headway is planned no call is late and no trip due: they say nothing."""
    told = {kpi: asked(whole, kpi, 660)[0] for kpi in ("line_on_time", "line_service")}
    shares = [(row["numerator"], row["denominator"]) for row in told.values()]
    match, _ = request.node.callspec.params["whole"]
    assert shares == ([(0.0, 0.0)] * 2 if match == "frequency" else [(4.0, 4.0), (1.0, 1.0)])
    assert told["line_on_time"]["coverage"] == 1.0


def test_lists_and_cards_know_the_bus(whole: Store) -> None:
    assert [row["vehicle_id"] for row in asked(whole, "bus_worst", 660)] == ["bus"]
    assert asked(whole, "vehicle_run", 660, vehicle="bus")[0]["why"] == "silent"
    (run,) = {row["trip_id"] for row in asked(whole, "line_visit", 660)}
    assert asked(whole, "vehicle_card", 660, vehicle="bus")[0]["trip_id_performed"] == run
    assert len(asked(whole, "position_rows", 660, vehicle="bus", trip="T0")) == 5
    assert asked(whole, "position_rows", 660, vehicle="bus", trip="T1") == []


def test_the_content_of_what_ran_is_as_old_as_the_bus(whole: Store) -> None:
    for kpi in ("bus_service_delivered", "bus_pull_out"):
        assert asked(whole, kpi, 660)[0]["content_time"] == START + timedelta(seconds=340)
    assert asked(whole, "feed_outage", 660)[0]["considered"] == 1


def tell(store: Store, second: int, stop: str, status: str | None) -> None:
    """A report of a train on T0 without a position."""
    said = {"vehicle_id": "train", "trip_id": "T0", "stop_id": stop, "current_status": status}
    row = said | {"event_time": START + timedelta(seconds=second), "latitude": None, "longitude": None}
    store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist([row])}), None)


def test_one_that_tells_only_its_stop_stands_there_or_on_the_way_to_it(tmp_path: Path) -> None:
    told = [
        (0, "S1", "STOPPED_AT", 1.0),
        (60, "S2", "IN_TRANSIT_TO", 1.5),
        (95, "S2", "INCOMING_AT", 1.9),
        (100, "S2", "STOPPED_AT", 2.0),
        (150, "S3", None, 2.5),
    ]
    with city_by(tmp_path, "trip_id") as city:
        city.land("timetable", two_lines(), None)
        for second, stop, status, place in told:
            tell(city, second, stop, status)
            assert [row["place"] for row in asked(city, "line_buses", second + 5)] == [pytest.approx(place)], (stop, status)


def test_one_that_tells_only_its_stop_has_a_place_and_a_card() -> None:
    with Store(None, Place("Asia/Shanghai")) as city:
        assert city.load_views([STANDARD]) == []
        register(city, "trip_id")
        city.land("timetable", two_lines(), None)
        tell(city, 0, "S3", "IN_TRANSIT_TO")
        (card,) = asked(city, "vehicle_card", 10, vehicle="train")
        assert (card["latitude"], card["longitude"]) == pytest.approx((40.0, 2 * STEP))
        assert [row["vehicle_id"] for row in asked(city, "bus_worst", 10)] == ["train"]
