"""Flow detectors in doubt: each cause of PeMS, what it hides, and what a jam or a quiet lane is not taken for."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import asked, reading

MORNING = datetime(2026, 3, 1, 21)  # 05:00 on a Monday in Yantai
FIVE = timedelta(minutes=5)
STEPS = 60
NOW = MORNING + STEPS * FIVE
Row = dict[str, Any]


def said(key: str, n: int, random: Random) -> Row | None:
    """Flow, occupancy and speed of a five minutes."""
    flow = random.randint(20, 60)
    ordinary: Row = {"flow": flow, "occupancy": flow / 5 + random.random(), "speed_kmh": 50.0}
    jam: Row = ordinary | {"occupancy": random.uniform(75, 95), "flow": random.randint(1, 9), "speed_kmh": 6.0}
    odd: dict[str, Row | None] = {
        "no_data": None,
        "few_samples": ordinary if n % 2 else None,
        "zero": {"flow": 0, "occupancy": 0.0, "speed_kmh": -1.0},
        "high": jam,
        "mismatch": {"flow": 0, "occupancy": 3.0 + random.random()} if n % 10 == 0 else ordinary,
        "constant": ordinary | {"occupancy": 8.0},
        "jam": jam if 24 <= n < 60 else ordinary,  # three hours of it are no broken loop
        "quiet": ordinary if n % 7 == 0 else {"flow": 0, "occupancy": 0.0},
    }
    return odd.get(key, ordinary)


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    random = Random(4)
    with Store(None, Place("Asia/Shanghai"), clock=lambda: NOW) as store:
        assert store.load_views([STANDARD]) == []
        ids = [*(f"D{n}" for n in range(20)), "no_data", "few_samples", "zero", "high", "mismatch", "constant", "jam", "quiet"]
        roads = [{"segment_id": f"road {key}", "district_id": "A", "length_m": 1000.0, "free_flow_kmh": 60.0} for key in ids]
        store.land("roads", reading("road_segment", roads), None)
        store.land("loops", reading("detector", [{"detector_id": key, "segment_id": f"road {key}"} for key in ids]), None)
        rows = [
            {"detector_id": key, "event_time": MORNING + n * FIVE, "interval_s": 300.0, **told}
            for key in ids
            for n in range(STEPS)
            if (told := said(key, n, random)) is not None
        ]
        store.land("readings", reading("detector_reading", rows), None)
        store.record_kpis(NOW)
        yield store


def ask(store: Store, view: str, as_of: datetime = NOW) -> list[Row]:
    return list(store.ask(Ticket(view, as_of=as_of)).to_pylist())


def test_each_cause_is_told_and_nothing_else(city: Store) -> None:
    causes = {row["detector_id"]: row["cause"] for row in ask(city, "detector_diagnosis_now") if row["detector_id"]}
    assert causes == {key: key for key in ("no_data", "few_samples", "zero", "high", "mismatch", "constant")}


def test_the_share_of_good_ones(city: Store) -> None:
    row = ask(city, "loop_health_measure")[0]
    assert (row["numerator"], row["denominator"]) == (22, 28)
    assert {r["detector_id"] for r in ask(city, "loop_health_rows") if r["hidden"]} == {"zero", "high", "mismatch", "constant"}


def test_what_they_say_counts_as_none(city: Store) -> None:
    speeds = {row["segment_id"]: row["speed_kmh"] for row in ask(city, "segment_state")}
    assert (speeds["road constant"], speeds["road D0"]) == (None, pytest.approx(50))
    flows = {row["segment_id"]: row["vehicle_km"] for row in ask(city, "segment_flow")}
    assert flows["road constant"] is None and flows["road jam"] > 0 and flows["road quiet"] > 0


def test_a_segment_is_what_its_detectors_are(city: Store) -> None:
    """A quiet road was measured all the time, though nobody drove there in most of it."""
    doubts = {row["segment_id"]: row["cause"] for row in ask(city, "segment_health_now") if row["segment_id"]}
    assert doubts == {f"road {key}": key for key in ("no_data", "few_samples", "zero", "high", "mismatch", "constant")}
    state = {row["segment_id"]: row for row in ask(city, "segment_grade")}
    assert (state["road quiet"]["empty"], state["road quiet"]["grade"]) == (True, 0)
    assert ask(city, "road_coverage_measure")[0]["numerator"] == pytest.approx(23.0)  # all but no_data and the four hidden


def test_what_they_say_from_then_on_is_not_in_the_sums_of_the_road(city: Store) -> None:
    """Two loops on one road, one of them in doubt; the loop's own sums keep what it says, so that the next diagnosis sees it."""
    pair = [{"detector_id": key, "segment_id": "road D0"} for key in ("D0", "constant")]
    city.land("loops", reading("detector", [*pair, *({"detector_id": f"D{n}", "segment_id": f"road D{n}"} for n in range(1, 20))]), None)
    later: Row = {"event_time": NOW, "interval_s": 300.0, "flow": 30, "occupancy": 8.0}
    rows = [later | {"detector_id": "D0", "speed_kmh": 40.0}, later | {"detector_id": "constant", "speed_kmh": 10.0}]
    city.land("readings", reading("detector_reading", rows), None)
    sums = "SELECT event_time, samples, 3.6 * samples * length_m / travel_time_s FROM segment_5min WHERE segment_id = 'road D0' ORDER BY 1"
    assert asked(city, sums)[-1] == (NOW, 1, pytest.approx(40))
    assert asked(city, "SELECT event_time, flow FROM detector_5min WHERE detector_id = 'constant' ORDER BY 1")[-1] == (NOW, 30)
