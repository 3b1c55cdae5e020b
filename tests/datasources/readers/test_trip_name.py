"""What a trip's name says fills what the feed leaves empty, and nothing else."""

import pyarrow as pa
import pytest
from pydantic import ValidationError

from datasources.readers.trip_name import TripName, read_names
from datasources.storage.schema import tables
from tests.datasources.feeds import spec

SUBWAY = TripName(pattern=r"^(?P<start>\d{6})_[^.]+\.+(?P<direction>[NS])", start_unit_s=0.6, directions={"N": 0, "S": 1})


def rows(*given: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in given], schema=tables()["vehicle_position"].arrow)


def test_start_and_direction_of_a_subways_trip() -> None:
    read = read_names(rows({"trip_id": "077450_5..S16R"}, {"trip_id": "144100_A..N"}, {"trip_id": "T1"}, {"trip_id": None}), SUBWAY)
    assert read["start_time"].to_pylist() == ["12:54:30", "24:01:00", None, None]
    assert read["direction_id"].to_pylist() == [1, 0, None, None]


def test_what_the_feed_says_stays() -> None:
    read = read_names(rows({"trip_id": "077450_5..S16R", "start_time": "12:55:00", "direction_id": 0}), SUBWAY)
    assert (read["start_time"].to_pylist(), read["direction_id"].to_pylist()) == (["12:55:00"], [0])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"trip_name": {"pattern": "("}}, "is no regular expression"),
        ({"trip_name": {"pattern": "(?P<when>x)"}}, "expected named groups of start, direction, route"),
        ({"match": ["guess"]}, "'trip_id', 'block', 'start', 'frequency', 'line' or 'stops'"),
        ({"match": []}, "without repetition"),
        ({"match": ["stops", "stops"]}, "without repetition"),
        ({"format": "csv", "table": "service_request", "match": ["stops"]}, "bring vehicle_position"),
    ],
)
def test_faults_are_named(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        spec(**given)
