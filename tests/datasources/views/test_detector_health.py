"""Detectors in doubt: each cause, how soon a constant one is found among a hundred, and what it does to coverage."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading

MORNING = datetime(2026, 3, 1, 22)  # 06:00 on a Monday in Yantai
FIVE = timedelta(minutes=5)
CAUSES = ("no_data", "few_samples", "zero", "high", "constant")


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    """A hundred detectors and one for each cause, from six to eight o'clock, every five minutes."""
    random = Random(4)
    with Store(None, Place("Asia/Shanghai"), clock=lambda: MORNING + timedelta(hours=3)) as store:
        assert store.load_views([STANDARD]) == []
        ids = [*(f"D{n}" for n in range(100)), *CAUSES]
        roads = [{"segment_id": key, "district_id": "A", "length_m": 1000.0, "free_flow_kmh": 60.0} for key in ids]
        store.land("roads", reading("road_segment", roads), None)
        rows = [
            {"segment_id": key, "event_time": MORNING + n * FIVE + timedelta(seconds=100), "speed_kmh": speed}
            for key in ids
            for n in range(24)
            if (speed := said(key, n, random)) is not None
        ]
        store.land("speeds", reading("segment_speed", rows), None)
        yield store


def said(key: str, n: int, random: Random) -> float | None:
    ordinary = round(random.gauss(45, 4), 1)
    odd = {
        "no_data": None,
        "few_samples": ordinary if n % 2 else None,
        "zero": 0.0,
        "high": 190.0 if n % 4 == 0 else ordinary,
        "constant": 47.5,
    }
    return odd.get(key, ordinary)


def doubts(store: Store, as_of: datetime) -> dict[str, str]:
    rows = store.ask(Ticket("segment_health_now", as_of=as_of)).to_pylist()
    return {row["segment_id"]: row["cause"] for row in rows if row["segment_id"]}


def row(store: Store, view: str, as_of: datetime) -> dict[str, Any]:
    found: dict[str, Any] = store.ask(Ticket(view, as_of=as_of)).to_pylist()[0]
    return found


def test_each_cause_is_told_and_nothing_else(city: Store) -> None:
    assert doubts(city, MORNING + timedelta(hours=2)) == {cause: cause for cause in CAUSES}


def test_a_constant_detector_is_found_within_ten_intervals(city: Store) -> None:
    assert "constant" not in doubts(city, MORNING + 9 * FIVE)
    found = doubts(city, MORNING + 10 * FIVE)
    assert found["constant"] == "constant"
    assert len([key for key in found if key.startswith("D")]) <= 1


def test_outside_the_hours_nothing_new_is_said(city: Store) -> None:
    """At night every detector rests: what was found by 22:00 stays."""
    assert doubts(city, MORNING + timedelta(hours=19)) == doubts(city, MORNING + timedelta(hours=2))


def test_a_detector_in_doubt_is_not_observed(city: Store) -> None:
    as_of = MORNING + timedelta(hours=2) - timedelta(seconds=5)
    before = row(city, "road_coverage_measure", as_of)
    city.record_kpis(as_of)
    health, coverage = row(city, "detector_health_measure", as_of), row(city, "road_coverage_measure", as_of)
    assert (health["numerator"], health["denominator"]) == (100, 105)
    hidden = {r["segment_id"] for r in city.ask(Ticket("detector_health_rows", as_of=as_of)).to_pylist() if r["hidden"]}
    assert hidden == {"zero", "high", "constant"}
    assert before["numerator"] - coverage["numerator"] == len(hidden)
    graded = {r["segment_id"]: r for r in city.ask(Ticket("road_grades", as_of=as_of)).to_pylist()}
    assert (graded["constant"]["grade"], graded["constant"]["speed_kmh"]) == (0, None)
    silent = row(city, "road_coverage_measure", as_of + timedelta(minutes=20))  # an old diagnosis hides nothing, and nothing is heard
    assert (silent["value"], silent["numerator"]) == (None, 0)


def test_a_feed_that_was_silent_is_no_fault_of_its_detectors(city: Store) -> None:
    """Only intervals in which any was heard count."""
    assert set(doubts(city, MORNING + timedelta(hours=8))) == set(CAUSES)
