"""A recorded day that landed whole, in which one of two feeds of the roads dies at noon."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import NOON, reading, standard

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MIDNIGHT = NOON - 12 * HOUR
ROADS = {"A": 1000.0, "B": 1000.0, "C": 2000.0}
HOURS = (11.75, 17.0)  # that what KPIs say is kept of
Row = dict[str, Any]


def seen(roads: str, until_h: float, kmh: float) -> list[Row]:
    """Every five minutes from six in the morning on."""
    moments = [MIDNIGHT + 6 * HOUR + 5 * n * MINUTE for n in range(round((until_h - 6) * 12))]
    return [{"segment_id": road, "event_time": at, "speed_kmh": kmh + at.minute % 7} for at in moments for road in roads]


def counted(loops: str, until_h: float, flow: float) -> list[Row]:
    return [
        {"detector_id": row["segment_id"], "event_time": row["event_time"], "interval_s": 300.0, "speed_kmh": row["speed_kmh"]}
        | {"flow": flow + (1 if row["event_time"].minute % 10 else -1)}
        for row in seen(loops, until_h, 30.0)
    ]


@pytest.fixture(scope="module")
def day() -> Iterator[Store]:
    """Probes on A and B until noon, radar on C until nine in the evening."""
    with standard("Asia/Shanghai", NOON + timedelta(days=2)) as store:
        common = {"kind": "event", "late_after_s": 400.0, "stale_after_s": 900.0, "down_after_s": 1800.0}
        store.register_feeds([{"feed": name, "title_zh": name, "title_en": name} | common for name in ("probes", "radar")])
        store.land(
            "roads", reading("road_segment", [{"segment_id": r, "length_m": m, "free_flow_kmh": 60.0} for r, m in ROADS.items()]), None
        )
        store.land("probes", reading("segment_speed", seen("AB", 12, 20.0)), None)
        store.land("radar", reading("segment_speed", seen("C", 21, 30.0)), None)
        store.land("probes", reading("detector_reading", counted("AB", 12, 10.0)), None)
        store.land("radar", reading("detector_reading", counted("C", 21, 50.0)), None)
        for hour in HOURS:
            store.record_kpis(MIDNIGHT + hour * HOUR)
        yield store


def ask(store: Store, view: str, hour: float) -> list[Row]:
    return list(store.ask(Ticket(view, as_of=MIDNIGHT + hour * HOUR + MINUTE)).to_pylist())


@pytest.mark.parametrize(("hour", "share"), [(9, 1.0), (11.9, 1.0), (12.2, 0.5), (15, 0.5), (20.5, 0.5)])
def test_coverage_of_now_is_of_what_is_heard_then(day: Store, hour: float, share: float) -> None:
    assert ask(day, "road_coverage", hour)[0]["value"] == 100 * share
    assert (ask(day, "delay_index", hour)[0]["coverage"], ask(day, "tpi", hour)[0]["coverage"]) == (share, share)
    assert ask(day, "congested_km", hour)[0]["denominator"] == 4 * share


@pytest.mark.parametrize(("hour", "km", "share"), [(11, 12 * 120.0, 1.0), (12.5, 12 * 100.0 + 6 * 20, 0.75), (15, 12 * 100.0, 0.5)])
def test_an_hour_of_counts_is_as_whole_as_its_loops(day: Store, hour: float, km: float, share: float) -> None:
    """Ten vehicles on A and B each five minutes, fifty on C."""
    told = ask(day, "traffic_km", hour)[0]
    assert (told["numerator"], told["coverage"]) == (km, pytest.approx(share))


def test_the_feed_and_its_roads_are_named(day: Store) -> None:
    assert {row["feed"]: row["state"] for row in ask(day, "feed_status", 15)} == {"probes": "DOWN", "radar": "LIVE"}
    silent = {(row["detector_id"], row["cause"]) for row in ask(day, "loop_health_rows", 17)}
    assert silent == {("A", "few_samples"), ("B", "few_samples")}  # six of eleven hours


def test_minutes_of_congestion_rest_on_the_roads_that_were_heard(day: Store) -> None:
    """All before noon, half of them at five."""
    told = ask(day, "congestion_duration_measure", 17)[0]
    assert (told["denominator"], told["coverage"]) == (10, pytest.approx((1 + 0.5) / 204))


def test_when_all_are_silent_no_figure_is_left(day: Store) -> None:
    for kpi in ("delay_index", "congestion_duration", "traffic_km", "loop_health"):
        told = ask(day, kpi, 24.25)[0]
        assert (told["state"], told["value"]) == ("stale", None), kpi
