"""Visits by GPS and stops alone, of buses that drive trip after trip under one name: on lines that meet themselves, and out and back."""

from collections import defaultdict
from itertools import pairwise

import pytest

from datasources.store import Store
from tests.truth.driven import MIDNIGHT, Row, ask, city, land
from tests.truth.laps import Stay, Way, drive, network, reports, stays

ROUNDS: dict[str, list[Way]] = {
    "ring": [("ring", 0)] * 3,
    "eight": [("eight", 0)] * 3,
    "stem": [("stem", 0)] * 3,
    "street": [("street", 0), ("street", 1)] * 2,
}
FIRST_S, WAITS_S = 8 * 3600, 400


def visits(store: Store) -> dict[tuple[str, int, int], list[Stay]]:
    """By bus, direction and number of the stop."""
    found: dict[tuple[str, int, int], list[Stay]] = defaultdict(list)
    for row in sorted(ask(store, "stop_visit"), key=lambda row: row["actual_time"]):
        came, left = ((row[column] - MIDNIGHT).total_seconds() for column in ("actual_arrival_time", "actual_departure_time"))
        found[row["vehicle_id"], row["direction_id"], row["stop_sequence"]].append((came, left))
    return found


@pytest.mark.parametrize("line", ROUNDS)
@pytest.mark.parametrize(("every_s", "noise_m"), [(10, 5), (60, 5)])
def test_each_stop_once_a_pass(line: str, every_s: int, noise_m: int) -> None:
    """Standing where the line comes by again, or the other direction does, is no visit there."""
    ways = ROUNDS[line]
    driven = drive(ways, FIRST_S, WAITS_S, seed=1)
    with city("stops") as store:
        store.land("lines", network(ways), None)
        land(store, list(reports(driven, "bus", line, every_s, noise_m)))
        found = visits(store)
    slack = every_s + 2 * noise_m + 5
    for (direction, number), told in stays(driven, ways).items():
        seen = found.pop(("bus", direction, number))
        assert len(seen) == len(told), (direction, number)
        for (came, left), (came_there, left_there) in zip(seen, told, strict=True):
            # of a street that goes out and back, the wait at its end is of the one direction or of the other
            assert (number == 1 and line == "street") or came == pytest.approx(came_there, abs=slack), (direction, number)
            assert (number == 8 and line == "street") or left == pytest.approx(left_there, abs=slack), (direction, number)
    assert found == {}


def gaps(told: list[float]) -> list[float]:
    return [b - a for a, b in pairwise(sorted(told))]


def test_headways_of_two_buses_on_a_ring() -> None:
    ways = ROUNDS["ring"]
    left: dict[int, list[float]] = defaultdict(list)
    rows: list[Row] = []
    for bus, first_s, seed in (("one", FIRST_S, 1), ("two", FIRST_S + 470, 2)):
        driven = drive(ways, first_s, 120, seed)
        rows += reports(driven, bus, "ring", 10, 5)
        for (_, number), told in stays(driven, ways).items():
            left[number] += [until for _, until in told]
    with city("stops") as store:
        store.land("lines", network(ways), None)
        land(store, rows)
        seen = defaultdict(list)
        for row in sorted(ask(store, "headways"), key=lambda row: row["actual_time"]):
            seen[row["stop_sequence"]].append(row["headway_s"])
    assert seen == {number: [pytest.approx(gap, abs=20) for gap in gaps(told)] for number, told in left.items()}


def test_on_a_line_that_some_turn_short_on_no_bus_follows_itself() -> None:
    driven, whole = drive([("street", 0)], FIRST_S, WAITS_S, seed=1), network([("street", 0)])
    with city("stops") as store:
        for table, order in (("gtfs_trip", "trip_id"), ("gtfs_stop_time", "stop_sequence")):
            rows = whole.tables[table].to_pylist()
            short = [row | {"trip_id": "short"} for row in rows if table == "gtfs_trip" or row[order] <= 5]
            whole.tables[table] = whole.tables[table].from_pylist(rows + short)
        store.land("lines", whole, None)
        land(store, list(reports(driven, "bus", "street", 10, 5)))
        assert sorted(row["stop_sequence"] for row in ask(store, "stop_visit")) == [1, 2, 3, 4, 5, 6, 7, 8]
        assert ask(store, "headways") == []
