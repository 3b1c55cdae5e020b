"""What the engine does beside ticking: keeps what KPIs said every five minutes, fills in what was missed, moves old rows to Parquet,
derives anew what another version of the program derived."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from dashboard.clock import utc_now
from datasources.recording import bucket
from datasources.store import Store

log = structlog.get_logger()
LOOK_EVERY_S = 2.0
MAINTAIN_EVERY_S = 60.0
BACKFILL_AT_ONCE_S = 1.0  # ticks go on between two helpings
DERIVE_AT_ONCE_S = 4.0  # figures of another version stand on the wall until then
LOOKED_BACK = timedelta(days=57)  # as far as days are compared
SETTLED = timedelta(seconds=30)  # rows of a five-minute moment that are still on their way


class Chores:
    def __init__(self, store: Store, scopes: Callable[[], list[str]]) -> None:
        self._store = store
        self._scopes = scopes
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

    def _round(self) -> None:
        if time.monotonic() - self._maintained > MAINTAIN_EVERY_S:
            self._maintained = time.monotonic()
            self._store.maintain()
        settled = utc_now() - SETTLED
        if bucket(settled) != self._recorded:
            self._recorded = self._store.record_kpis(settled, [None, *self._scopes()])
        if not self._store.derive_anew(DERIVE_AT_ONCE_S):
            self._store.backfill_kpis(settled - LOOKED_BACK, settled, seconds=BACKFILL_AT_ONCE_S)
