"""The incident clock T0 to T7 and the clearance time, against plain Python on random incidents."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading

STAMPS = ("started_at", "reported_at", "verified_at", "dispatched_at", "arrived_at", "lanes_cleared_at", "responders_left_at", "normal_at")
LASTS = {  # seconds from one stamp to another
    "detection_s": (0, 1), "verification_s": (1, 2), "response_s": (2, 4), "roadway_clearance_s": (1, 5), "incident_clearance_s": (1, 6),
    "recovery_s": (5, 7), "verified_after_s": (0, 2), "arrived_after_s": (0, 4), "lanes_after_s": (0, 5),
}  # fmt: skip
Row = dict[str, Any]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(None, Place("UTC")) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    """So far apart that no example sees another's."""
    return (datetime(2016, 3, 2) + timedelta(days=29 * n) for n in range(10_000))


def writings(random: Random, number: int, as_of: datetime) -> Iterator[Row]:
    """An incident as a feed tells it each time it changed; stamps may be missing, out of order, or still to come."""
    start = as_of - timedelta(seconds=random.randint(0, 9 * 86_400))
    at = [start + timedelta(seconds=600 * n + random.randint(-900, 1200)) for n in range(8)]
    told = {name: moment for name, moment in zip(STAMPS, at, strict=True) if random.random() < 0.85}
    cleared, seen = random.random() < 0.7, start
    for _ in range(random.randint(1, 3)):
        seen += timedelta(seconds=random.randint(1, 7200))
        known = {name: told.get(name) if told.get(name, seen) <= seen + timedelta(seconds=600) else None for name in STAMPS}
        ended = cleared and seen >= at[6]
        yield known | {
            "incident_id": f"I{number}",
            "event_time": seen,
            "status": "cleared" if ended else "open",
            "cleared_at": at[6] + timedelta(seconds=60) if ended and random.random() < 0.8 else None,
            "district_id": None,
        }


def newest(rows: list[Row], as_of: datetime) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row["event_time"]):
        if as_of - timedelta(days=7) < row["event_time"] <= as_of:
            found[row["incident_id"]] = row
    return found


def clock(row: Row, as_of: datetime) -> Row:
    times = [row[name] for name in STAMPS]
    if times[6] is None and row["status"] == "cleared":
        times[6] = row["cleared_at"]
    reached = [n for n, at in enumerate(times) if at is not None and at <= as_of]
    lasts = {name: seconds(times[a], times[b]) for name, (a, b) in LASTS.items()}
    return lasts | {"stage": max(reached, default=0), "t6": times[6]}


def seconds(first: datetime | None, last: datetime | None) -> float | None:
    return (last - first).total_seconds() if first is not None and last is not None and last >= first else None


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_clock_and_how_long_clearing_takes(store: Store, days: Iterator[datetime], seed: int) -> None:
    random, as_of = Random(seed), next(days) + timedelta(hours=15)
    rows = [row for number in range(random.randint(1, 12)) for row in writings(random, number, as_of)]
    store.land("incidents", reading("incident", rows), None)
    plain = {name: clock(row, as_of) for name, row in newest(rows, as_of).items()}
    found = store.ask(Ticket("incident_clock", as_of=as_of)).to_pylist()
    assert {row["incident_id"]: {name: row[name] for name in (*LASTS, "stage", "t6")} for row in found} == plain
    kpi = store.ask(Ticket("incident_clearance_measure", as_of=as_of)).to_pylist()[0]
    done = [
        plain[name]["incident_clearance_s"]
        for name, row in newest(rows, as_of).items()
        if row["status"] == "cleared" and plain[name]["t6"] and as_of - timedelta(days=1) < plain[name]["t6"] <= as_of
    ]
    known = [lasted for lasted in done if lasted is not None]
    assert kpi["value"] == (pytest.approx(median(known) / 60) if known else None)
    assert (kpi["denominator"], kpi["coverage"]) == (len(known), pytest.approx(len(known) / len(done) if done else 0))
