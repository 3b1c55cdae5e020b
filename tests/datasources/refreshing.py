"""A refresher under test: what landed, how it stands, waiting for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from datasources.feed import FeedSpec
from datasources.fetching.fetched import Fetched
from datasources.intake.landing import Landed
from datasources.reading import Reading
from datasources.schedule.outcome import Outcome
from datasources.schedule.refresh import Refresher
from tests.datasources.fault_server import FaultServer
from tests.datasources.feeds import spec


class Landings:
    """A store that counts: rows and moments by feed."""

    def __init__(self) -> None:
        self.rows: dict[str, list[int]] = {}
        self.times: dict[str, list[float]] = {}
        self.told: list[Outcome] = []
        self.batches: set[bytes] = set()

    def land(self, feed: FeedSpec, reading: Reading, got: Fetched) -> Landed:
        self.rows.setdefault(feed.name, []).append(reading.rows_in())
        self.times.setdefault(feed.name, []).append(time.monotonic())
        return Landed("landed", "b", rows_in=reading.rows_in(), accepted=reading.rows_in())

    def last(self, feed: str) -> Outcome:
        """What was told of it last; of a feed of which nothing was told, that it is not well."""
        return next((o for o in reversed(self.told) if o.feed == feed), Outcome(feed, datetime.min, False, "failed"))

    def outcomes(self, feed: str) -> list[tuple[str, str | None]]:
        return [(o.outcome, o.error and o.error.partition(":")[0]) for o in self.told if o.feed == feed]


@contextmanager
def refreshing(tmp_path: Path, *feeds: FeedSpec, landings: Landings | None = None, **given: Any) -> Iterator[tuple[Refresher, Landings]]:
    counted = landings or Landings()
    refresher = Refresher({f.name: f for f in feeds}, {}, counted.land, counted.told.append, lock=tmp_path / "owner.lock", **given)
    refresher.start()
    try:
        yield refresher, counted
    finally:
        refresher.stop()


def well(landings: Landings, name: str = "buses") -> Callable[[], bool]:
    return lambda: landings.last(name).ok


def broken(landings: Landings, error: str = "", name: str = "buses") -> Callable[[], bool]:
    """Does what was last told of it begin so?"""
    return lambda: not landings.last(name).ok and str(landings.last(name).error).startswith(error)


def growing(landings: Landings, name: str = "buses", by: int = 1) -> Callable[[], bool]:
    had = len(landings.times.get(name, []))
    return lambda: len(landings.times.get(name, [])) >= had + by


def live(server: FaultServer, **given: Any) -> FeedSpec:
    return spec(**{"url": server.url, "every": "200ms", "deadline": "500ms", "stale_after": "1s", "down_after": "2s", **given})
