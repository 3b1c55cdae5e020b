"""The feeds of a city, landing in its store and counted."""

import threading
from dataclasses import replace

from dashboard.city import City
from dashboard.clock import Clock
from dashboard.figures import Figures
from dashboard.settings import Settings
from datasources.answering.ticket import Ticket
from datasources.feed import FeedSpec
from datasources.fetching.fetched import Fetched
from datasources.intake.landing import Landed
from datasources.reading import Reading
from datasources.schedule.faster import on_this_clock, spaced
from datasources.schedule.outcome import Outcome
from datasources.schedule.refresh import Refresher, into, ledger
from datasources.store import Store

REFERENCE_WITHIN_S = 45.0  # then events land without


class Feeding:
    """Starts and stops the refresher of a city; an edited city gets a new one.

    At a start events wait for the first try of every reference feed: a position that lands before the districts has none.
    """

    def __init__(self, store: Store, settings: Settings, clock: Clock, figures: Figures) -> None:
        self._store, self._clock = store, clock
        self._lock = settings.data_path / "feeds.lock"
        self._base = settings.city_path
        self._figures = figures
        self._land = into(store)
        self._write = ledger(store)
        self._refresher: Refresher | None = None
        self._untried: set[str] = set()
        self._reference_tried = threading.Event()

    def start(self, city: City) -> None:
        mappings = {name: sql for name, feed in city.feeds.items() if (sql := city.mapping(feed)) is not None}
        self._untried = {name for name, feed in city.feeds.items() if feed.kind == "reference"}
        self._reference_tried.clear()
        self._note_tried("")
        known = self._store.ask(Ticket("feed_status")).to_pylist()
        speed = self._clock.speed
        feeds = {name: on_this_clock(spaced(feed, speed), speed) for name, feed in city.feeds.items()}
        gaps = {row["feed"]: row["usual_gap_s"] for row in known if row["usual_gap_s"] is not None}
        rows = {row["feed"]: row["accepted"] + row["quarantined"] for row in known if row["accepted"] is not None}
        self._refresher = Refresher(
            feeds,
            mappings,
            self._landed,
            self._told,
            lock=self._lock,
            base=self._base,
            known_gaps=gaps,
            known_rows=rows,
            clock=self._clock.now,
        )
        self._refresher.start()

    def stop(self) -> None:
        if self._refresher is not None:
            self._refresher.stop()
            self._refresher = None

    def _landed(self, spec: FeedSpec, reading: Reading, got: Fetched) -> Landed:
        if spec.kind == "event":
            self._reference_tried.wait(REFERENCE_WITHIN_S)
        landed = self._land(spec, reading, got)
        if "vehicle_position" in reading.tables and not spec.recorded:
            self._clock.landed(got.received_at)
        self._figures.landed(spec.name, landed.accepted, landed.quarantined)
        return landed

    def _told(self, outcome: Outcome) -> None:
        self._figures.tried(outcome.feed, outcome.ok)
        faster = self._clock.speed != 1.0  # then gaps are this machine's, and the city's limits hold as they are
        self._write(replace(outcome, usual_gap_s=None) if faster else outcome)
        self._note_tried(outcome.feed)

    def _note_tried(self, feed: str) -> None:
        self._untried.discard(feed)
        if not self._untried:
            self._reference_tried.set()
