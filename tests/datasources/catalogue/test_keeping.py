"""What is kept up as rows land is what the views say: in any order of arrival, after a restart, after a failure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import KEPT, STANDARD
from datasources.catalogue.trial import read_library
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.rows import asked
from tests.datasources.views_of import HEADER, write
from tests.truth.driven import ZONE as RING_ZONE
from tests.truth.rounds import MISSED, one_block, rounds, told
from tests.truth.town import ZONE, Town, Visit

FIRST_DAY = datetime(2026, 3, 2)
VIEWS = ("stop_visit_window", "headways", "headways_now", "trip_begun", "trip_ended", "vehicle_delay", "bus_ewt_rows")
FEED = {
    "feed": "positions",
    "title_zh": "定位",
    "title_en": "Positions",
    "kind": "event",
    "match": "block",
    "stale_after_s": 60.0,
    "down_after_s": 600.0,
}


OF_SCHEMA = "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'memory' AND table_schema = '{}'"


class City:
    """A store whose clock is set by hand."""

    def __init__(self, path: Path | None = None, zone: str = ZONE) -> None:
        self.now = FIRST_DAY
        self.store = Store(path, Place(zone), clock=lambda: self.now)
        assert self.store.load_views([STANDARD]) == []

    def land(self, rows: list[dict[str, Any]], came: datetime) -> None:
        """While a wall asks."""
        self.store._kept.covers(self.now, {})
        self.store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows)}), came)

    def skip(self, call: Visit, said: str) -> None:
        """An update says that a stop is not served, or that it is."""
        row = {"event_time": self.now, "trip_id": call.trip, "stop_sequence": call.sequence, "stop_schedule_relationship": said}
        self.store.land("updates", Reading({"trip_update": pa.Table.from_pylist([row])}), self.now)

    def told(self, *, live: bool, **parameters: str) -> dict[str, list[str]]:
        """What the views say now, from what is kept (live) or computed anew."""
        snapshot = self.store.snapshot(VIEWS, self.now, live=live, parameters=parameters)
        assert snapshot.failed == {}
        return {view: sorted(map(str, snapshot.rows(view))) for view in VIEWS}

    def agrees(self) -> bool:
        """Also of what is told every minute."""
        if self.store._kept.covers(self.now, {}):
            self.store._kept.follow(self.now, reference=True)
        return self.told(live=True) == self.told(live=False)


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    city = City()
    with city.store:
        yield city


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    """Days that no other example uses."""
    return (FIRST_DAY + timedelta(days=n) for n in range(1, 10_000))


def reports(town: Town) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = town.positions().tables["vehicle_position"].to_pylist()
    return sorted((row for row in rows if row["event_time"] <= town.as_of), key=lambda row: row["event_time"])


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), disorder=st.sampled_from([0, 3, 1000]))
def test_any_order_of_arrival(city: City, days: Iterator[datetime], seed: int, disorder: int) -> None:
    """Pieces in order or not, some sent twice, stops skipped between: after each landing what is kept is what the views say."""
    random, town = Random(seed), Town(seed, next(days))
    assume(town.forward() and any(v.actual and v.actual > town.as_of - timedelta(minutes=50) for v in town.known()))
    city.store.land("timetable", town.timetable(), None)
    rows = reports(town)
    order = sorted(range(len(rows)), key=lambda at: at + random.uniform(0, disorder * 10))
    size = max(1, len(rows) // random.randint(2, 5))
    for first in range(0, len(rows), size):
        piece = [rows[at] for at in order[max(0, first - random.choice([0, 0, 15])) : first + size]]
        city.now = max(max(row["event_time"] for row in piece), city.now) + timedelta(milliseconds=1)
        city.land(piece, city.now)
        if random.random() < 0.5:
            city.skip(random.choice(town.visits), random.choice(["SKIPPED", "SKIPPED", "SCHEDULED"]))
        assert city.agrees()
    city.now = town.as_of + timedelta(minutes=1)
    assert city.agrees()
    assume(len(city.told(live=True)["stop_visit_window"]) > 0)  # a town may have nothing on the road at that hour


@pytest.mark.parametrize(
    ("missed", "heard_from_s", "batch"), [(MISSED, 0, 150), (None, 420, 25)], ids=["stands through a round", "heard of on its way"]
)
def test_a_bus_that_only_its_block_tells(missed: int | None, heard_from_s: int, batch: int) -> None:
    """The round that it stood through counts for nothing, whatever was landed since; a round whose beginning nobody saw counts."""
    driven = [run for run in rounds() if run.number != missed][: 1 if missed is None else None]
    rows = list(told(driven))
    rows = [row for row in rows if row["event_time"] >= rows[0]["event_time"] + timedelta(seconds=heard_from_s)]
    city = City(zone=RING_ZONE)
    with city.store as store:
        store.register_feeds([FEED])
        store.land("timetable", one_block(), None)
        for first in range(0, len(rows), batch):
            some = rows[first : first + batch]
            city.now = some[-1]["event_time"]
            city.land(some, city.now)
            assert city.agrees()
        assert len(city.told(live=True)["stop_visit_window"]) > 0


def test_about_now_what_is_kept_is_read_and_nothing_of_what_it_is_told_from() -> None:
    city = City()
    with city.store as store:
        rows = reports(Town(5, FIRST_DAY))[:1]
        city.now = rows[0]["event_time"]
        city.land(rows, city.now)
        assert city.agrees()
        now, then = ({name for (name,) in asked(store, OF_SCHEMA.format(schema))} for schema in ("now", "then"))
    assert {*VIEWS, "stop_visit"} <= now & then
    assert {f"{view}_computed" for view in ("stop_visit", "headways", "trip_outcome")} <= then - now, "the rule of what is kept"


def test_after_a_restart(tmp_path: Path) -> None:
    town = Town(5, FIRST_DAY)
    rows = reports(town)
    first = City(tmp_path / "city.duckdb")
    with first.store:
        first.store.land("timetable", town.timetable(), None)
        for part in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
            first.now = part[-1]["event_time"]
            first.land(part, first.now)
        told = first.told(live=True)
    again = City(tmp_path / "city.duckdb")
    with again.store:
        again.now = first.now
        again.land([{"event_time": again.now, "vehicle_id": "other", "latitude": 37.5, "longitude": 121.4}], again.now)
        assert again.store._kept.covers(again.now, {})
        assert again.told(live=True) == told
        assert again.agrees()


def test_what_could_not_be_renewed_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(5, FIRST_DAY)
    rows, third = reports(town), len(reports(town)) // 3
    city = City()
    with city.store:
        city.store.land("timetable", town.timetable(), None)
        city.now = rows[third]["event_time"]
        city.land(rows[:third], city.now)
        with monkeypatch.context() as broken:
            broken.setattr(city.store._kept, "_rules", {**city.store._kept._rules, "stop_visit": "SELECT nonsense"})
            city.now = rows[-1]["event_time"]
            city.land(rows[third : 2 * third], city.now)
            assert not city.store._kept.covers(city.now, {})
            assert city.agrees()
        city.land(rows[2 * third :], city.now)
        assert city.store._kept.covers(city.now, {})
        assert city.agrees()


def test_a_longer_window_than_is_kept_is_computed(city: City, days: Iterator[datetime]) -> None:
    town = Town(8, next(days))
    city.store.land("timetable", town.timetable(), None)
    city.now = town.as_of + timedelta(minutes=40)
    city.land(reports(town), city.now)
    assert city.told(live=True, window_s="600") == city.told(live=False, window_s="600")
    longer = city.told(live=True, window_s="9000")
    assert longer == city.told(live=False, window_s="9000")
    assert len(longer["headways"]) > len(city.told(live=True)["headways"])


def test_what_was_told_long_ago_is_not_read(city: City, days: Iterator[datetime]) -> None:
    """Nothing lands any more: what is told every minute is computed with each question, until upkeep tells it anew."""
    town = Town(5, next(days))
    city.store.land("timetable", town.timetable(), None)
    city.now = town.as_of
    city.land(reports(town), city.now)
    told = city.told(live=True)
    city.now += timedelta(minutes=20)
    assert city.told(live=True) == city.told(live=False) != told
    city.store.maintain()
    assert city.store._kept.covers(city.now, {})
    assert city.told(live=True) == city.told(live=False)


def test_old_rows_are_let_go(city: City, days: Iterator[datetime]) -> None:
    for day in (next(days), next(days)):
        town = Town(8, day)
        city.store.land("timetable", town.timetable(), None)
        city.now = town.as_of
        city.land(reports(town), city.now)
    oldest = city.store._writer.execute("SELECT min(event_time) FROM memory.kept.stop_visit").fetchall()[0][0]
    assert city.now - timedelta(hours=3) < oldest


def test_a_city_replaces_a_kept_view(tmp_path: Path) -> None:
    write(tmp_path, "stop_visit", STANDARD.joinpath("bus/stop_visit.sql").read_text("utf-8").split("\nSELECT", 1)[1].join(["SELECT", ""]))
    city = City()
    with city.store:
        assert city.store.load_views([STANDARD, tmp_path]) == []
        assert not city.store._kept.covers(city.now, {})
        town = Town(5, FIRST_DAY)
        city.store.land("timetable", town.timetable(), None)
        city.now = town.as_of
        city.land(reports(town), city.now)
        assert city.told(live=True)["stop_visit_window"]


def test_only_what_can_be_kept_may_ask_for_it(tmp_path: Path) -> None:
    write(tmp_path, "mine", "SELECT 1 AS one", HEADER + "-- kept: true\n")
    assert [str(fault) for fault in read_library([tmp_path], Place())[1]] == [
        f"{tmp_path / 'mine.sql'}: kept: only these can be: {', '.join(KEPT)}"
    ]


def test_a_slow_view_says_what_it_said_within_a_minute(tmp_path: Path) -> None:
    write(tmp_path, "heard", "SELECT count(*) AS n FROM vehicle_position WHERE event_time <= as_of()", HEADER + "-- kept: minute\n")
    city = City()
    with city.store:
        assert city.store.load_views([STANDARD, tmp_path]) == []
        told = []
        for second in (0, 30, 61):
            city.now = FIRST_DAY + timedelta(seconds=second)
            city.land([{"event_time": city.now, "vehicle_id": "bus", "latitude": 37.5, "longitude": 121.4}], city.now)
            now = city.store.ask(Ticket("heard")).to_pylist()[0]["n"]
            told.append((city.store.snapshot(["heard"], city.now, live=True).rows("heard")[0]["n"], now))
        assert told == [(1, 1), (1, 1), (3, 3)]
        assert city.store.snapshot(["heard"], city.now, live=False).rows("heard") == [{"n": 3}]


def test_while_nobody_asks_about_now_nothing_is_told_every_minute(tmp_path: Path) -> None:
    write(tmp_path, "heard", "SELECT count(*) AS n FROM vehicle_position WHERE event_time <= as_of()", HEADER + "-- kept: minute\n")
    city = City()
    with city.store as store:
        assert store.load_views([STANDARD, tmp_path]) == []

        def heard() -> int:
            """After one more bus was heard."""
            city.now += timedelta(seconds=1)
            bus = {"event_time": city.now, "vehicle_id": "bus", "latitude": 37.5, "longitude": 121.4}
            store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist([bus])}), city.now)
            kept: int = store._writer.execute("SELECT coalesce(max(n), 0) FROM memory.kept.heard").fetchall()[0][0]
            return kept

        def asked() -> int:
            return int(store.snapshot(["heard"], city.now, live=True).rows("heard")[0]["n"])

        assert [heard(), heard(), asked()] == [0, 0, 2]
        assert [heard(), heard(), asked()] == [3, 3, 3]
        city.now += timedelta(minutes=11)
        assert [heard(), asked()] == [3, 5], "what was told is too old, and nobody asked for more"
        assert [heard(), asked()] == [6, 6]
        store.land("timetable", Town(5, FIRST_DAY).timetable(), None)
        city.now += timedelta(minutes=11)
        store.land("timetable", Town(6, FIRST_DAY).timetable(), None)
        assert not store._kept.covers(city.now, {}), "another timetable came since"


def test_a_slow_view_reads_what_another_has_just_said(tmp_path: Path) -> None:
    write(tmp_path, "any_number", "SELECT random() AS n", HEADER + "-- kept: minute\n")
    write(tmp_path, "between", "SELECT n FROM any_number")
    write(tmp_path, "same_number", "SELECT n FROM between", HEADER + "-- kept: minute\n")
    city = City()
    with city.store:
        assert city.store.load_views([STANDARD, tmp_path]) == []
        city.land([{"event_time": city.now, "vehicle_id": "bus", "latitude": 37.5, "longitude": 121.4}], city.now)
        told = city.store.snapshot(["any_number", "same_number"], city.now, live=True)
        assert told.rows("same_number") == told.rows("any_number")
        assert city.store.ask(Ticket("same_number")).to_pylist() == told.rows("any_number"), "a number opens into what the wall shows"


def test_what_is_told_every_minute_is_told_as_it_grows(tmp_path: Path) -> None:
    """The past lands within a minute, without a timetable or a tick of the clock that would tell anew: only more visits can be why."""
    write(tmp_path, "seen", "SELECT count(*) AS n FROM stop_visit_window", HEADER + "-- kept: minute\n")
    town, city = Town(5, FIRST_DAY), City()
    with city.store:
        assert city.store.load_views([STANDARD, tmp_path]) == []
        city.store.land("timetable", town.timetable(), None)
        rows, city.now = reports(town), town.as_of
        early = [row for row in rows if row["event_time"] < town.as_of - timedelta(minutes=20)]
        told = []
        for part in (early, rows[len(early) :]):
            city.land(part, part[-1]["event_time"])
            told.append(city.store.snapshot(["seen"], city.now, live=True).rows("seen")[0]["n"])
            assert told[-1] == city.store.ask(Ticket("seen")).to_pylist()[0]["n"]
        assert 0 < told[0] < told[1]
