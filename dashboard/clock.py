"""What time it is in the city: the present, recorded time running again, or a demo's time running faster."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from datasources.frames import write_whole
from datasources.moment import utc_now

Mode = Literal["live", "replay"]
AHEAD_S = 60.0  # of the city: how far its time runs ahead of the newest positions that are stored
WAITS_S, FIRST_S = 10.0, 180.0  # of this machine: how long it then waits for newer ones, and for the first


class Clock(Protocol):
    @property
    def mode(self) -> Mode: ...

    @property
    def speed(self) -> float:
        """Seconds of the city in one of this machine."""

    def now(self) -> datetime:
        """The time in the city: what comes is stamped with it."""

    def as_of(self) -> datetime:
        """The moment the wall looks at."""

    def landed(self, received_at: datetime) -> None:
        """Positions that came then are stored."""


class LiveClock:
    mode: Mode = "live"
    speed = 1.0

    def now(self) -> datetime:
        return utc_now()

    as_of = now

    def landed(self, received_at: datetime) -> None:
        """The present waits for nobody."""


class ReplayClock:
    """Recorded time from `start`, `speed` times as fast, round again at `end`. Counted from `origin` on the monotonic clock: no step of the
    machine's clock moves it, and a process that starts anew goes on where it was."""

    mode: Mode = "replay"

    def __init__(
        self, start: datetime, end: datetime, speed: float, origin: float | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        if end <= start:
            raise ValueError(f"a replay must end after it starts: {start} .. {end}")
        self.speed, self._start, self._monotonic = speed, start, monotonic
        self._length = (end - start).total_seconds()
        self._origin = monotonic() if origin is None else origin

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(self._monotonic() - self._origin) * self.speed % self._length)

    as_of = now

    def landed(self, received_at: datetime) -> None:
        """Nothing lands while recorded time runs again."""


class Run(NamedTuple):
    """Time in the city (epoch s) is `at` when the monotonic clock says `since`, runs from there, and stands still at `most` until the
    monotonic clock says `until`."""

    at: float
    since: float
    most: float
    until: float

    def now(self, speed: float, monotonic: float) -> float:
        runs = self.at + max(0.0, monotonic - self.since) * speed
        return runs if runs <= self.most else self.most + max(0.0, monotonic - self.until) * speed


class FasterClock:
    """Time of a simulated city, `speed` times as fast as the machine can follow. It waits for positions: whatever the machine is busy with,
    no bus is unheard of for longer than figures bear. Kept in a file, which the simulator reads."""

    mode: Mode = "live"

    def __init__(self, held: Path, speed: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.speed, self._held, self._monotonic = speed, held, monotonic
        self._run = Run(*map(float, held.read_text().split()))
        self._newest = self._looked_at = datetime.min

    @staticmethod
    def begin(held: Path, at: datetime, monotonic: float) -> None:
        """Time stands still at `at` until the first positions are stored."""
        epoch = at.replace(tzinfo=UTC).timestamp()
        write(held, Run(epoch, monotonic, epoch, monotonic + FIRST_S))

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._run.now(self.speed, self._monotonic()), UTC).replace(tzinfo=None)

    def as_of(self) -> datetime:
        """While a batch lands the city's time goes on by a minute: the wall looks at the moment of the newest positions. Where they stay
        away it looks at now, and they are as old as they are."""
        now = self.now()
        late = now - self._newest > timedelta(seconds=2 * AHEAD_S)
        self._looked_at = max(self._looked_at, now if late else self._newest)
        return self._looked_at

    def landed(self, received_at: datetime) -> None:
        monotonic = self._monotonic()
        at = self._run.now(self.speed, monotonic)
        most = max(at, received_at.replace(tzinfo=UTC).timestamp() + AHEAD_S)
        until = monotonic + max(WAITS_S, (most - at) / self.speed)
        self._newest = max(self._newest, received_at)
        self._run = Run(at, monotonic, most, until)
        write(self._held, self._run)


def write(held: Path, run: Run) -> None:
    write_whole(held, " ".join(map(repr, run)).encode())
