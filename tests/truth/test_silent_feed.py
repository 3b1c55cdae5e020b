"""Of two feeds of positions one is silent for twenty minutes: the city's figures are of the buses of the other, with less coverage."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.driven import DAY, MIDNIGHT, ZONE, Row, ask, told
from tests.truth.tracks import Run, runs, timetable

LINES = {"north": ["street"], "south": ["ring"]}
RUNS = [
    replace(run, number=run.number + 4 * n)
    for n in range(3)
    for run in runs(6 * 3600 + 2400 * n + 3000, seed=n + 1, lines=["street", "ring"])
]
LOST = {run.trip for run in RUNS if (run.line, run.direction, run.number) in {("street", 0, 4), ("ring", 0, 1)}}
DROVE = [run for run in RUNS if run.trip not in LOST]
LAST_S = 8.8 * 3600
EVERY = 2  # minutes: a landing
Spans = Mapping[str, tuple[float, float]]  # feed: minutes of the day in which it brings nothing
KPIS = (
    "bus_online",
    "bus_on_time",
    "bus_service_delivered",
    "bus_ghost_trips",
    "bus_run_time",
    "bus_departure_on_time",
    "bus_headway_cv",
    "data_valid",
)


def of(feed: str) -> list[Run]:
    return [run for run in DROVE if run.line in LINES[feed]]


@contextmanager
def city(
    silent: Spans,
    planned: list[Run] = RUNS,
    lost: Collection[str] = LOST,
    last_s: float = LAST_S,
    every: int = EVERY,
    feeds: Mapping[str, list[str]] = LINES,
) -> Iterator[Store]:
    """A report each quarter of a minute."""
    with Store(None, Place(ZONE)) as store:
        assert store.load_views([STANDARD]) == []
        common = {
            "title_zh": "定位",
            "title_en": "Positions",
            "kind": "event",
            "late_after_s": 130.0,
            "stale_after_s": 150.0,
            "down_after_s": 600.0,
        }
        store.register_feeds([{"feed": feed, "match": "trip_id"} | common for feed in feeds])
        store.land("timetable", timetable(planned, (DAY, DAY)), None)
        for feed, lines in feeds.items():
            for rows in landings(lines, silent.get(feed, (0, 0)), planned, lost, last_s, every):
                store.land(feed, reading("vehicle_position", rows), None)
        yield store


def landings(
    lines: list[str], silence: tuple[float, float], planned: list[Run], lost: Collection[str], last_s: float, every: int = EVERY
) -> list[list[Row]]:
    minutes = defaultdict(list)
    for row in told(run for run in planned if run.line in lines and run.trip not in lost):
        second, (begins, ends) = second_of(row), silence
        if second % 15 == 0 and second < last_s and not 60 * begins <= second < 60 * ends:
            minutes[second // (60 * every)].append(row)
    return [minutes[minute] for minute in sorted(minutes)]


def second_of(row: Row) -> float:
    return float((row["event_time"] - MIDNIGHT).total_seconds())


def kpis(store: Store, minute: float, *names: str) -> dict[str, dict[str, Any]]:
    told = store.snapshot(list(names), MIDNIGHT + timedelta(minutes=minute), live=False)
    return {name: told.rows(name)[0] for name in names}


def outcomes(store: Store, minute: float) -> dict[str, str]:
    return {row["trip_id"]: row["outcome"] for row in ask(store, "trip_begun", minute / 60, window_s=3600)}


def due(minute: float) -> list[Run]:
    """Planned to begin in the hour before, ten minutes ago or more."""
    return [run for run in RUNS if 60 * minute - 3600 < run.planned[0] <= 60 * minute - 600]


def heard(feed: str, since_s: float, minute: float) -> set[str]:
    """Trips whose buses reported from then on, as known at a minute of the day."""
    landed = next(end for end in range(int(minute) + EVERY, 0, -1) if end % EVERY == 0 and 60 * end - 15 <= 60 * minute)
    moments = range(int(-(-since_s // 15) * 15), 60 * landed, 15)
    return {run.trip for run in of(feed) if any(int(run.track[0][0]) // 5 * 5 + 5 <= second < int(run.track[-1][0]) for second in moments)}


def vehicles(feed: str, minute: float) -> int:
    """Most heard of in an hour, of the clock in UTC: it begins half past."""
    starts = [half * 1800 for half in range(11, 18, 2)]
    return max(len(heard(feed, start, min(minute, start / 60 + 60))) for start in starts if start < 60 * minute)


@pytest.fixture(scope="module", params=[471.0, 478.0])
def down(request: pytest.FixtureRequest) -> Iterator[tuple[Store, float]]:
    """The south is silent for twenty minutes, wherever they lie between those of the clock."""
    with city({"south": (request.param, request.param + 20)}) as store:
        yield store, request.param


@pytest.mark.parametrize("after", [5, 13, 19.9, 27])
def test_no_trip_that_ran_is_lost_nor_is_one_of_the_live_feed_unknown(down: tuple[Store, float], after: float) -> None:
    store, since = down
    now = since + after
    said, silent = outcomes(store, now), (60 * since, 60 * min(since + 20, now))
    assert said.keys() == {run.trip for run in due(now)}
    for run in due(now):
        outside = run.line == "street" or run.planned[-1] < silent[0] or run.planned[0] > silent[1]
        if run.trip in LOST:
            assert said[run.trip] == "lost" or not outside
        else:
            assert said[run.trip] in (("completed", "running") if outside else ("completed", "running", "no_data")), run.trip
    service = kpis(store, now, "bus_service_delivered")["bus_service_delivered"]
    known = {trip: outcome for trip, outcome in said.items() if outcome != "no_data"}
    assert (service["numerator"], service["denominator"]) == (len(known) - len(LOST & known.keys()), len(known))


@pytest.mark.parametrize("after", [5, 19.9])
def test_figures_are_of_the_live_feed_and_name_the_silent_one(down: tuple[Store, float], after: float) -> None:
    store, since = down
    now = since + after
    share = vehicles("north", now) / (vehicles("north", now) + vehicles("south", since))
    told = kpis(store, now, *KPIS)
    for name, said in told.items():
        grey = name == "bus_departure_on_time"  # whose floor is four fifths
        assert (said["value"] is None, said["reason"]) == (grey, "feed:south" if grey else "without:south"), (name, said)
        assert said["coverage"] <= share + 1e-9
    online = told["bus_online"]
    under_way = sum(run.planned[0] <= 60 * now <= run.planned[-1] for run in RUNS if run.line == "street")
    in_service = max(len(heard("north", 60 * now - 900, now)), under_way)
    assert (online["numerator"], online["denominator"]) == (len(heard("north", 60 * now - 90, now)), in_service)
    assert online["coverage"] == pytest.approx(share)


def test_nobody_is_said_to_wait_for_buses_of_the_silent_feed(down: tuple[Store, float]) -> None:
    store, since = down
    for after in (5, 12, 19.9):
        waits = ask(store, "bus_ewt_rows", (since + after) / 60, window_s=3600)
        assert [row["route_id"] for row in waits if row["open_min"] is not None] == []


def test_both_heard_again_the_figures_are_of_both(down: tuple[Store, float]) -> None:
    store, since = down
    online = kpis(store, since + 25, "bus_online")["bus_online"]
    assert (online["coverage"], online["reason"]) == (1, "")
    assert online["numerator"] == sum(len(heard(feed, 60 * (since + 25) - 90, since + 25)) for feed in LINES)


def test_below_the_floor_a_figure_is_grey_and_names_the_silent_feed() -> None:
    """Two thirds of the buses are the north's."""
    with city({"north": (470, 490)}) as store:
        for name, said in kpis(store, 485, *KPIS).items():
            assert (said["state"], said["value"], said["reason"]) == ("unknown", None, "feed:north"), name
        assert not [trip for trip, outcome in outcomes(store, 489).items() if outcome == "lost" and trip not in LOST]


