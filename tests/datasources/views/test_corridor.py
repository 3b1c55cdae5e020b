"""The corridor that an engineer looks at: chosen or the worst, its day in runs of one grade, its travel time now and before."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.readers.formats import read_feed
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.feeds import spec
from tests.datasources.readers.test_readers_wzdx import feature, feed
from tests.datasources.rows import asked, emptied, reading

NOW = datetime(2026, 11, 23, 4)  # Monday noon in Yantai
FREE = 60.0
CORRIDORS = {"A": ["a0", "a1", "a2"], "B": ["b0"]}
LENGTHS = {"a0": 1000.0, "a1": 500.0, "a2": 1500.0, "b0": 1000.0}
TOLD = ("segment_speed", "segment_5min", "segment_health", "corridor_5min", "incident", "work_zone", "work_zone_segment", "batch")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def roads() -> Iterator[Store]:
    """Two corridors of an expressway, of four segments that lie one after the other on a line to the east."""
    with Store(None, YANTAI, clock=lambda: NOW) as opened:
        assert opened.load_views([STANDARD]) == []
        segments, along = [], 0.0
        for name, length in LENGTHS.items():
            line = f'{{"type":"LineString","coordinates":[[{121.4 + along / 88_000},37.5],[{121.4 + (along + length) / 88_000},37.5]]}}'
            segments.append(
                {"segment_id": name, "name": name, "road_class": "expressway", "length_m": length, "free_flow_kmh": FREE, "geometry": line}
            )
            along += length
        opened.land("roads", reading("road_segment", segments), NOW - timedelta(days=80))
        placed = [
            {"corridor_id": key, "name_zh": key, "name_en": key, "direction": "eastbound", "sequence": n + 1, "segment_id": segment}
            for key, members in CORRIDORS.items()
            for n, segment in enumerate(members)
        ]
        opened.land("corridors", reading("corridor_segment", placed), NOW - timedelta(days=80))
        yield opened


@pytest.fixture
def city(roads: Store) -> Store:
    """The roads, of which nothing was heard yet."""
    return emptied(roads, TOLD)


def land(store: Store, speeds: Mapping[str, float], at: datetime, imputed: bool = False) -> None:
    rows = [{"event_time": at, "segment_id": name, "speed_kmh": speed, "imputed": imputed} for name, speed in speeds.items()]
    store.land("speeds", reading("segment_speed", rows), at)


def ask(store: Store, view: str, at: datetime = NOW, **parameters: str) -> list[Row]:
    return list(store.ask(Ticket(view, parameters, at)).to_pylist())


def test_the_one_asked_for_else_the_slowest(city: Store) -> None:
    land(city, {"a0": 60, "a1": 60, "a2": 60, "b0": 20}, NOW - timedelta(seconds=30))
    assert ask(city, "corridor_chosen") == [{"corridor_id": "B"}]
    assert ask(city, "corridor_chosen", corridor="A") == [{"corridor_id": "A"}]
    assert [row["segment_id"] for row in ask(city, "corridor_strip", corridor="A")] == ["a0", "a1", "a2"]
    assert ask(city, "corridor_strip", corridor="nowhere") == []


def runs(store: Store, at: datetime = NOW) -> list[tuple[int, int, int, int]]:
    """(sequence, grade, minutes before noon from, until)"""
    found = ask(store, "corridor_day", at, corridor="A")
    return [(r["sequence"], r["grade"], *(round((r[k] - NOW) / timedelta(minutes=1)) for k in ("from_time", "until_time"))) for r in found]


def test_a_day_is_told_in_runs_of_one_grade(city: Store) -> None:
    """Ratios 1.2, 1.2, 3, 3, gap, 3, 6 over seven times five minutes on one segment, a free one beside it."""
    for step, speed in enumerate([50, 50, 20, 20, None, 20, 10]):
        at = NOW - timedelta(minutes=35 - 5 * step)
        land(city, {"a1": 60} | ({} if speed is None else {"a0": speed}), at)
    assert runs(city) == [(1, 1, -35, -25), (1, 3, -25, -15), (1, 3, -10, -5), (1, 4, -5, 0), (2, 1, -35, 0)]
    speeds = [row["speed_kmh"] for row in ask(city, "corridor_day", corridor="A")]
    assert speeds == pytest.approx([50, 20, 20, 10, 60])


def test_what_was_only_filled_in_is_in_no_run(city: Store) -> None:
    land(city, {"a0": 20}, NOW - timedelta(minutes=20))
    land(city, {"a0": 20}, NOW - timedelta(minutes=15), imputed=True)
    land(city, {"a0": 20}, NOW - timedelta(minutes=10))
    assert runs(city) == [(1, 3, -20, -15), (1, 3, -10, -5)]


def test_what_was_in_doubt_is_in_no_run(city: Store) -> None:
    """One that is heard too seldom still counts when it is heard."""
    for minutes, cause in {-20: "good", -15: "constant", -10: "few_samples"}.items():
        at = NOW + timedelta(minutes=minutes)
        land(city, {"a0": 20}, at)
        city.append("segment_health", [{"event_time": at, "segment_id": None if cause == "good" else "a0", "cause": cause, "segments": 1}])
    assert runs(city) == [(1, 3, -20, -15), (1, 3, -10, -5)]


def test_the_day_is_the_local_one_and_ends_at_the_moment_looked_at(city: Store) -> None:
    midnight = -12 * 60
    for minutes in (midnight - 65, midnight + 5, -20):
        land(city, {"a0": 20}, NOW + timedelta(minutes=minutes))
    assert [run[2] for run in runs(city)] == [midnight + 5, -20]
    assert [run[2] for run in runs(city, NOW - timedelta(minutes=18))] == [midnight + 5]  # five minutes under way are not told yet


def test_travel_time_stands_for_the_whole_corridor(city: Store) -> None:
    """3 km at 60 km/h take 180 s; two of them heard of at half the speed: twice as long, over 83 % of the length."""
    land(city, {"a0": 30, "a2": 30}, NOW - timedelta(seconds=30))
    row = ask(city, "corridor_now", corridor="A")[0]
    assert (row["free_s"], row["travel_s"], row["ratio"]) == pytest.approx((180, 360, 2))
    assert row["coverage"] == pytest.approx(2500 / 3000)
    assert row["day_before"] is None and row["p10"] is None


def test_below_its_floor_nothing_is_told(city: Store) -> None:
    land(city, {"a0": 30, "a1": 30}, NOW - timedelta(seconds=30))
    row = ask(city, "corridor_now", corridor="A")[0]
    assert (row["travel_s"], row["ratio"], row["speed_kmh"]) == (None, None, None)


def recorded(store: Store, days: float, travel_s: float, heard_m: float = 3000, corridor: str = "A") -> None:
    """What was written of a corridor of three kilometres so many days ago."""
    told = {"corridor_id": corridor, "travel_time_s": travel_s, "free_flow_time_s": 180.0, "heard_m": heard_m, "length_m": 3000.0}
    store.append("corridor_5min", [{"event_time": NOW - timedelta(days=days), **told}])


def test_every_five_minutes_is_written_what_a_corridor_took(city: Store) -> None:
    land(city, {"a0": 30, "a2": 60}, NOW - timedelta(seconds=30))
    city.record_kpis(NOW)
    rows = asked(city, "SELECT event_time, travel_time_s, free_flow_time_s, heard_m, length_m FROM corridor_5min WHERE corridor_id = 'A'")
    assert rows == [(NOW, pytest.approx(210), pytest.approx(150), 2500, 3000)]


def test_what_is_usual_comes_from_days_of_the_same_kind(city: Store) -> None:
    """A Monday: the Friday is the last working day, the Mondays are the usual ones; a Monday of holidays is none of them."""
    emptied(city, ["calendar_day"])
    city.land("calendar", reading("calendar_day", [{"date": "20261109", "day_type": "holiday", "name_zh": "假"}]), NOW - timedelta(days=80))
    for days, travel_s in {1: 900, 3: 360, 7: 270, 14: 999, 21: 240, 28: 180}.items():
        recorded(city, days, travel_s)
    recorded(city, 7 + 1 / 12, 900)  # two hours before this time of day
    recorded(city, 35, 999, heard_m=1000)  # little was heard of it
    recorded(city, 7, 999, corridor="B")
    land(city, dict.fromkeys(CORRIDORS["A"], 50), NOW - timedelta(seconds=30))
    row = ask(city, "corridor_now", corridor="A")[0]
    assert (row["travel_s"], row["day_before"], row["week_before"]) == pytest.approx((216, 360, 270))
    assert (row["day_before_on"], row["week_before_on"], row["rest"]) == (datetime(2026, 11, 20), datetime(2026, 11, 16), False)
    assert (row["p10"], row["p90"], row["days"]) == (pytest.approx(192), pytest.approx(264), 3)
    saturday = ask(city, "corridor_now", NOW - timedelta(days=2), corridor="A")[0]
    assert (saturday["day_before"], saturday["days"]) == (None, 0)  # no day off before it was heard of


def test_incidents_and_work_zones_stand_where_they_are(city: Store) -> None:
    crash = {
        "incident_id": "I1",
        "status": "open",
        "severity": 2,
        "title": "追尾 | Crash",
        "segment_id": "a1",
        "started_at": NOW - timedelta(minutes=20),
    }
    gone = crash | {"incident_id": "I2", "segment_id": "a2", "status": "cleared", "cleared_at": NOW - timedelta(minutes=5)}
    old = gone | {"incident_id": "I3", "cleared_at": NOW - timedelta(hours=30), "started_at": NOW - timedelta(hours=31)}
    rows = [{"event_time": NOW - timedelta(minutes=n + 1), **row} for n, row in enumerate((crash, gone, old))]
    city.land("incidents", reading("incident", rows), NOW - timedelta(seconds=30))
    zone = feature("W1", geometry={"type": "LineString", "coordinates": [[121.4, 37.5], [121.4 + 1450 / 88_000, 37.5]]})
    city.land("zones", read_feed(feed(zone), spec(format="wzdx"), None, NOW), NOW - timedelta(seconds=10))
    found = {
        row["key"]: (row["kind"], row["from_m"], row["to_m"], row["until_time"] is None)
        for row in ask(city, "corridor_spans", corridor="A")
    }
    assert found == {
        "incident:I1": ("incident", 1000, 1500, True),
        "incident:I2": ("incident", 1500, 3000, False),
        "work:W1": ("work", 0, 1500, False),
    }
    assert ask(city, "corridor_spans", corridor="B") == []


def test_a_segment_knows_its_corridors(city: Store) -> None:
    assert [row["corridor_id"] for row in ask(city, "segment_corridors", segment="a1")] == ["A"]
    assert ask(city, "segment_corridors", segment="elsewhere") == []
