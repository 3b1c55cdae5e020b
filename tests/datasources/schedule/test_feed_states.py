"""The state of a feed as it is tried: live, and replayed afterwards."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.feed import FeedSpec
from datasources.fetching.fetched import FeedFailed, Fetched, Memory, Unchanged
from datasources.place import Place
from datasources.reading import FeedRefused, Reading, Reject
from datasources.schedule.coordinator import Coordinator
from datasources.schedule.refresh import into, ledger
from datasources.store import Store
from tests.datasources.feeds import spec
from tests.datasources.rows import asked

NOON = datetime(2026, 11, 23, 4)


class Walk:
    """A feed whose source says what the test wants, on a clock that the test sets. Seconds after noon."""

    def __init__(self, store: Store, feed: FeedSpec, known_gap: float | None = None) -> None:
        self.store, self.feed, self.second = store, feed, 0.0
        self.answer = "new"
        self.numbers = itertools.count()
        self.seen: list[tuple[float, str]] = []
        self.coordinator = self._begun(known_gap)

    def _begun(self, known_gap: float | None) -> Coordinator:
        land, tell = into(self.store), ledger(self.store)
        return Coordinator(
            self.feed, self._fetch, self._read, land, tell, monotonic=lambda: self.second, known_gap=known_gap, clock=self.now
        )

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.second)

    def _fetch(self, feed: FeedSpec, memory: Memory) -> Fetched | Unchanged:
        if self.answer == "away":
            raise FeedFailed("unreachable", "no answer")
        if self.answer == "same":
            return Unchanged(self.now())
        return Fetched(f"{self.answer} {next(self.numbers)}".encode(), self.now(), "", memory)

    def _read(self, feed: FeedSpec, got: Fetched) -> Reading:
        kind, _, number = got.data.decode().partition(" ")
        if kind == "page":
            raise FeedRefused("html", "a page came")
        bad = {"bad": 6, "spotted": 5}.get(kind, 0)
        rows = [
            {"segment_id": f"s{n}", "speed_kmh": 30.0 + int(number), "event_time": self.now()}
            for n in range(30 if kind == "few" else 100 - bad)
        ]
        rejects = [Reject("segment_speed", "entity", "?", bad)] if bad else []
        return Reading({"segment_speed": pa.Table.from_pylist(rows)}, rejects)

    def step(self, answer: str, seconds: float = 10) -> str:
        """The state after a try with this answer, so much later."""
        self.second += seconds
        self.answer = answer
        self.coordinator.due = self.second
        self.coordinator.kick()
        self.coordinator.wait(10)
        return self.look()

    def look(self) -> str:
        state = self.said(self.now())
        self.seen.append((self.second, state))
        return state

    def said(self, moment: datetime) -> str:
        (row,) = self.store.ask(Ticket("feed_status", as_of=moment)).to_pylist()
        return str(row["state"])


@pytest.fixture(scope="module")
def opened() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai")) as store:
        assert store.load_views([STANDARD]) == []
        yield store


@pytest.fixture
def walk(opened: Store, request: pytest.FixtureRequest) -> Walk:
    """Each test has a feed of its own name in one store."""
    feed = spec(name=request.node.name, stale_after="40s", late_after="20s", down_after="100s", bad_rows_degraded=0.05)
    limits = {f"{key}_s": getattr(feed, key) for key in ("every", "late_after", "stale_after", "down_after")}
    opened.register_feeds([{"feed": feed.name, "kind": feed.kind, "bad_rows_degraded": feed.bad_rows_degraded, "demo": False, **limits}])
    return Walk(opened, feed)


def test_a_feed_walks_through_every_state(walk: Walk) -> None:
    assert walk.look() == "DOWN"
    assert walk.step("new") == "LIVE"
    assert walk.step("bad") == "DEGRADED"
    assert walk.step("same") == "DEGRADED", "the bad batch is still the newest"
    assert walk.step("spotted") == "LIVE", "5 % bad rows are borne"
    assert walk.step("page") == "DEGRADED"
    assert walk.step("same") == "DEGRADED", "what was refused is still what the source has"
    assert walk.step("new") == "LIVE"
    fails = [walk.step("away") for _ in range(16)]
    limits = ["DEGRADED"] * 3 + ["LATE"] * 3 + ["STALE"] * 9 + ["DOWN"]
    assert fails == limits, "its usual gap is 20 s: limits of 20, 40 and 100 s become 30, 60 and 150 s"
    assert walk.step("new") == "LIVE"
    assert {state for _, state in walk.seen} == {"LIVE", "LATE", "STALE", "DOWN", "DEGRADED"}
    for second, state in walk.seen:
        assert walk.said(NOON + timedelta(seconds=second)) == state, f"replayed at {second} s"


def test_a_slow_publisher_is_given_three_of_its_gaps(walk: Walk) -> None:
    for _ in range(5):
        assert walk.step("new", 60) == "LIVE"
    states = [walk.step("away", 60) for _ in range(5)]
    assert states == ["DEGRADED", "LATE", "LATE", "STALE", "STALE"], "three gaps are 180 s, late at half of that"
    assert [walk.said(NOON + timedelta(seconds=second)) for second, _ in walk.seen] == [state for _, state in walk.seen]


def test_a_source_that_repeats_itself_is_frozen(walk: Walk) -> None:
    for _ in range(5):
        walk.step("new")
    states = [walk.step("same") for _ in range(16)]
    assert set(states[:4]) == {"LIVE"}
    assert states[4] == "DEGRADED"
    assert states[-1] == "DOWN"


def test_the_moment_of_the_last_good_try_is_exact(walk: Walk) -> None:
    """A quiet source is told of now and then only; when it fails the ledger knows when it was last well."""
    walk.step("new")
    walk.step("same", 5)
    walk.step("same", 4)
    assert walk.step("away", 17) == "DEGRADED"
    walk.second += 5
    assert walk.look() == "LATE"


def test_a_new_run_knows_the_usual_gap(walk: Walk) -> None:
    for _ in range(5):
        walk.step("new", 60)
    (row,) = walk.store.ask(Ticket("feed_status", as_of=walk.now())).to_pylist()
    assert row["usual_gap_s"] == 60
    again = Walk(walk.store, walk.feed, known_gap=60.0)
    again.second = walk.second
    assert again.step("new") == "LIVE"
    again.second += 70
    assert again.look() == "LIVE"


def test_rows_of_which_nothing_could_be_derived_leave_the_feed_degraded(walk: Walk) -> None:
    assert walk.step("new") == "LIVE"
    renamed(walk.store, "segment_5min", "away")
    try:
        assert walk.step("new") == "DEGRADED"
        (told,) = walk.store.ask(Ticket("feed_status", as_of=walk.now())).to_pylist()
        assert told["error"].startswith("nothing could be derived: Binder Error") and told["accepted"] == 100
        states = [walk.step("same") for _ in range(6)]
        assert set(states) == {"DEGRADED"}, "the source is there; what landed last is still not derived from"
    finally:
        renamed(walk.store, "away", "segment_5min")
    assert walk.step("new") == "LIVE"


def renamed(store: Store, table: str, name: str) -> None:
    asked(store, f"ALTER TABLE city.main.{table} RENAME TO {name}")


def test_a_batch_that_may_be_a_part_lands_and_is_told(walk: Walk) -> None:
    walk.coordinator.spec = walk.feed.model_copy(update={"snapshot": False, "format": "csv"})
    assert {walk.step("new") for _ in range(5)} == {"LIVE"}
    assert walk.step("few") == "DEGRADED"
    (told,) = walk.store.ask(Ticket("feed_status", as_of=walk.now())).to_pylist()
    assert told["error"] == "suspect_drop: 30 rows, where there were never less than 100: cut short?" and told["accepted"] == 30
    assert walk.step("new") == "LIVE"


def test_a_small_batch_of_a_format_that_cannot_be_cut_unseen_is_just_small(walk: Walk) -> None:
    walk.coordinator.spec = walk.feed.model_copy(update={"snapshot": False, "format": "parquet"})
    assert {walk.step("new") for _ in range(5)} == {"LIVE"}
    assert walk.step("few") == "LIVE"
