"""The bus network of Yantai as its operator's app had it in October 2022, against what its source note counts."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.datasources.rows import asked
from tests.truth.recorded import Recorded, land

pytestmark = pytest.mark.data
NOW = datetime(2026, 11, 23, 4)


@pytest.fixture(scope="module")
def network(shared_data: Path) -> Recorded:
    return land("yantai-stops", shared_data)


def test_every_row_is_there(network: Recorded) -> None:
    assert {feed: network.accepted(feed) for feed in network.landed} == {"lines": 342, "sublines": 492, "order": 14898, "stops": 10782}
    assert sum(sum(network.quarantined(feed).values()) for feed in network.landed) == 0
    lines = "SELECT count(DISTINCT route_short_name) FROM gtfs_route"
    assert asked(network.store, lines) == [(171,)]


def test_the_order_of_stops_is_whole(network: Recorded) -> None:
    orders = "SELECT trip_id, min(stop_sequence), max(stop_sequence) - count(*) FROM gtfs_stop_time GROUP BY trip_id"
    assert {tuple(told) for _, *told in asked(network.store, orders)} == {(1, 0)}, "from 1 to n in every one"
    assert asked(network.store, "SELECT count(DISTINCT stop_id) FROM gtfs_stop_time SEMI JOIN gtfs_stop USING (stop_id)") == [(4457,)]
    assert asked(network.store, "SELECT count(*) FROM gtfs_stop_time ANTI JOIN gtfs_stop USING (stop_id)") == [(0,)]
    unnamed = "SELECT count(*) FROM gtfs_trip ANTI JOIN gtfs_route USING (route_id)"
    assert asked(network.store, unnamed) == [(150,)], "sub-lines without a line"


def test_the_five_broken_stations_have_no_place_and_are_flagged(network: Recorded) -> None:
    flagged = "SELECT reason, rows FROM flag WHERE feed = 'stops'"
    assert asked(network.store, flagged) == [("impossible_position", 5)]
    nowhere = "SELECT stop_id FROM gtfs_stop WHERE latitude IS NULL ORDER BY CAST(stop_id AS INT)"
    assert [stop for (stop,) in asked(network.store, nowhere)] == ["3371", "11669", "13265", "40032", "40047"]
    box = "SELECT min(longitude), max(longitude), min(latitude), max(latitude) FROM gtfs_stop SEMI JOIN gtfs_stop_time USING (stop_id)"
    west, east, south, north = asked(network.store, box)[0]
    assert 120.6 < west < east < 122.02 and 37.11 < south < north < 38.02, "BD-09 is some 900 m to the east and north of it"


def test_names_are_for_eyes(network: Recorded) -> None:
    odd = "SELECT count(*) FROM gtfs_stop WHERE stop_name LIKE '%[%' OR stop_name LIKE '%null%'"
    assert asked(network.store, odd) == [(0,)]
    assert asked(network.store, "SELECT stop_name FROM gtfs_stop WHERE stop_id = '2'") == [("APEC芝罘科技园(路南)",)]
