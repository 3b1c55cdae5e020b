"""Which moment the wall looks at: the present, or recorded time running again."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol


def utc_now() -> datetime:
    """Naive UTC, as everywhere inside."""
    return datetime.now(UTC).replace(tzinfo=None)


class Clock(Protocol):
    mode: Literal["live", "replay"]

    def as_of(self) -> datetime: ...


class LiveClock:
    mode: Literal["live", "replay"] = "live"

    def as_of(self) -> datetime:
        return utc_now()


class ReplayClock:
    """Recorded time from `start`, `speed` times as fast, round again at `end`. Monotonic: a clock step does not jump it."""

    mode: Literal["live", "replay"] = "replay"

    def __init__(self, start: datetime, end: datetime, speed: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        if end <= start:
            raise ValueError(f"a replay must end after it starts: {start} .. {end}")
        self._start, self._length, self._speed, self._monotonic = start, (end - start).total_seconds(), speed, monotonic
        self._origin = monotonic()

    def as_of(self) -> datetime:
        return self._start + timedelta(seconds=(self._monotonic() - self._origin) * self._speed % self._length)
