"""A feed that died and goes on saying one thing, beside one that lives on the same road; corrected speeds; whole numbers that repeat."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import NOON, asked, emptied, reading, standard

MINUTE = timedelta(minutes=1)
TABLES = ("road_segment", "segment_speed", "detector", "detector_reading", "segment_5min", "detector_5min", "segment_health",
          "detector_diagnosis", "kpi_5min", "batch", "feed_table")  # fmt: skip
Row = dict[str, Any]


@pytest.fixture(scope="module")
def loaded() -> Iterator[Store]:
    with standard("Asia/Shanghai", NOON + timedelta(hours=9)) as opened:
        yield opened


@pytest.fixture
def store(loaded: Store) -> Store:
    """Two roads of a kilometre."""
    emptied(loaded, TABLES)
    loaded.land("roads", reading("road_segment", [{"segment_id": name, "length_m": 1000.0, "free_flow_kmh": 60.0} for name in "AB"]), None)
    return loaded


def ask(store: Store, view: str, at: datetime = NOON, **parameters: str) -> list[Row]:
    return list(store.ask(Ticket(view, parameters, at)).to_pylist())


def told(store: Store, feed: str, road: str, kmh: Callable[[int], float], every: int = 1, **other: Any) -> None:
    """Two hours up to a minute before noon; kmh of how many times before."""
    rows = [{"segment_id": road, "event_time": NOON - (1 + every * n) * MINUTE, "speed_kmh": kmh(n), **other} for n in range(120 // every)]
    store.land(feed, reading("segment_speed", rows), None)


def counted(store: Store, name: str, flow: Callable[[int], float], **other: Any) -> None:
    rows = [
        {"detector_id": name, "segment_id": "A", "event_time": NOON - 5 * (n + 1) * MINUTE, "interval_s": 300.0, "flow": flow(n)}
        | {"speed_kmh": 20.0, "occupancy": flow(n) / 5, **other}
        for n in range(24)
    ]
    store.land("loops", reading("detector_reading", rows), None)


def live(n: int) -> float:
    return 30.0 + n % 5


PACE = sum(1 / live(n) for n in range(4)) / 4  # of the last five minutes before noon


@pytest.mark.parametrize(("dead", "cause"), [(0.0, "zero"), (55.0, "constant")])
def test_the_live_feed_of_a_road_is_believed_and_the_dead_one_is_told(store: Store, dead: float, cause: str) -> None:
    told(store, "dead", "A", lambda _: dead)
    told(store, "live", "A", live)
    told(store, "live", "B", live)
    store.record_kpis(NOON)
    assert [row["speed_kmh"] for row in ask(store, "segment_state")] == [pytest.approx(1 / PACE)] * 2
    health = ask(store, "detector_health_measure")[0]
    assert (health["numerator"], health["denominator"]) == (2, 3)  # the road of two feeds is told of twice
    assert [(r["segment_id"], r["feed"], r["cause"], r["hidden"]) for r in ask(store, "detector_health_rows")] == [
        ("A", "dead", cause, True)
    ]
    assert ask(store, "road_coverage_measure")[0]["value"] == 100
    later = [{"segment_id": "A", "event_time": NOON + MINUTE, "speed_kmh": v} for v in (dead, 33.0)]
    for feed, row in zip(("dead", "live"), later, strict=True):
        store.land(feed, reading("segment_speed", [row]), None)
    sums = "SELECT samples, 3600 / travel_time_s FROM segment_5min WHERE segment_id = 'A' ORDER BY event_time DESC LIMIT 1"
    assert asked(store, sums) == [(1, pytest.approx(33))]


def test_a_stuck_feed_is_found_though_its_means_come_late(store: Store) -> None:
    """Means of five minutes that come some seconds after them, at the moment of a diagnosis not yet."""
    told(store, "live", "B", live)
    rows = [{"segment_id": "A", "event_time": NOON - 5 * n * MINUTE, "speed_kmh": 55.0, "interval_s": 300.0} for n in range(24)]
    store.land("late", reading("segment_speed", rows[1:]), None)
    store.land("late", reading("segment_speed", rows[:1]), NOON + MINUTE / 2)
    assert {row["segment_id"]: row["cause"] for row in ask(store, "segment_health_now")} == {"A": "constant", None: "good"}


def test_where_all_feeds_of_a_road_are_dead_it_is_not_observed(store: Store) -> None:
    """Each says another thing: together they look alive."""
    told(store, "dead", "A", lambda _: 0.0)
    told(store, "stuck", "A", lambda _: 41.0)
    told(store, "live", "B", live)
    store.record_kpis(NOON)
    assert ask(store, "road_coverage_measure")[0]["value"] == 50
    health = ask(store, "detector_health_measure")[0]
    assert (health["numerator"], health["denominator"]) == (1, 3)


def test_dead_loops_do_not_hide_the_probes_of_their_road(store: Store) -> None:
    counted(store, "L", lambda _: 40.0)
    told(store, "probes", "A", live)
    told(store, "probes", "B", live)
    store.record_kpis(NOON)
    assert [row["speed_kmh"] for row in ask(store, "segment_believed")] == [pytest.approx(1 / PACE)] * 2
    assert ask(store, "loop_health_measure")[0]["sample"] == "0/1"


def test_dead_probes_do_not_slow_the_road_of_live_loops(store: Store) -> None:
    counted(store, "L", lambda n: 40.0 + n % 3)
    told(store, "probes", "A", lambda _: 0.0)
    told(store, "probes", "B", live)
    store.record_kpis(NOON)
    assert ask(store, "segment_believed")[0]["speed_kmh"] == pytest.approx(20)
    assert [(r["segment_id"], r["feed"]) for r in ask(store, "detector_health_rows")] == [("A", "probes")]


@pytest.mark.parametrize("offset_s", [0, 30])
def test_vehicles_that_one_feed_counts_stand_against_the_zeros_of_another(store: Store, offset_s: int) -> None:
    """One loop told twice a minute, for half an hour: ten vehicles, and later nothing."""
    for n in range(30, 0, -1):
        row: Row = {"detector_id": "A", "event_time": NOON - n * MINUTE, "interval_s": 60.0, "flow": 10.0, "speed_kmh": 50.0}
        store.land("loops", reading("detector_reading", [row]), NOON - (n - 1) * MINUTE)
        dead = row | {"event_time": row["event_time"] - timedelta(seconds=offset_s), "flow": 0.0, "speed_kmh": None}
        store.land("dead", reading("detector_reading", [dead]), NOON - (n - 1) * MINUTE + timedelta(seconds=20))
    assert ask(store, "traffic_km_measure", NOON + MINUTE)[0]["value"] == pytest.approx(300)
    assert ask(store, "segment_state", NOON + MINUTE)[0]["speed_kmh"] == pytest.approx(50)


def test_a_corrected_speed_takes_the_place_of_the_first(store: Store) -> None:
    """Of one feed and moment, told later; another feed's and those told at once stand beside it."""
    row: Row = {"segment_id": "A", "event_time": NOON - MINUTE, "speed_kmh": 10.0}
    store.land("probes", reading("segment_speed", [row]), NOON - 50 * MINUTE / 60)
    store.land("probes", reading("segment_speed", [row | {"speed_kmh": 40.0}]), NOON - 40 * MINUTE / 60)
    sums = "SELECT samples, 3600 * samples / travel_time_s FROM segment_5min"
    assert asked(store, sums) == [(1, pytest.approx(40))]
    assert [ask(store, "segment_state", at)[0]["speed_kmh"] for at in (NOON - 45 * MINUTE / 60, NOON)] == [10, pytest.approx(40)]
    store.land("radar", reading("segment_speed", [row | {"speed_kmh": v} for v in (20.0, 80.0)]), NOON - 30 * MINUTE / 60)
    assert asked(store, sums) == [(3, pytest.approx(3 / (1 / 40 + 1 / 20 + 1 / 80)))]
    assert ask(store, "segment_state")[0]["speed_kmh"] == pytest.approx(3 / (1 / 40 + 1 / 20 + 1 / 80))