@pytest.mark.parametrize("feeds", [LINES, {"north": ["street", "ring"]}])
def test_where_all_feeds_are_silent_all_is_stale(feeds: dict[str, list[str]]) -> None:
    with city(dict.fromkeys(feeds, (470.0, 490.0)), feeds=feeds) as store:
        for name, said in kpis(store, 485, *KPIS).items():
            assert (said["state"], said["value"], said["reason"]) == ("stale", None, "feed:north"), name


FIRST = [run for run in RUNS if run.number < 4]
ENDS = {run.trip: run for run in FIRST if run.number in (0, 3)}  # the first and the last of each line and direction
OVER = 453.0  # minutes of the day: the last are due
EARLY = ({"south": (400.0, 429.0)}, {"street0-0"})
LATE = ({"north": (436.0, 450.0)}, {"street1-3", "street1-0"})


@pytest.mark.parametrize(("silent", "never"), [EARLY, LATE], ids=["early", "late"])
def test_first_and_last_buses_in_a_silence_are_unknown_and_others_are_judged(silent: Spans, never: set[str]) -> None:
    """Whether one was seen is told by the view; what is said of one that was not by who was heard in its span."""
    with city(silent, FIRST, never, 60 * OVER) as store:
        said = {row["trip_id"]: row["outcome"] for row in ask(store, "trip_first_last", OVER / 60)}
    assert said.keys() == ENDS.keys() and {"no_data", "lost"} < set(said.values())
    for trip, run in ENDS.items():
        dark = dark_s(run, silent, never)
        span = min(run.planned[-1], 60 * OVER) - run.planned[0]
        if said[trip] == "seen":
            assert trip not in never
        else:
            assert said[trip] == ("no_data" if dark and span - dark < max(span / 2, 600) else "lost"), trip
            assert trip in never or said[trip] == "no_data", trip


