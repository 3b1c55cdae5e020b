"""The refresher: every feed of a city on its own cadence, one owner, one try at a time each."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from datasources.feed import FeedSpec
from datasources.fetching.fetch import fetch
from datasources.fetching.fetched import Fetched, Memory, Unchanged
from datasources.intake.datum_guess import DatumGuess
from datasources.intake.landing import Landed
from datasources.moment import utc_now
from datasources.readers.formats import read_feed
from datasources.reading import Reading
from datasources.schedule.agenda import Agenda
from datasources.schedule.coordinator import Coordinator, Land
from datasources.schedule.outcome import Outcome
from datasources.schedule.owner import Owner
from datasources.schedule.watchdog import Watchdog
from datasources.store import Store

STOP_S = 1.5


class Refresher:
    """`mappings`: the SQL of each feed that has one. `base`: where relative paths start. `lock`: the city's owner file.
    `known_gaps`: seconds between two batches with something new, `known_rows`: of the last batch, by feed, as an earlier run knew them.

    `clock`: what time it is in the city, UTC without zone.

    start() raises AlreadyOwned; stop() takes at most two seconds and waits for a landing under way.
    """

    def __init__(
        self,
        feeds: Mapping[str, FeedSpec],
        mappings: Mapping[str, str],
        land: Land,
        tell: Callable[[Outcome], None],
        *,
        lock: Path,
        base: Path = Path(),
        known_gaps: Mapping[str, float] = MappingProxyType({}),
        known_rows: Mapping[str, int] = MappingProxyType({}),
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        def get(spec: FeedSpec, memory: Memory) -> Fetched | Unchanged:
            return replace(fetch(spec, memory, base), received_at=clock())

        def read(spec: FeedSpec, got: Fetched) -> Reading:
            return read_feed(got.data, spec, mappings.get(spec.name), got.received_at)

        self._owner = Owner(lock)
        self._monotonic = monotonic
        self._coordinators = {
            name: Coordinator(
                spec, get, read, land, tell, self._plan, monotonic, monotonic(), known_gaps.get(name), known_rows.get(name), clock=clock
            )
            for name, spec in feeds.items()
        }
        self._agenda = Agenda(self._coordinators)
        self._watchdog = Watchdog(self._agenda, list(self._coordinators.values()), monotonic, wall)

    def start(self) -> None:
        self._owner.take()
        self._agenda.start()
        self._watchdog.start()

    def stop(self) -> None:
        self._watchdog.stop()
        self._agenda.stop()
        ends = self._monotonic() + STOP_S
        for coordinator in self._coordinators.values():
            coordinator.close()
        for coordinator in self._coordinators.values():
            coordinator.wait(max(0.0, ends - self._monotonic()))
        self._owner.leave()

    def silence_s(self) -> float:
        """How long ago the watchdog last looked: more than a few seconds means that fetching is not watched any more."""
        return self._monotonic() - self._watchdog.looked_at

    def _plan(self, name: str) -> None:
        self._agenda.plan(name)


def into(store: Store) -> Land:
    """Landing in a store: the batch is its bytes. Positions that lie better in another datum than the declared one are told."""
    guess = DatumGuess(store.network)

    def land(spec: FeedSpec, reading: Reading, got: Fetched) -> Landed:
        digest = hashlib.sha256(got.data).hexdigest()
        came = None if spec.recorded else got.received_at
        name = spec.rows_of or spec.name
        landed = store.land(name, reading, came, batch=digest, size=len(got.data), refused_above=spec.bad_rows_refused)
        doubted = guess.look(spec.name, spec.datum, reading) if landed.outcome == "landed" else ""
        return replace(landed, fault=landed.fault or doubted)

    return land


def ledger(store: Store) -> Callable[[Outcome], None]:
    """Outcomes as rows of the store's table `fetch`."""
    return lambda outcome: store.append("fetch", [outcome.row()])
