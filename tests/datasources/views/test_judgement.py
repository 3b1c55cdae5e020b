"""Views that judge: feeds, alerts, the stage of the city, districts."""

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

NOW = datetime(2026, 3, 2, 4)
SQUARE = '{"type": "Polygon", "coordinates": [[[%d, 0], [%d, 0], [%d, 1], [%d, 1], [%d, 0]]]}'


@pytest.fixture
def city() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai"), clock=lambda: NOW) as opened:
        assert opened.load_views([STANDARD]) == []
        yield opened


def ask(store: Store, view: str, scope: str | None = None, as_of: datetime = NOW) -> list[dict[str, Any]]:
    return list(store.ask(Ticket(view, as_of=as_of, scope=scope)).to_pylist())


def feed(name: str, kind: str = "event") -> dict[str, Any]:
    return {
        "feed": name,
        "title_zh": name,
        "title_en": name,
        "every_s": 10.0,
        "late_after_s": 20.0,
        "stale_after_s": 60.0,
        "down_after_s": 300.0,
        "coverage_floor": 0.5,
        "kind": kind,
        "demo": False,
        "licence": "",
    }


def batch(name: str, age_s: float, quarantined: int = 0) -> dict[str, Any]:
    came = NOW - timedelta(seconds=age_s)
    return {
        "feed": name,
        "batch": f"{name}{age_s}",
        "received_at": came,
        "loaded_at": came,
        "table_name": "segment_speed",
        "rows_in": 100,
        "accepted": 100 - quarantined,
        "repeated": 0,
        "quarantined": quarantined,
        "event_min": came,
        "event_max": came,
        "bytes": 1,
    }


def tried(name: str, age_s: float) -> dict[str, Any]:
    return {"feed": name, "event_time": NOW - timedelta(seconds=age_s), "ok": True, "outcome": "landed"}


def test_feed_states(city: Store) -> None:
    ages = {"live": 15, "late": 25, "stale": 100, "down": 400, "degraded": 5}
    city.register_feeds([*map(feed, ages), feed("never"), feed("timetable", "reference")])
    city.append("batch", [batch(name, age, 10 if name == "degraded" else 0) for name, age in ages.items()])
    city.append("batch", [batch("timetable", -86400)])  # loaded after the moment looked at: a timetable holds all the same
    states = {row["feed"]: row["state"] for row in ask(city, "feed_status")}
    assert states == {
        "live": "LIVE",
        "late": "LATE",
        "stale": "STALE",
        "down": "DOWN",
        "degraded": "DEGRADED",
        "never": "DOWN",
        "timetable": "LIVE",
    }


def test_a_feed_is_as_it_was_known_then(city: Store) -> None:
    city.register_feeds([feed("speeds")])
    city.append("batch", [batch("speeds", 120), batch("speeds", 0)])
    assert ask(city, "feed_status", as_of=NOW - timedelta(seconds=10))[0]["state"] == "STALE"
    assert ask(city, "feed_status")[0]["state"] == "LIVE"


def alert(key: str, state: str, priority: int, age_s: float = 60, district: str | None = None) -> dict[str, Any]:
    at = NOW - timedelta(seconds=age_s)
    return {
        "event_time": at,
        "rule": "r",
        "alert_key": key,
        "state": state,
        "priority": priority,
        "since": at,
        "what_zh": "堵",
        "what_en": "jam",
        "where_zh": "南大街",
        "where_en": "Nandajie",
        "district_id": district,
    }


@pytest.mark.parametrize(("priorities", "stage"), [([], 1), ([3, 4], 1), ([2], 2), ([2, 2, 2], 3), ([1], 4), ([1, 1], 5)])
def test_stage_of_the_city(city: Store, priorities: list[int], stage: int) -> None:
    city.append("alert_event", [alert(str(n), "firing", p) for n, p in enumerate(priorities)])
    city.append("alert_event", [alert("gone", "firing", 1, 600), alert("gone", "ok", 1, 300), alert("maybe", "pending", 1)])
    city.append("alert_judged", [{"event_time": NOW - timedelta(seconds=600)}])
    found = ask(city, "city_stage")[0]
    assert found["stage"] == stage
    assert found["reason_zh"] and found["reason_en"]
    assert ("jam" in found["reason_en"]) == (stage > 1)


@pytest.mark.parametrize("judged_s", [[], [900], [-1]])  # never, not lately, not yet
def test_the_city_is_not_calm_where_nobody_looked(city: Store, judged_s: list[int]) -> None:
    city.append("alert_judged", [{"event_time": NOW - timedelta(seconds=seconds)} for seconds in judged_s])
    assert ask(city, "city_stage") == [{"stage": None, "reason_zh": None, "reason_en": None}]
    city.append("alert_event", [alert("jam", "firing", 1)])
    assert ask(city, "city_stage")[0]["stage"] == 4


