"""One feed: it is asked by one thread of its own, never by two, and a try that hangs is left behind."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from datasources.feed import FeedSpec
from datasources.fetching.fetched import FeedFailed, Fetched, Memory, Unchanged
from datasources.intake.landing import Landed
from datasources.moment import utc_now
from datasources.reading import FeedRefused, Reading
from datasources.schedule.outcome import Outcome
from datasources.schedule.pace import pause
from datasources.schedule.record import Record
from datasources.schedule.suspect import CUT_UNSEEN, ENOUGH, Columns, Sizes, Trickle, steady_rows

log = structlog.get_logger(__name__)
GRACE_S = 0.5  # beyond the deadline, before a try is left behind
READ_S = 60.0  # reading is not waiting, but it ends too
MOST_LEFT_BEHIND = 3
FIRST_SANE_YEAR = 2025  # a clock that says less has not been set yet

Fetch = Callable[[FeedSpec, Memory], Fetched | Unchanged]
Read = Callable[[FeedSpec, Fetched], Reading]
Land = Callable[[FeedSpec, Reading, Fetched], Landed]


@dataclass
class Flight:
    """One try. `ends`: the monotonic moment at which it is left behind; landing is never left behind."""

    started: float
    ends: float
    thread: threading.Thread | None = None
    left_behind: bool = False


@dataclass
class Coordinator:
    """`tell` gets the outcomes that the ledger wants; `replan` is called when the next try moved. Thread-safe."""

    spec: FeedSpec
    fetch: Fetch
    read: Read
    land: Land
    tell: Callable[[Outcome], None]
    replan: Callable[[str], None] = lambda _: None
    monotonic: Callable[[], float] = time.monotonic
    due: float = 0.0
    known_gap: float | None = None  # seconds between two batches with something new, as an earlier run knew it
    known_rows: int | None = None  # of the batch that is held, of a reference feed
    clock: Callable[[], datetime] = utc_now
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _flight: Flight | None = None
    _lost: list[threading.Thread] = field(default_factory=list)
    _memory: Memory = field(default_factory=Memory)
    _trickle: Trickle = field(default_factory=Trickle)
    _columns: Columns = field(default_factory=Columns)
    _closed: bool = False

    def __post_init__(self) -> None:
        self._record = Record(self.spec, self.known_gap, self.clock)
        whole = self.spec.kind == "reference"  # one batch takes the place of the one before, so one tells what is usual
        self._sizes = Sizes([self.known_rows] if whole and self.known_rows else [], 1 if whole else ENOUGH)

    # ---- the calendar's side

    def delay(self) -> float:
        """Seconds until the next try; 0 or less: it is time."""
        return self.due - self.monotonic()

    def kick(self) -> None:
        """Start a try when it is time and none is under way. Returns at once."""
        with self._lock:
            now = self.monotonic()
            if self._closed or now < self.due - 0.05 * self.spec.every or self._flight is not None:
                return
            late = now - self.due
            self.due = now + self.spec.every - (late if 0 < late < self.spec.every / 2 else 0.0)  # small delays do not add up
            self._lost = [t for t in self._lost if t.is_alive()]
            if len(self._lost) >= MOST_LEFT_BEHIND:
                return
            flight = Flight(now, now + self.spec.deadline + GRACE_S)
            flight.thread = threading.Thread(target=self._fly, args=(flight,), name=f"feed-{self.spec.name}", daemon=True)
            self._flight = flight
        flight.thread.start()

    def leave_behind(self) -> None:
        """Give up a try that is past its end: the feed goes on without it, and nothing it still brings will land."""
        with self._lock:
            flight = self._flight
            if flight is None or self.monotonic() < flight.ends:
                return
            flight.left_behind = True
            if flight.thread is not None:
                self._lost.append(flight.thread)
        self._fail(flight, FeedFailed("hung", f"not done after {flight.ends - flight.started:.1f} s"))

    def overdue(self, grace: float) -> bool:
        """Whether a try should have begun so long ago and did not."""
        return not self._closed and self._flight is None and self.delay() < -grace and len(self._lost) < MOST_LEFT_BEHIND

    def close(self) -> None:
        """No more tries; one that is not landing yet will not land."""
        with self._lock:
            self._closed = True
            if self._flight is not None and self._flight.ends != float("inf"):
                self._flight.left_behind = True

    def wait(self, seconds: float) -> None:
        """Wait for a landing under way to end."""
        flight = self._flight
        if flight is not None and flight.thread is not None and not flight.left_behind:
            flight.thread.join(seconds)

    # ---- the try's side: one thread

    def _fly(self, flight: Flight) -> None:
        try:
            while self._once(flight):
                flight.started, flight.ends = (now := self.monotonic()), now + self.spec.deadline + GRACE_S
        except FeedFailed as failed:
            self._fail(flight, failed)
        except Exception as error:
            if not self._record.broken:
                log.exception("feed_crashed", feed=self.spec.name)
            self._fail(flight, FeedFailed("error", f"{type(error).__name__}: {error}"))
        self._end(flight)

    def _once(self, flight: Flight) -> bool:
        """One batch; True when more wait behind it."""
        got = self.fetch(self.spec, self._memory)
        if got.received_at.year < FIRST_SANE_YEAR:
            raise FeedFailed("clock", f"this machine's clock says {got.received_at:%Y}")
        if isinstance(got, Unchanged):
            self._finish(flight, self._record.unchanged(self.monotonic()))
            return False
        flight.ends = self.monotonic() + READ_S
        outcome = self._refused_or_landed(flight, got)
        if outcome is not None:
            self._memory = got.memory
            self._record.stuck = None if outcome.ok else outcome
            self._finish(flight, outcome)
        return got.more and not flight.left_behind

    def _refused_or_landed(self, flight: Flight, got: Fetched) -> Outcome | None:
        """None when the try was left behind meanwhile."""
        base = Outcome(self.spec.name, got.received_at, True, "landed", bytes=len(got.data))
        try:
            reading = self.read(self.spec, got)
            if reading.source_time is not None:
                base = replace(base, skew_s=(reading.source_time - got.received_at).total_seconds())
            if doubt := self._doubt(reading):
                raise FeedRefused(*doubt)
        except FeedRefused as refused:
            return replace(base, ok=False, outcome="refused", error=f"{refused.reason}: {refused}")
        with self._lock:
            if flight.left_behind:
                return None
            flight.ends = float("inf")
        landed = self.land(self.spec, reading, got)
        if landed.outcome == "refused":
            return replace(base, ok=False, outcome="refused", error=f"{landed.reason}: {landed.text}")
        if landed.outcome == "unchanged":
            return replace(self._record.unchanged(self.monotonic()), bytes=base.bytes, skew_s=base.skew_s)
        self._record.arrived(self.monotonic())
        fault = landed.fault or self._part(reading)
        return replace(base, ok=False, error=fault) if fault else base

    def _part(self, reading: Reading) -> str:
        """Why a batch that landed may be a part of one."""
        whole = self.spec.snapshot or self.spec.kind == "reference" or self.spec.manifest
        return "" if whole or self.spec.format not in CUT_UNSEEN else self._trickle.doubt(steady_rows(reading))

    def _doubt(self, reading: Reading) -> tuple[str, str] | None:
        doubt = self._sizes.doubt(steady_rows(reading)) if self.spec.snapshot or self.spec.kind == "reference" else None
        if doubt is None and self.spec.mapping is not None and self.spec.table in reading.tables:
            doubt = self._columns.doubt(reading.tables[self.spec.table])
        return doubt

    # ---- how it went

    def _fail(self, flight: Flight, failed: FeedFailed) -> None:
        outcome = Outcome(self.spec.name, self.clock(), False, "failed", f"{failed.kind}: {failed}")
        if failed.memory is not None and not flight.left_behind:
            self._memory, self._record.stuck = failed.memory, outcome
        self._finish(flight, outcome, failed)
        self._end(flight)

    def _end(self, flight: Flight) -> None:
        with self._lock:
            if self._flight is flight:
                self._flight = None
                self.due = max(self.due, self.monotonic())  # a try longer than the interval is not a missed one
        self.replan(self.spec.name)

    def _finish(self, flight: Flight, outcome: Outcome, failed: FeedFailed | None = None) -> None:
        with self._lock:
            if flight is not self._flight:
                return
            now = self.monotonic()
            outcome = replace(outcome, duration_s=round(now - flight.started, 3))
            wanted = self._record.add(outcome, now)
            if failed is not None:
                after = pause(self.spec, self._record.failures, failed)
                self.due = now + after if failed.gentle else min(self.due, flight.started + after)
            outcome = self._record.told(outcome)
        if wanted:
            self.tell(outcome)
