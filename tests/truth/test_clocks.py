"""Feeds whose clocks are off: their vehicles' or their header's. Delays are right or unknown, and what is wrong is named."""

from datetime import UTC, datetime, timedelta

import pytest
from google.transit import gtfs_realtime_pb2 as rt

from datasources.readers.formats import read_feed
from datasources.store import Store
from tests.datasources.feeds import spec
from tests.truth.driven import DAY, MIDNIGHT, ask, city, errors, told
from tests.truth.tracks import runs, timetable

RUNS = runs(8 * 3600)
TOLD = [row for row in told(RUNS) if row["event_time"].second % 15 == 0]
BEGIN, STEP, NOW_H = MIDNIGHT + timedelta(hours=7.9), timedelta(minutes=6), 8.5
SLACK_S = 20


def message(first: datetime, vehicles_s: int | None, header_s: int) -> bytes:
    """All that buses report from `first` on for six minutes; how far ahead their clocks are, and the header's. None: no stamps."""
    feed = rt.FeedMessage()
    feed.header.gtfs_realtime_version = "2.0"
    feed.header.timestamp = _posix(first + STEP) + header_s
    rows = [row for row in TOLD if first <= row["event_time"] < first + STEP]
    newest = {row["vehicle_id"]: row for row in sorted(rows, key=lambda row: row["event_time"])}
    for n, row in enumerate(rows if vehicles_s is not None else newest.values()):
        vehicle = feed.entity.add(id=str(n)).vehicle
        vehicle.trip.trip_id, vehicle.trip.route_id, vehicle.vehicle.id = row["trip_id"], row["route_id"], row["vehicle_id"]
        vehicle.position.latitude, vehicle.position.longitude = row["latitude"], row["longitude"]
        if vehicles_s is not None:
            vehicle.timestamp = _posix(row["event_time"]) + vehicles_s
    return bytes(feed.SerializeToString())


def _posix(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())


def heard(store: Store, vehicles_s: int | None, header_s: int) -> str:
    """Land half an hour; what was said against the last message."""
    store.land("timetable", timetable(RUNS, (DAY, DAY)), None)
    said, first = "", BEGIN
    while first < MIDNIGHT + timedelta(hours=NOW_H):
        came = first + STEP
        landed = store.land("positions", read_feed(message(first, vehicles_s, header_s), spec(name="positions"), None, came), came)
        said = f"{landed.reason}: {landed.text}" if landed.outcome == "refused" else ""
        first += STEP
    return said


def rules(store: Store) -> set[str]:
    return {row["rule"] for row in ask(store, "rt_rule", NOW_H)}


@pytest.mark.parametrize(("header_s", "named"), [(3600, "E050"), (-3600, "E012")])
def test_a_header_that_is_an_hour_off_leaves_the_reports_right(header_s: int, named: str) -> None:
    with city() as store:
        assert heard(store, 0, header_s) == ""
        visits = {
            (row["vehicle_id"], row["stop_sequence"]): (row["actual_time"] - MIDNIGHT).total_seconds()
            for row in ask(store, "stop_visit", NOW_H)
        }
        assert named in rules(store)
    wrong = errors(RUNS, visits)
    assert len(wrong) > 40
    assert max(abs(error) for error in wrong.values()) <= SLACK_S


def test_reports_from_ahead_are_refused_and_the_clock_is_named() -> None:
    with city() as store:
        said = heard(store, 600, 0)
        assert ask(store, "stop_visit", NOW_H) == []
    assert "the source's clock is about" in said


@pytest.mark.parametrize(("vehicles_s", "header_s"), [(-3600, 0), (None, -3600)])
def test_reports_from_an_hour_ago_tell_no_delays(vehicles_s: int | None, header_s: int) -> None:
    """A fault of the summer hour: the timetable does not fit, so nothing is judged by it."""
    with city() as store:
        heard(store, vehicles_s, header_s)
        doubt = ask(store, "timetable_doubt", NOW_H)
        share = ask(store, "bus_on_time", NOW_H)[0]
    assert [row["verdict"] for row in doubt] == ["hour_off"]
    assert share["value"] is None