def test_a_corrected_count_takes_the_place_of_the_first(store: Store) -> None:
    row: Row = {"detector_id": "A", "event_time": NOON - 5 * MINUTE, "interval_s": 300.0, "flow": 30.0, "speed_kmh": 10.0}
    store.land("loops", reading("detector_reading", [row]), NOON)
    store.land("loops", reading("detector_reading", [row | {"speed_kmh": 40.0}]), NOON + MINUTE)
    assert [ask(store, "segment_state", NOON + n * MINUTE)[0]["speed_kmh"] for n in (0, 1)] == [pytest.approx(10), pytest.approx(40)]


def test_whole_numbers_of_a_quarter_of_an_hour_may_repeat(store: Store) -> None:
    """Eight means of a quarter, four alike, four alike; flows as well. The same in five minutes is a detector that is stuck."""
    told(store, "means", "A", lambda n: 40.0 + n // 4, every=15, interval_s=900.0)
    told(store, "means", "B", lambda n: 40.0 + n // 12, every=5, interval_s=300.0)
    counts = [
        {"detector_id": name, "segment_id": name, "event_time": NOON - every * (n + 1) * MINUTE, "interval_s": 60.0 * every}
        | {"flow": 30.0 + n * every // 60, "speed_kmh": 40.0}
        for name, every in (("Q", 15), ("F", 5))
        for n in range(120 // every)
    ]
    store.land("loops", reading("detector_reading", counts), None)
    assert {row["segment_id"]: row["cause"] for row in ask(store, "segment_health_now") if row["segment_id"]} == {"B": "constant"}
    assert {row["detector_id"]: row["cause"] for row in ask(store, "detector_diagnosis_now") if row["detector_id"]} == {"F": "constant"}


def test_ten_quarters_of_an_hour_alike_are_stuck(store: Store) -> None:
    rows = [{"segment_id": "A", "event_time": NOON - 15 * n * MINUTE, "speed_kmh": 40.0, "interval_s": 900.0} for n in range(10)]
    flows = [{"detector_id": "Q", "event_time": NOON - 15 * (n + 1) * MINUTE, "interval_s": 900.0, "flow": 30.0, "speed_kmh": 40.0}
             for n in range(10)]  # fmt: skip
    for alike, doubts in ((9, set()), (10, {"A", "Q"})):
        store.land("means", reading("segment_speed", rows[:alike]), None)
        store.land("loops", reading("detector_reading", flows[:alike]), None)
        found = {r["segment_id"] for r in ask(store, "segment_health_now")} | {
            r["detector_id"] for r in ask(store, "detector_diagnosis_now")
        }
        assert found - {None, "B"} == doubts  # of B nobody tells


def twice(store: Store, dead: Callable[[int], float], live: Callable[[int], float], offset_s: int = 0) -> None:
    """Loop A told by two feeds for two hours, by the dead one a while before."""
    rows: list[Row] = [{"detector_id": "A", "event_time": NOON - 5 * n * MINUTE, "interval_s": 300.0} for n in range(24, 0, -1)]
    said = [row | {"flow": live(n), "speed_kmh": 40.0} for n, row in enumerate(rows)]
    store.land("live", reading("detector_reading", said), None)
    said = [
        row | {"event_time": row["event_time"] - timedelta(seconds=offset_s), "flow": dead(n), "speed_kmh": 10.0}
        for n, row in enumerate(rows)
    ]
    store.land("dead", reading("detector_reading", said), None)


def other_loops(store: Store) -> None:
    rows = [
        {"detector_id": "B", "event_time": NOON - 5 * n * MINUTE, "interval_s": 300.0, "flow": 20.0 + n % 3, "speed_kmh": 40.0}
        for n in range(1, 25)
    ]
    store.land("live", reading("detector_reading", rows), None)


@pytest.mark.parametrize(("dead", "cause"), [(0.0, "zero"), (99.0, "constant")])
def test_the_dead_one_of_two_feeds_of_a_loop_is_named(store: Store, dead: float, cause: str) -> None:
    twice(store, lambda _: dead, lambda n: 30.0 + n % 5)
    other_loops(store)
    store.record_kpis(NOON)
    health = ask(store, "loop_health_measure")[0]
    assert (health["numerator"], health["denominator"]) == (2, 3)  # the loop of two feeds is told of twice
    found = [(r["detector_id"], r["feed"], r["cause"], r["hidden"]) for r in ask(store, "loop_health_rows")]
    assert found == [("A", "dead", cause, True)]
    assert [(r["segment_id"], r["feed"]) for r in ask(store, "detector_health_rows")] == []


@pytest.mark.parametrize("offset_s", [0, 60])
@pytest.mark.parametrize("dead", [0.0, 99.0])
def test_once_it_is_named_the_live_one_alone_counts(store: Store, dead: float, offset_s: int) -> None:
    twice(store, lambda _: dead, lambda n: 30.0 + n % 5, offset_s=offset_s)
    other_loops(store)
    store.record_kpis(NOON)
    later: Row = {"detector_id": "A", "event_time": NOON, "interval_s": 300.0, "flow": 33.0, "speed_kmh": 40.0}
    store.land("live", reading("detector_reading", [later]), NOON + 5 * MINUTE)
    other = later | {"event_time": NOON - timedelta(seconds=offset_s), "flow": dead, "speed_kmh": 10.0}
    store.land("dead", reading("detector_reading", [other]), NOON + 6 * MINUTE)
    store.record_kpis(NOON + 5 * MINUTE)
    sums = "SELECT flow, 3600 * samples / travel_time_s FROM detector_5min JOIN segment_5min USING (segment_id, event_time)"
    assert asked(store, f"{sums} WHERE segment_id = 'A' ORDER BY event_time DESC LIMIT 1") == [(33, pytest.approx(40))]
    assert ask(store, "segment_state", NOON + 7 * MINUTE)[0]["speed_kmh"] == pytest.approx(40)


@pytest.mark.parametrize(("dead", "live"), [(0.0, 0.0), (12.0, 44.0), (0.0, 44.0)])
def test_where_both_feeds_say_one_thing_the_loop_is_judged_as_one(store: Store, dead: float, live: float) -> None:
    twice(store, lambda _: dead, lambda _: live)
    other_loops(store)
    store.record_kpis(NOON)
    found = [(r["detector_id"], r["feed"], r["cause"]) for r in ask(store, "loop_health_rows") if r["hidden"]]
    assert found == ([("A", None, "zero")] if not live else [("A", None, "constant")])
