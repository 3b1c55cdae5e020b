"""Views against plain Python on small random towns. Each example has a day of its own, so one store serves them all."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.truth.town import ZONE, Town, on_time
from tests.truth.waiting import excess_min, known_share

PATIENCE_S = 60.0  # on a machine that has other things to do
FIRST_DAY = datetime(2019, 3, 4)  # long ago: no example reaches into the future, which no feed may report


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(None, Place(timezone=ZONE)) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    """Days that no other example uses."""
    return (FIRST_DAY + timedelta(days=n) for n in range(1, 10_000))


def ask(store: Store, view: str, as_of: datetime) -> dict[str, Any]:
    row: dict[str, Any] = store.ask(Ticket(view, as_of=as_of), PATIENCE_S).to_pylist()[0]
    return row


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_buses(store: Store, days: Iterator[datetime], seed: int) -> None:
    town = Town(seed, next(days))
    assume(town.forward())
    store.land("timetable", town.timetable(), None)
    store.land("positions", town.positions(), None)
    share = ask(store, "bus_on_time_measure", town.as_of)
    assert (share["numerator"], share["denominator"]) == on_time(town)
    wait, found = excess_min(town), ask(store, "bus_ewt_measure", town.as_of)
    assert found["value"] == (pytest.approx(wait, abs=1e-6) if wait is not None else None)
    covered = min(known_share(town), ask(store, "bus_coverage", town.as_of)["coverage"])
    assert found["coverage"] == pytest.approx(covered)


def visits(store: Store, as_of: datetime) -> list[dict[str, Any]]:
    rows = store.ask(Ticket("stop_visit", as_of=as_of), PATIENCE_S).to_pylist()
    seen = [{k: v for k, v in row.items() if k not in ("feed", "received_at")} for row in rows]
    return sorted(seen, key=lambda row: (row["trip_id"], row["stop_sequence"]))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_order_of_arrival_does_not_matter(store: Store, days: Iterator[datetime], seed: int) -> None:
    """The same reports in one piece, then on the next day in shuffled pieces: the same visits, a day later."""
    random, day, size = Random(seed), next(days), Random(seed).randint(5, 400)
    town, later = Town(seed, day), Town(seed, next(days))
    assume(town.forward())
    then, asked = town.as_of + timedelta(seconds=1), later.as_of + timedelta(seconds=1)  # when the last piece has come
    store.land("timetable", town.timetable(), None)
    store.land("positions", town.positions(), None)
    told = visits(store, then)
    store.land("timetable", later.timetable(), None)
    rows = later.positions().tables["vehicle_position"].to_pylist()
    rows = [row for row in rows if row["event_time"] <= asked]
    random.shuffle(rows)
    for first in range(0, len(rows), size):
        came = later.as_of + timedelta(milliseconds=first)
        store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows[first : first + size])}), came)
    shuffled = visits(store, asked)
    shift = later.day - town.day
    assert [(v["trip_id"], v["stop_sequence"], v["actual_time"] - shift, v["delay_s"]) for v in shuffled] == [
        (v["trip_id"], v["stop_sequence"], v["actual_time"], v["delay_s"]) for v in told
    ]


def roads(random: Random, as_of: datetime) -> tuple[Reading, Reading, float, float]:
    """Segments, speeds, and what they come to: delay index and congested kilometres."""
    segments, samples, actual, free, congested = [], [], 0.0, 0.0, 0.0
    for number in range(random.randint(1, 12)):
        length, flow = random.uniform(50, 3000), random.uniform(20, 90)
        segments.append({"segment_id": f"R{number}", "length_m": length, "free_flow_kmh": flow})
        speeds = [random.uniform(0, 100) for _ in range(random.randint(0, 4))]
        told = [*((7 * n, v) for n, v in enumerate(speeds)), (301, 5.0)]  # the last is too old to count
        samples += [{"segment_id": f"R{number}", "speed_kmh": v, "event_time": as_of - timedelta(seconds=age)} for age, v in told]
        if speeds:
            hours = sum(1 / max(v, 1) for v in speeds) / len(speeds) * length / 1000
            actual, free = actual + hours, free + length / 1000 / flow
            congested += length / 1000 if hours >= 2 * length / 1000 / flow else 0
    tables = Reading({"road_segment": pa.Table.from_pylist(segments)}), Reading({"segment_speed": pa.Table.from_pylist(samples)})
    return *tables, actual / free if free else 0.0, congested


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_roads(store: Store, days: Iterator[datetime], seed: int) -> None:
    as_of = next(days) + timedelta(hours=9)
    segments, samples, index, congested = roads(Random(seed), as_of)
    store.land("segments", segments, None)
    store.land("speeds", samples, None)
    found = ask(store, "delay_index_measure", as_of)["value"]
    assert found == (pytest.approx(index, rel=1e-9) if index else None)
    length = ask(store, "congested_km_measure", as_of)["value"]
    assert length == (pytest.approx(congested, rel=1e-9) if index else None)
