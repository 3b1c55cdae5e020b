"""Vehicles connected today, of the register; what an hour holds of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store

MIDNIGHT = datetime(2026, 3, 2, 16)  # of the third of March in Shanghai
NOW = MIDNIGHT + timedelta(hours=9)


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai"), clock=lambda: NOW) as opened:
        assert opened.load_views([STANDARD]) == []
        register = [{"vehicle_id": f"B{n}", "label": f"B{n}", "depot": "north" if n < 3 else "south"} for n in range(4)]
        opened.land("fleet", Reading({"vehicle": pa.Table.from_pylist(register)}), None)
        said = [
            ("B0", NOW - timedelta(minutes=5)),
            ("B1", MIDNIGHT + timedelta(minutes=1)),
            ("B2", MIDNIGHT - timedelta(minutes=1)),
            ("X", NOW),
        ]
        for came in (NOW, NOW + timedelta(seconds=1)):  # the same reports again, among others: nothing is counted twice
            rows = [report(*one) for one in [*said, ("B0", came)]]
            opened.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows)}), came)
        yield opened


def report(vehicle: str, at: datetime) -> dict[str, Any]:
    return {"event_time": at, "vehicle_id": vehicle, "latitude": 37.5, "longitude": 121.4}


def ask(city: Store, view: str, as_of: datetime = NOW + timedelta(seconds=2)) -> list[dict[str, Any]]:
    return list(city.ask(Ticket(view, as_of=as_of)).to_pylist())


def test_today_begins_at_local_midnight(city: Store) -> None:
    row = ask(city, "bus_connected_measure")[0]
    assert (row["numerator"], row["denominator"], row["coverage"]) == (2.0, 4.0, 1.0)


def test_before_anything_was_heard_nobody_can_tell(city: Store) -> None:
    early = ask(city, "bus_connected", MIDNIGHT)[0]  # the reports of the evening before came the morning after
    assert (early["state"], early["value"], early["reason"]) == ("unknown", None, "no_data")


def test_depots_and_strangers_apart(city: Store) -> None:
    rows = {
        row["depot"]: (row["numerator"], row["denominator"], row["silent"], row["unregistered"]) for row in ask(city, "bus_connected_rows")
    }
    assert rows == {"north": (2, 3, 1, 0), "south": (0, 1, 1, 0), "-": (0, 0, 0, 1)}


def test_a_vehicle_is_held_once_an_hour(city: Store) -> None:
    held = ask(city, "vehicle_day")
    assert sorted(row["vehicle_id"] for row in held) == ["B0", "B1", "B2", "B3", "X"]
    assert {row["vehicle_id"]: row["event_time"] for row in held}["B0"] == NOW
