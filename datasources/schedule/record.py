"""What a feed has been through: how its last try went, since when it is broken, what of that the ledger should keep."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from datasources.feed import FeedSpec
from datasources.moment import utc_now
from datasources.schedule.outcome import Outcome
from datasources.schedule.pace import Arrivals

log = structlog.get_logger(__name__)


class Record:
    """Moments are of the monotonic clock. `stuck`: what stays true while the source has nothing newer than the bytes that failed."""

    def __init__(self, spec: FeedSpec, known_gap: float | None = None, clock: Callable[[], datetime] = utc_now) -> None:
        self._spec, self._clock = spec, clock
        self._last: Outcome | None = None
        self._last_good: datetime | None = None
        self._arrivals = Arrivals(known_gap)
        self._told_at = 0.0
        self._broke_at: float | None = None
        self.stuck: Outcome | None = None
        self.failures = 0  # in a row

    @property
    def broken(self) -> bool:
        return self._broke_at is not None

    def arrived(self, now: float) -> None:
        """Something new landed."""
        self._arrivals.add(now)

    def unchanged(self, now: float) -> Outcome:
        """The source answers and has nothing new: well, unless what it has was refused, or it never was silent for so long."""
        base = Outcome(self._spec.name, self._clock(), True, "unchanged")
        if self.stuck is not None and self.stuck.outcome != "landed":
            return replace(self.stuck, event_time=base.event_time)
        if self._arrivals.frozen(self._spec, now):
            return replace(base, ok=False, outcome="failed", error="frozen: it answers with the same bytes again and again")
        if self.stuck is not None:  # it landed, and nothing could be derived from it
            return replace(self.stuck, event_time=base.event_time, outcome="unchanged")
        return base

    def add(self, outcome: Outcome, now: float) -> bool:
        """Take down a try; whether the ledger should keep it: batches, changes, and now and then that a quiet source is there."""
        before, self._last = self._last, outcome
        self.failures = 0 if outcome.ok else self.failures + 1
        self._say(outcome, now)
        alive = outcome.outcome in ("landed", "unchanged")  # whatever could be derived from what landed
        if alive:
            self._last_good = outcome.event_time
        changed = before is None or (before.ok, before.outcome, before.error) != (outcome.ok, outcome.outcome, outcome.error)
        wanted = outcome.outcome == "landed" or changed or (alive and now - self._told_at >= self._spec.late_after / 2)
        if wanted:
            self._told_at = now
        return wanted

    def told(self, outcome: Outcome) -> Outcome:
        """The outcome as the ledger keeps it."""
        return replace(outcome, usual_gap_s=self._arrivals.usual_gap(), good_time=self._last_good)

    def _say(self, outcome: Outcome, now: float) -> None:
        """One line when it breaks, one when it is well again."""
        if outcome.ok and self._broke_at is not None:
            log.info("feed_recovered", feed=self._spec.name, after_s=round(now - self._broke_at, 1))
            self._broke_at = None
        elif not outcome.ok and self._broke_at is None:
            log.warning("feed_broke", feed=self._spec.name, outcome=outcome.outcome, error=outcome.error)
            self._broke_at = now