@pytest.mark.parametrize(("age_s", "stage"), [(600, None), (1200, 1)])
def test_a_wall_just_begun_is_calm_when_its_feeds_have_come(city: Store, age_s: float, stage: int | None) -> None:
    """One of three has not; that is too few for the feeds to be down, and its rules found nothing wrong in no rows."""
    city.register_feeds([feed("speeds"), feed("positions"), feed("incidents")])
    city.append("batch", [batch("speeds", 0), batch("positions", 0)])
    city.append("fetch", [tried("speeds", age_s)])
    city.append("alert_judged", [{"event_time": NOW - timedelta(seconds=30)}])
    assert ask(city, "city_stage")[0]["stage"] == stage
    city.append("batch", [batch("incidents", 0)])
    assert ask(city, "city_stage")[0]["stage"] == 1


def test_alerts_of_a_district_and_of_the_city(city: Store) -> None:
    city.append("alert_event", [alert("a", "firing", 2, district="A"), alert("b", "firing", 2, district="B")])
    city.append("alert_event", [alert("feed", "recovering", 3)])
    assert [row["alert_key"] for row in ask(city, "alerts_now", "A")] == ["a", "feed"]
    assert len(ask(city, "alerts_now")) == 3
    assert [row["alert_key"] for row in ask(city, "timeline", "B")] == ["b"]


def test_league_says_unknown_below_half_coverage(city: Store) -> None:
    outlines = [
        {"district_id": d, "name_zh": d, "name_en": d, "geometry": SQUARE % (w, w + 1, w + 1, w, w)}
        for d, w in (("A", 0), ("B", 1), ("C", 2))
    ]
    city.land("districts", Reading({"district": pa.Table.from_pylist(outlines)}), NOW)
    segments = [
        {"segment_id": f"{d}{n}", "length_m": 1000.0, "free_flow_kmh": 60.0, "latitude": 0.5, "longitude": w + 0.5}
        for d, w in (("A", 0), ("B", 1))
        for n in range(3)
    ]
    city.land("roads", Reading({"road_segment": pa.Table.from_pylist(segments)}), NOW)
    speeds = [{"event_time": NOW, "segment_id": s, "speed_kmh": v} for s, v in (("A0", 30.0), ("A1", 60.0), ("B0", 10.0))]
    city.land("speeds", Reading({"segment_speed": pa.Table.from_pylist(speeds)}), NOW)
    city.append("kpi_usual", [{"event_time": NOW, "kpi": "delay_index", "scope": "A", "week_before": 1.1, "day_before": 9.0}])
    league = {row["district_id"]: row for row in ask(city, "district_league")}
    assert (league["A"]["delay_index"], league["A"]["state"]) == (pytest.approx(1.5), "attention")
    assert league["A"]["change"] == pytest.approx(0.4)
    assert (league["B"]["delay_index"], league["B"]["state"]) == (None, "unknown")
    assert league["C"]["state"] == "absent"  # no roads: nothing that could be known
    assert ask(city, "delay_index", "A")[0]["value"] == pytest.approx(1.5)
    assert ask(city, "delay_index", "B")[0]["state"] == "unknown"
    behind = ask(city, "delay_index_districts")
    assert [(row["district_id"], row["value"], row["heard_km"]) for row in behind] == [("A", pytest.approx(1.5), 2.0), ("B", None, 1.0)]
    assert [row["coverage"] for row in behind] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]
    assert [row["district_id"] for row in ask(city, "delay_index_districts", "B")] == ["B"]


def test_city_figure_of_an_indicator_is_the_sum_of_its_parts(city: Store) -> None:
    parts = [
        {"event_time": NOW, "indicator_id": "hazard_rectified", "district_id": d, "numerator": n, "denominator": m}
        for d, n, m in (("A", 9.0, 10.0), ("B", 10.0, 90.0))
    ]
    city.land("slow", Reading({"indicator": pa.Table.from_pylist(parts)}), NOW)
    assert ask(city, "hazard_rectified_measure")[0]["value"] == pytest.approx(19.0)  # not the mean of 90 and 11
    assert ask(city, "hazard_rectified_measure", "A")[0]["value"] == pytest.approx(90.0)
    assert ask(city, "data_on_time")[0]["reason"] == "no_data"


def test_an_incident_whose_lanes_are_open_again_is_no_longer_in_progress(city: Store) -> None:
    """And one whose lanes will be open later is."""
    began = NOW - timedelta(hours=1)
    told = [
        {
            "incident_id": name,
            "kind": "crash",
            "severity": 2,
            "status": status,
            "started_at": began,
            "event_time": began,
            "lanes_cleared_at": lanes,
        }
        for name, status, lanes in (
            ("a", "open", None),
            ("b", "open", NOW - timedelta(minutes=5)),
            ("c", "cleared", NOW - timedelta(minutes=5)),
            ("d", "open", NOW + timedelta(minutes=5)),
        )
    ]
    city.land("incidents", Reading({"incident": pa.Table.from_pylist(told)}), NOW)
    phases = {row["incident_id"]: row["phase"] for row in ask(city, "incident_clock")}
    assert phases == {"a": "open", "b": "lanes_open", "c": "cleared", "d": "open"}
