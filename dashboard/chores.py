"""What the engine does beside ticking: keeps what KPIs said every five minutes, fills in what was missed, moves old rows to Parquet,
derives anew what another version of the program derived."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from dashboard.clock import Clock
from datasources.recorded.recording import bucket
from datasources.store import Store

log = structlog.get_logger()
LOOK_EVERY_S = 2.0
MAINTAIN_EVERY_S = 60.0
BACKFILL_AT_ONCE_S = 1.0  # ticks go on between two helpings
DERIVE_AT_ONCE_S = 4.0  # figures of another version stand on the wall until then
LOOKED_BACK = timedelta(days=57)  # as far as days are compared
SETTLED = timedelta(seconds=30)  # rows of a five-minute moment that are still on their way
LANDING = timedelta(seconds=3)  # and how long they are by this machine's time, where the city's runs faster


class Chores:
    def __init__(self, store: Store, clock: Clock, districts: Callable[[], list[str]]) -> None:
        self._store, self._clock, self._districts = store, clock, districts
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="chores", daemon=True)
        self._maintained = time.monotonic()
        self._recorded: datetime | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(2.0)

    def _work(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                self._round()
            except Exception:
                log.exception("chore failed")

    def _scopes(self) -> list[str | None]:
        """Where five minutes are over in seconds there is no time for every district."""
        return [None, *self._districts()] if self._clock.speed == 1.0 else [None]

    def _round(self) -> None:
        if time.monotonic() - self._maintained > MAINTAIN_EVERY_S:
            self._maintained = time.monotonic()
            self._store.maintain()
        settled = self._clock.now() - max(SETTLED, LANDING * self._clock.speed)
        if bucket(settled) != self._recorded:
            self._recorded = self._store.record_kpis(settled, self._scopes())
        if not self._store.derive_anew(DERIVE_AT_ONCE_S):
            self._store.backfill_kpis(settled - LOOKED_BACK, settled, seconds=BACKFILL_AT_ONCE_S)
