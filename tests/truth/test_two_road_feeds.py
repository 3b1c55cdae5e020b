"""Roads that two feeds tell of: the silence of the one takes its roads away, not the figures of the other's."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import NOON, asked, emptied, reading, standard

MINUTE = timedelta(minutes=1)
SILENT = 20  # minutes before noon that the probes were last heard of
TABLES = ("road_segment", "segment_speed", "detector", "detector_reading", "segment_5min", "detector_5min", "segment_health",
          "detector_diagnosis", "kpi_5min", "batch", "feed_table")  # fmt: skip
ROADS = {"A": 1000.0, "B": 1000.0, "C": 2000.0}


@pytest.fixture(scope="module")
def loaded() -> Iterator[Store]:
    with standard("Asia/Shanghai", NOON + timedelta(days=2)) as opened:
        common = {"kind": "event", "late_after_s": 120.0, "stale_after_s": 180.0, "down_after_s": 600.0}
        opened.register_feeds([{"feed": name, "title_zh": name, "title_en": name} | common for name in ("probes", "radar", "loops")])
        yield opened


@pytest.fixture
def store(loaded: Store) -> Store:
    emptied(loaded, TABLES)
    rows = [{"segment_id": name, "length_m": metres, "free_flow_kmh": 60.0} for name, metres in ROADS.items()]
    loaded.land("roads", reading("road_segment", rows), None)
    return loaded


def speeds(store: Store, feed: str, roads: str, kmh: float, until: datetime = NOON) -> None:
    """A minute each, for half an hour."""
    for n in range(30, 0, -1):
        at = until - n * MINUTE
        rows = [{"segment_id": road, "event_time": at, "speed_kmh": kmh + n % 7} for road in roads]
        store.land(feed, reading("segment_speed", rows), at)


def counts(store: Store, feed: str, loops: str, flow: float, until: datetime = NOON) -> None:
    """Five minutes each, for two hours, of a loop on the road of its name."""
    for n in range(24, 0, -1):
        at = until - 5 * n * MINUTE
        rows = [{"detector_id": name, "event_time": at, "interval_s": 300.0, "flow": flow + n % 3, "speed_kmh": 30.0} for name in loops]
        store.land(feed, reading("detector_reading", rows), at + 5 * MINUTE)


def kpi(store: Store, name: str, at: datetime = NOON) -> dict[str, Any]:
    return dict(store.ask(Ticket(name, as_of=at)).to_pylist()[0])


def test_the_silence_of_one_speed_feed_costs_its_roads(store: Store) -> None:
    """Probes on 2 km are down; radar tells of the other 2: 30 km/h, give or take, of 60."""
    speeds(store, "probes", "AB", 12.0, NOON - SILENT * MINUTE)
    speeds(store, "radar", "C", 30.0)
    paces = [1 / (30 + n % 7) for n in range(1, 5)]  # four samples within five minutes; the fifth is five minutes old
    index = kpi(store, "delay_index")
    assert (index["state"], index["reason"], index["coverage"]) == ("attention", "", 0.5)
    assert index["value"] == pytest.approx(60 * sum(paces) / 4)
    assert index["content_time"] == NOON - MINUTE
    covered = kpi(store, "road_coverage")
    assert (covered["value"], covered["numerator"], covered["denominator"]) == (50, 2, 4)
    assert kpi(store, "congested_km")["denominator"] == 2


def test_too_few_roads_are_left(store: Store) -> None:
    speeds(store, "probes", "AC", 30.0, NOON - SILENT * MINUTE)
    speeds(store, "radar", "B", 30.0)
    index = kpi(store, "delay_index")
    assert (index["state"], index["reason"], index["coverage"], index["value"]) == ("unknown", "coverage", 0.25, None)


def test_while_all_are_silent_nothing_is_told(store: Store) -> None:
    speeds(store, "probes", "AB", 30.0, NOON - SILENT * MINUTE)
    speeds(store, "radar", "C", 30.0, NOON - SILENT * MINUTE)
    index = kpi(store, "delay_index")
    assert (index["state"], index["reason"], index["value"]) == ("stale", "feed:probes", None)


def test_loops_light_the_roads_where_the_probes_are_silent(store: Store) -> None:
    speeds(store, "probes", "ABC", 12.0, NOON - SILENT * MINUTE)
    counts(store, "loops", "AC", 50)
    index = kpi(store, "delay_index")
    assert (index["state"], index["value"], index["coverage"]) == ("attention", pytest.approx(2), 0.75)


def test_the_silence_of_one_feed_of_loops_costs_its_roads(store: Store) -> None:
    """Two of the four kilometres went silent half way through the hour: a quarter of it is missing."""
    counts(store, "loops", "C", 50)
    counts(store, "radar", "AB", 10, NOON - 30 * MINUTE)
    flows = {"C": [50 + n % 3 for n in range(1, 13)], "A": [10 + n % 3 for n in range(1, 7)]}
    told = kpi(store, "traffic_km")
    assert (told["state"], told["coverage"]) == ("ok", pytest.approx(0.75))
    assert told["value"] == pytest.approx(2 * sum(flows["C"]) + 2 * sum(flows["A"]))


def test_loops_that_nobody_remembers_are_not_left_out_in_silence(store: Store) -> None:
    """After a day of silence a loop that no table names is no longer known: its feed is said to be stale, not that all is measured."""
    counts(store, "radar", "AB", 10, NOON - timedelta(hours=26))
    counts(store, "loops", "C", 50)
    told = kpi(store, "traffic_km")
    assert (told["state"], told["reason"], told["value"]) == ("stale", "feed:radar", None)


def test_minutes_of_a_loop_and_a_mean_of_five_minutes_weigh_by_their_time(store: Store) -> None:
    """Of one road: five minutes at five speeds, and five minutes at one; once the mean comes late, an instant each ten seconds besides."""
    minutes = [20.0, 24.0, 30.0, 26.0, 40.0]
    rows: list[dict[str, Any]] = [
        {"detector_id": "C", "event_time": NOON - (5 - n) * MINUTE, "interval_s": 60.0, "flow": 10.0, "speed_kmh": kmh}
        for n, kmh in enumerate(minutes)
    ]
    store.land("loops", reading("detector_reading", rows), NOON)
    store.land("radar", reading("segment_speed", [{"segment_id": "C", "event_time": NOON, "speed_kmh": 50.0, "interval_s": 300.0}]), NOON)
    loop_pace = sum(1 / kmh for kmh in minutes) / 5
    assert slow(store) == [pytest.approx((loop_pace + 1 / 50) / 2)] * 2
    often = [{"segment_id": "C", "event_time": NOON - (10 * n + 5) * MINUTE / 60, "speed_kmh": 25.0} for n in range(30)]
    store.land("probes", reading("segment_speed", often), NOON)
    assert slow(store) == [pytest.approx((loop_pace + 1 / 50 + 1 / 25) / 3)] * 2


@pytest.mark.parametrize("seed", range(6))
def test_samples_of_a_feed_weigh_by_their_vehicles_where_it_tells_those_of_each(store: Store, seed: int) -> None:
    """Else by their minutes, and so do feeds among themselves.

    Means of a minute, of five and of ten, of which half the vehicles count; instants; estimates.
    """
    random = Random(seed)
    feeds = {name: samples(random, counted) for name, counted in (("probes", "all"), ("radar", random.choice(["all", "some", "none"])))}
    for name, rows in feeds.items():
        store.land(name, reading("segment_speed", rows), NOON)
    paces = {name: feed_pace(rows) for name, rows in feeds.items()}
    paced = {name: (min(5.0, sum(minutes(row) for row in real(rows))), paces[name]) for name, rows in feeds.items()}
    told = sum(held * pace for held, pace in paced.values()) / sum(held for held, _ in paced.values())
    assert slow(store) == [pytest.approx(told)] * 2


def samples(random: Random, counted: str) -> list[dict[str, Any]]:
    """Of five minutes of the road C; `counted`: whether all, some or none tell their vehicles."""
    rows = []
    for n in range(random.randint(2, 5)):
        lasts = random.choice([None, 60.0]) if n else random.choice([None, 60.0, 300.0, 600.0])
        vehicles = random.randint(0, 40) + (n == 0)
        rows.append({"segment_id": "C", "event_time": NOON - n * MINUTE - MINUTE / 60 * (lasts is None), "speed_kmh": random.uniform(0, 70),
                     "interval_s": lasts, "imputed": n > 0 and random.random() < 0.2,
                     "sample_count": None if counted == "none" or (counted == "some" and n == 0) else vehicles})  # fmt: skip
    return rows


def real(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if not row["imputed"]]


def minutes(row: dict[str, Any]) -> float:
    return float(min(row["interval_s"] or 60.0, 300.0) / 60)


def feed_pace(rows: list[dict[str, Any]]) -> float:
    """Hours a kilometre."""
    counts = [row["sample_count"] for row in real(rows)]
    counted = None not in counts
    weights = [row["sample_count"] / (2 if row["interval_s"] == 600 else 1) if counted else minutes(row) for row in real(rows)]
    return float(sum(w / max(row["speed_kmh"], 1) for w, row in zip(weights, real(rows), strict=True)) / sum(weights))


def test_a_road_that_the_next_interval_leaves_out_is_dark(store: Store) -> None:
    """Nobody drove there: the mean before does not stand for it.

    Until anything of the next interval comes it holds; intervals of other lengths follow their own.
    """
    five = [{"segment_id": road, "event_time": NOON, "speed_kmh": 30.0, "interval_s": 300.0} for road in "AB"]
    store.land("probes", reading("segment_speed", five), NOON)
    store.land("probes", reading("segment_speed", [five[0] | {"segment_id": "C", "interval_s": 900.0}]), NOON)
    assert lit(store, NOON + 6 * MINUTE) == ["A", "B", "C"]
    store.land("radar", reading("segment_speed", [five[0] | {"event_time": NOON + 5 * MINUTE}]), NOON + 6 * MINUTE)
    assert lit(store, NOON + 6 * MINUTE) == ["A", "B", "C"]
    store.land("probes", reading("segment_speed", [five[0] | {"event_time": NOON + 5 * MINUTE}]), NOON + 6 * MINUTE)
    assert lit(store, NOON + 6 * MINUTE) == ["A", "C"]


def lit(store: Store, at: datetime) -> list[str]:
    return sorted(row["segment_id"] for row in store.ask(Ticket("segment_state", as_of=at)).to_pylist() if row["speed_kmh"])


def slow(store: Store) -> list[float]:
    """Hours a kilometre of the road C: now, and in the sums of its last five minutes."""
    now = next(row["speed_kmh"] for row in store.ask(Ticket("segment_state", as_of=NOON)).to_pylist() if row["segment_id"] == "C")
    sums = "SELECT travel_time_s / 3600 / observed_m * 1000 FROM segment_5min WHERE segment_id = 'C' ORDER BY event_time DESC LIMIT 1"
    return [1 / now, float(asked(store, sums)[0][0])]
