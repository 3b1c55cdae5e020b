"""A KPI's number is shown only when it may be believed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.recorded.recording import bucket
from datasources.store import Store
from tests.datasources.rows import NOON, asked, position, reading
from tests.datasources.views_of import KPI, feed_status, measure, write

Judge = Callable[..., dict[str, Any]]


@pytest.fixture
def judge(store: Store, tmp_path: Path) -> Judge:
    """The judged row of a KPI whose measure and feed are as given."""

    def judged(
        value: str, coverage: str = "1.0", state: str = "LIVE", target: str = ">= 85", at: timedelta = timedelta(0)
    ) -> dict[str, Any]:
        feed_status(tmp_path / "views", state)
        write(tmp_path / "views", "share", measure(value, coverage), KPI.replace(">= 85", target))
        assert store.load_views([tmp_path / "views"]) == []
        store.register_feeds([{"feed": "buses"}, {"feed": "idle"}])
        store.land("buses", reading("vehicle_position", [position()]), NOON)
        return store.snapshot(["share"], NOON + at).rows("share")[0]

    return judged


@pytest.mark.parametrize(
    ("given", "state", "value", "reason"),
    [
        ({"value": "90.0"}, "ok", 90.0, ""),
        ({"value": "85.0"}, "ok", 85.0, ""),
        ({"value": "84.9"}, "attention", 84.9, ""),
        ({"value": "84.9", "target": "none"}, "ok", 84.9, ""),
        ({"value": "3.0", "target": "<= 2.5"}, "attention", 3.0, ""),
        ({"value": "CAST(NULL AS DOUBLE)"}, "unknown", None, "no_data"),
        ({"value": "CAST('NaN' AS DOUBLE)"}, "unknown", None, "no_data"),
        ({"value": "90.0", "coverage": "0.49"}, "unknown", None, "coverage"),
        ({"value": "90.0", "coverage": "NULL"}, "unknown", None, "coverage"),
        ({"value": "90.0", "state": "STALE"}, "stale", None, "feed:buses"),
        ({"value": "90.0", "state": "DOWN"}, "stale", None, "feed:buses"),
        ({"value": "90.0", "state": "LATE"}, "ok", 90.0, ""),
    ],
)
def test_states(judge: Judge, given: dict[str, str], state: str, value: float | None, reason: str) -> None:
    row = judge(**given)
    assert (row["state"], row["value"], row["reason"]) == (state, value, reason)


def test_nothing_is_said_of_what_no_feed_has_brought_yet(store: Store, tmp_path: Path) -> None:
    feed_status(tmp_path, "LIVE")
    write(tmp_path, "buses", measure("0.0"), KPI.replace(">= 85", "none"))
    write(tmp_path, "people", measure("0.0"), KPI.replace(">= 85", "none").replace("feeds: vehicle_position", "feeds: none"))
    assert store.load_views([tmp_path]) == []
    store.register_feeds([{"feed": "buses"}])
    states = [store.snapshot(["buses", "people"], NOON).rows(kpi)[0]["state"] for kpi in ("buses", "people")]
    assert states == ["unknown", "ok"]
    store.land("buses", reading("vehicle_position", [position()]), NOON)
    assert store.snapshot(["buses"], NOON).rows("buses")[0]["state"] == "ok"


@pytest.mark.parametrize(("coverage", "reason"), [("0.9", "nothing:无 | none"), ("0.1", "no_data")])
def test_that_nothing_is_to_be_judged_is_said_where_enough_is_known(store: Store, tmp_path: Path, coverage: str, reason: str) -> None:
    feed_status(tmp_path, "LIVE")
    nothing = measure("CAST(NULL AS DOUBLE)", coverage).replace("20.0 AS denominator", "0.0 AS denominator")
    write(tmp_path, "share", nothing, KPI + "-- nothing: 无 | none\n")
    assert store.load_views([tmp_path]) == []
    store.register_feeds([{"feed": "buses"}])
    store.land("buses", reading("vehicle_position", [position()]), NOON)
    row = store.snapshot(["share"], NOON).rows("share")[0]
    assert (row["denominator"], row["state"], row["reason"]) == (0, "unknown", reason)


def test_a_row_tells_what_it_rests_on(judge: Judge) -> None:
    row = judge("90.0", "0.8")
    assert {
        k: row[k] for k in ("kpi", "target", "target_value", "target_op", "coverage", "coverage_floor", "age_s", "unit_zh", "unit_en")
    } == {
        "kpi": "share",
        "target": ">= 85",
        "target_value": 85.0,
        "target_op": ">=",
        "coverage": 0.8,
        "coverage_floor": 0.5,
        "age_s": 60.0,
        "unit_zh": "分",
        "unit_en": "min",
    }


def test_kpis_judged_together_are_as_each_alone(store: Store) -> None:
    assert store.load_views([STANDARD]) == []
    store.register_feeds([{"feed": "buses"}])
    store.land("buses", reading("vehicle_position", [position()]), NOON)
    together = store.snapshot(store.kpis(), NOON)
    assert together.failed == {}
    for kpi in store.kpis():
        alone = store.ask(Ticket(kpi, as_of=NOON), seconds=60)
        assert together[kpi].equals(alone), kpi
    assert {row["state"] for kpi in store.kpis() for row in together.rows(kpi)} >= {"ok", "unknown"}


def test_a_measure_without_a_row_is_unknown(store: Store, tmp_path: Path) -> None:
    feed_status(tmp_path)
    write(tmp_path, "share", measure("1.0") + " WHERE FALSE", KPI)
    assert store.load_views([tmp_path]) == []
    row = store.snapshot(["share"], NOON).rows("share")[0]
    assert (row["state"], row["reason"]) == ("unknown", "no_data")


def test_what_kpis_said_is_recorded_once_per_five_minutes(judge: Judge, store: Store) -> None:
    judge("90.0")
    for seconds in (10, 100, 299):
        assert store.record_kpis(NOON + timedelta(seconds=seconds), [None, "west"]) == NOON
    assert asked(store, "SELECT event_time, kpi, scope, value, state FROM kpi_5min ORDER BY scope") == [
        (NOON, "share", "", 90.0, "ok"),
        (NOON, "share", "west", 90.0, "ok"),
    ]
    store.record_kpis(NOON + timedelta(minutes=5))
    assert asked(store, "SELECT count(*) FROM kpi_5min") == [(3,)]


def test_backfill_records_lively_moments_that_are_missing_and_stops_in_time(judge: Judge, store: Store) -> None:
    judge("90.0")
    rows = [position(f"v{i % 5}", -3600 + 10 * i) for i in range(120)]  # twenty minutes, then silence
    store.land("buses", reading("vehicle_position", rows), None)
    first, last = NOON - timedelta(hours=2), NOON
    store.record_kpis(NOON - timedelta(minutes=50))
    assert store.backfill_kpis(first, last, seconds=0) == 3
    assert store.backfill_kpis(first, last) == 0
    moments = [moment for (moment,) in asked(store, "SELECT event_time FROM kpi_5min ORDER BY 1")]
    assert moments == [NOON - timedelta(minutes=m) for m in (55, 50, 45, 40)]


def test_five_minute_moments() -> None:
    assert bucket(NOON + timedelta(minutes=4, seconds=59)) == NOON
    assert bucket(NOON) == NOON


def test_recorded_rows_that_land_later_make_kpis_be_asked_again(judge: Judge, store: Store) -> None:
    judge("90.0")
    kept, touched = NOON - timedelta(hours=4), NOON - timedelta(hours=1)
    for moment in (kept, touched):
        store.record_kpis(moment)
    store.land("buses", reading("vehicle_position", [position("v1", -3600 - 60)]), None)
    assert asked(store, "SELECT event_time FROM kpi_5min") == [(kept,)]


def test_what_is_usual_is_told_anew_when_older_history_comes(judge: Judge, store: Store) -> None:
    judge("90.0")
    for weeks in (0, 1, 2):
        store.record_kpis(NOON - timedelta(weeks=weeks))
    told = "SELECT days, week_before FROM kpi_usual WHERE event_time = CAST(? AS TIMESTAMP)"
    assert asked(store, told.replace("?", f"'{NOON}'")) == [(0, None)], "told before any history was there"
    assert store.backfill_kpis(NOON - timedelta(weeks=3), NOON, seconds=0) == 1, "the newest at least: it is on the screen"
    assert store.backfill_kpis(NOON - timedelta(weeks=3), NOON) == 0
    assert asked(store, told.replace("?", f"'{NOON}'")) == [(2, 90.0)]
    assert store.snapshot(["share"], NOON + timedelta(minutes=4)).rows("share")[0]["week_before"] == 90.0
    assert store.snapshot(["share"], NOON + timedelta(minutes=16)).rows("share")[0]["week_before"] is None


def test_of_older_days_every_twenty_minutes_are_kept(judge: Judge, store: Store) -> None:
    judge("90.0")
    day = 86400
    rows = [position(f"v{i % 5}", -ago - 3600 + 10 * i) for ago in (0, 3 * day) for i in range(360)]
    store.land("buses", reading("vehicle_position", rows), None)
    assert store.backfill_kpis(NOON - timedelta(days=4), NOON) == 0
    moments = [moment for (moment,) in asked(store, "SELECT event_time FROM kpi_5min")]
    assert sum(moment > NOON - timedelta(days=1) for moment in moments) == 12
    assert sorted(NOON - timedelta(days=3) - moment for moment in moments if moment < NOON - timedelta(days=1)) == [
        timedelta(minutes=minutes) for minutes in (0, 20, 40)
    ]


def test_rows_that_are_held_already_change_nothing_that_was_said(judge: Judge, store: Store) -> None:
    judge("90.0")
    old, new = position("v1", -7200), position("v1", -60)
    store.land("buses", reading("vehicle_position", [old]), None)
    for moment in (NOON - timedelta(hours=1, minutes=55), NOON):
        store.record_kpis(moment)
    store.land("buses", reading("vehicle_position", [old, new]), None)
    assert asked(store, "SELECT event_time FROM kpi_5min") == [(NOON - timedelta(hours=1, minutes=55),)], "only what the new row was in"


def test_the_city_is_filled_in_before_its_districts(judge: Judge, store: Store) -> None:
    judge("90.0")
    rows = [position(f"v{i % 5}", -3600 + 10 * i) for i in range(120)]
    store.land("buses", reading("vehicle_position", rows), None)
    scopes, span = [None, "east", "west"], (NOON - timedelta(hours=2), NOON)
    filled = []
    while store.backfill_kpis(*span, scopes, seconds=0.01):
        filled.append(dict(asked(store, "SELECT scope, count(*) FROM kpi_5min GROUP BY scope")))
    assert len(filled) > 2 and all(held[""] == 4 for held in filled if len(held) > 1), filled
    assert dict(asked(store, "SELECT scope, count(*) FROM kpi_5min GROUP BY scope")) == {"": 4, "east": 4, "west": 4}


ODD = {
    "text that is no number": (
        "SELECT CAST(max(vehicle_id) AS DOUBLE) AS value, {rest} FROM vehicle_position",
        "failed:Conversion Error: Could not convert string 'bus1'",
    ),
    "a number out of range": (
        "SELECT CAST(max(1e300 * latitude) AS INT) AS value, {rest} FROM vehicle_position",
        "failed:Conversion Error",
    ),
    "divided by zero": ("SELECT 1 / (count(*) - 1) AS value, {rest} FROM vehicle_position", "no_data"),
    "a moment that never is": (measure("90.0").replace("as_of() - INTERVAL '1' MINUTE", "CAST('infinity' AS TIMESTAMP)"), ""),
}
REST = "1.0 AS numerator, 1.0 AS denominator, 1.0 AS coverage, as_of() AS content_time, CAST(NULL AS VARCHAR) AS sample"


@pytest.mark.parametrize("odd", ODD)
def test_a_kpi_that_cannot_be_computed_says_so_and_costs_no_other_its_figure(store: Store, tmp_path: Path, odd: str) -> None:
    sql, reason = ODD[odd]
    feed_status(tmp_path, "LIVE")
    write(tmp_path, "good", measure("90.0"), KPI)
    write(tmp_path, "odd", sql.format(rest=REST), KPI)
    assert store.load_views([tmp_path]) == [], "it works on empty tables"
    store.register_feeds([{"feed": "buses"}])
    store.land("buses", reading("vehicle_position", [position()]), NOON)
    snapshot = store.snapshot(["good", "odd"], NOON)
    assert [row["value"] for row in snapshot.rows("good")] == [90.0]
    (row,) = snapshot.rows("odd")
    assert row["state"] == ("unknown" if reason else "ok")
    assert row["reason"].startswith(reason) and bool(row["reason"]) == bool(reason)
    assert (row["value"] is None) == bool(reason)
    assert list(snapshot.failed) == (["odd"] if reason.startswith("failed") else [])


def test_what_cannot_be_judged_together_is_judged_one_by_one(store: Store, tmp_path: Path) -> None:
    feed_status(tmp_path, "LIVE")
    write(
        tmp_path,
        "timetable_doubt",
        "SELECT max(vehicle_id) AS feed, CAST(CAST(max(vehicle_id) AS INT) AS VARCHAR) AS verdict FROM vehicle_position",
    )
    write(tmp_path, "good", measure("90.0"), KPI)
    write(tmp_path, "leaning", measure("91.0"), KPI.replace("vehicle_position", "vehicle_position, gtfs_trip"))
    assert store.load_views([tmp_path]) == []
    store.register_feeds([{"feed": "buses"}])
    store.land("buses", reading("vehicle_position", [position()]), NOON)
    snapshot = store.snapshot(["good", "leaning"], NOON)
    assert [row["value"] for row in snapshot.rows("good")] == [90.0]
    assert [(row["state"], row["reason"][:24]) for row in snapshot.rows("leaning")] == [("unknown", "failed:Conversion Error:")]