def test_the_silence_of_an_only_feed_is_that_of_its_buses() -> None:
    """Positions came in one of the two tens of minutes of its span."""
    with city({"north": (436.0, 450.0)}, FIRST, {"street1-3"}, 60 * OVER, feeds={"north": ["street", "ring"]}) as store:
        said = {row["trip_id"]: row["outcome"] for row in ask(store, "trip_first_last", OVER / 60)}
    assert {trip for trip, outcome in said.items() if outcome != "seen"} == {"street1-3"} and said["street1-3"] == "lost"


def dark_s(run: Run, silent: Spans, never: Collection[str]) -> float:
    """Seconds of its span within ten minutes and more between what was newest at one landing and at the next."""
    feed = next(feed for feed, lines in LINES.items() if run.line in lines)
    newest = [0.0] + [max(map(second_of, rows)) for rows in landings(LINES[feed], silent.get(feed, (0, 0)), FIRST, never, 60 * OVER)]
    spans = [(before, after) for before, after in pairwise(newest) if after - before > 600]
    spans += [(newest[-1], 60 * OVER)] if 60 * OVER - newest[-1] > 150 else []
    return sum(max(0.0, min(after, run.planned[-1]) - max(before, run.planned[0])) for before, after in spans)


HOURS = [replace(run, number=run.number + 4 * n) for n in range(2) for run in runs(410 * 60 + 21_600 * n, lines=["street", "ring"])]


def test_who_has_been_silent_for_hours_is_silent_still_and_was() -> None:
    """Since before anybody looks back for silences; asked of while it lasts and after it."""
    never = {"street0-5", "ring0-5"}
    with city({"south": (445, 800)}, HOURS, never, 60 * 814, every=5) as store:
        for now in (795, 814):
            said = outcomes(store, now)
            assert {trip for trip, outcome in said.items() if outcome == "lost"} == {"street0-5"}
            assert {trip for trip, outcome in said.items() if outcome == "no_data"} == {"ring0-4", "ring0-5"}
