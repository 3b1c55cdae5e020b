"""Columns that came otherwise than the contract says: refused with the difference, or brought to the canonical type."""

import pyarrow as pa
import pytest

from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.rows import LATITUDE, LONGITUDE, NOON, asked, count, position, reading


def drift(change: str) -> pa.Table:
    table = reading("vehicle_position", [position(f"v{i}", speed=1.0) for i in range(5)]).tables["vehicle_position"]
    at = table.schema.get_field_index("speed")
    return {
        "renamed": lambda: table.rename_columns(["id" if n == "vehicle_id" else n for n in table.column_names]),
        "missing": lambda: table.drop_columns(["latitude"]),
        "text": lambda: table.set_column(at, "speed", pa.array(["fast"] * 5)),
        "time": lambda: table.set_column(table.schema.get_field_index("event_time"), "event_time", pa.array([1.0] * 5)),
        "number_id": lambda: table.set_column(table.schema.get_field_index("vehicle_id"), "vehicle_id", pa.array([1] * 5)),
    }[change]()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("renamed", "vehicle_id is missing"),
        ("missing", "latitude is missing"),
        ("text", "speed: expected DOUBLE, found string"),
        ("time", "event_time: expected TIMESTAMP, found double"),
        ("number_id", "vehicle_id: expected VARCHAR, found int64"),
    ],
)
def test_columns_that_changed_refuse_the_batch_with_the_difference(store: Store, change: str, said: str) -> None:
    store.land("buses", reading("vehicle_position", [position()]), NOON)
    landed = store.land("buses", Reading({"vehicle_position": drift(change)}), NOON)
    assert (landed.outcome, landed.reason, landed.rows_in) == ("refused", "columns", 5)
    assert said in landed.text
    assert count(store, "vehicle_position") == 1


def test_a_column_too_many_is_noticed_and_left_out(store: Store) -> None:
    table = reading("vehicle_position", [position()]).tables["vehicle_position"].append_column("colour", pa.array(["red"]))
    landed = store.land("buses", Reading({"vehicle_position": table}), NOON)
    assert (landed.outcome, landed.notices) == ("landed", ("vehicle_position: column 'colour' is not used",))


@pytest.mark.parametrize("table", ["service_date", "kpi_5min", "service_day", "x; DROP TABLE batch"])
def test_no_feed_may_bring_what_is_not_its_own(store: Store, table: str) -> None:
    landed = store.land("buses", Reading({table: pa.table({"a": [1]})}), NOON)
    assert (landed.outcome, landed.reason) == ("refused", "table")


def test_times_with_a_zone_or_other_units_are_the_same_moment(store: Store) -> None:
    row = position()
    for kind in (pa.timestamp("s"), pa.timestamp("ns"), pa.timestamp("ms", "UTC")):
        table = pa.table(
            {"vehicle_id": ["v"], "event_time": pa.array([row["event_time"]], kind), "latitude": [LATITUDE], "longitude": [LONGITUDE]}
        )
        assert store.land("buses", Reading({"vehicle_position": table}), NOON).outcome in ("landed", "unchanged")
    assert asked(store, "SELECT count(*), min(event_time), max(event_time) FROM vehicle_position") == [
        (1, row["event_time"], row["event_time"])
    ]
