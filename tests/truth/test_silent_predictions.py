"""Of two feeds of predictions one falls silent: what is known of the city's predictions is what the other tells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.driven import DAY, MIDNIGHT, ZONE, Row, told
from tests.truth.test_predictions import passed
from tests.truth.tracks import Run, runs, timetable

LINES = {"north": ["street"], "south": ["ring"], "eighth": ["eight"]}  # nobody predicts the eight's
RUNS = runs(456 * 60, lines=["street", "ring", "eight"])
NOW = 495.6  # minutes of the day: no bus is at a stop, nor was a quarter of an hour before
SINCE = 484.0  # a feed is silent
EVERY_S = 240
BOX = '{"type": "Polygon", "coordinates": [[[%f, %f], [%f, %f], [%f, %f], [%f, %f], [%f, %f]]]}'
FAR = -34.90  # between the street and the ring


def district(name: str, south: float, north: float) -> Row:
    box = BOX % (138.0, south, 139.5, south, 139.5, north, 138.0, north, 138.0, south)
    return {"district_id": name, "name_zh": name, "name_en": name, "geometry": box}


def foretold(run: Run, second: float, named: str) -> list[Row]:
    """What is told of it at a moment: that each stop is left as planned."""
    said = {"route_id": run.line} if named == "line" else {}
    at = {"event_time": MIDNIGHT + timedelta(seconds=second), "trip_id": run.trip}
    times = [MIDNIGHT + timedelta(seconds=planned) for planned in run.planned]
    return [at | said | {"stop_sequence": n, "departure_time": time} for n, time in enumerate(times, 1)]


def cancelled(runs: Iterable[Run], second: float) -> list[Row]:
    at = MIDNIGHT + timedelta(seconds=second)
    return [{"event_time": at, "trip_id": run.trip, "schedule_relationship": "CANCELED", "start_date": "20260101"} for run in runs]


@contextmanager
def city(silent: Iterable[str], named: str = "trip") -> Iterator[Store]:
    """Positions and predictions come every four minutes; one feed tells of trips called off on another day, and predicts nothing."""
    with Store(None, Place(ZONE)) as store:
        assert store.load_views([STANDARD]) == []
        common = {"title_zh": "数据", "title_en": "Feed", "kind": "event", "stale_after_s": 300.0, "down_after_s": 600.0}
        store.register_feeds([{"feed": feed, "match": "trip_id"} | common for feed in ("positions", *LINES, "words")])
        store.land("districts", reading("district", [district("S", -35.2, FAR), district("N", FAR, -34.6)]), None)
        store.land("timetable", timetable(RUNS, (DAY, DAY)), None)
        minutes = defaultdict(list)
        for row in told(RUNS):
            second = (row["event_time"] - MIDNIGHT).total_seconds()
            if second <= 60 * NOW:
                minutes[second // EVERY_S].append(row)
        for minute in sorted(minutes):
            store.land("positions", reading("vehicle_position", minutes[minute]), None)
            second = min(EVERY_S * (minute + 1) - 5, 60 * NOW)
            for feed in ("north", "south", "words"):
                if feed in silent and second >= 60 * SINCE:
                    continue
                known = [run for run in RUNS if run.line in LINES.get(feed, ["eight"])]
                rows = cancelled(known, second) if feed == "words" else [row for run in known for row in foretold(run, second, named)]
                store.land(feed, reading("trip_update", rows), None)
        yield store


def within(store: Store, scope: str | None = None) -> dict[str, Any]:
    told = store.snapshot(["prediction_within"], MIDNIGHT + timedelta(minutes=NOW), scope, live=False)
    return told.rows("prediction_within")[0]


def share(heard: Iterable[str]) -> float:
    """Of the stops passed in a quarter of an hour on lines that a feed predicts, those on lines that one heard of predicts."""
    passings = {feed: sum(passed(run, 60 * NOW) for run in RUNS if run.line in LINES[feed]) for feed in ("north", "south")}
    return sum(passings[feed] for feed in heard) / sum(passings.values())


@pytest.mark.parametrize("named", ["trip", "line"])
def test_what_is_known_is_what_the_other_feed_predicts(named: str) -> None:
    with city({"south"}, named) as store:
        whole, north, south = within(store), within(store, "N"), within(store, "S")
    assert 0.5 < share(["north"]) < 1
    assert whole["coverage"] == pytest.approx(share(["north"]))
    assert (whole["value"] is None, whole["reason"]) == (False, "without:south")
    assert (south["coverage"], south["reason"]) == (1, "without:south"), "where the street runs nothing is missing"
    assert (north["coverage"], north["value"], north["reason"]) == (0, None, "feed:south")


def test_below_the_floor_it_is_unknown_and_names_the_silent_feed() -> None:
    with city({"north"}) as store:
        said = within(store)
    assert said["coverage"] == pytest.approx(share(["south"]))
    assert (said["state"], said["value"], said["reason"]) == ("unknown", None, "feed:north")


@pytest.mark.parametrize("silent", [set(), {"words"}])
def test_nothing_is_missing_where_all_that_predict_are_heard(silent: set[str]) -> None:
    with city(silent) as store:
        said = within(store)
    assert (said["coverage"], said["value"] is None) == (1, False)
