"""Three times: UTC epoch seconds (what feeds carry), local seconds, and pattern seconds (what hour the city behaves like)."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from simulator.arrays import Floats

DAY = 86400.0
LOCAL_OFFSET = 8 * 3600.0  # China keeps one zone without summer time
TURN_OF_DAY = 4 * 3600.0  # a day of the city begins at 04:00, when the fewest buses run


@dataclass(frozen=True)
class Pattern:
    """Shifts the city's habits: with shift_s = 3600 the city at 08:00 behaves as it does at 09:00."""

    shift_s: float = 0.0

    def seconds(self, utc: float) -> float:
        """Pattern seconds since 1970 of a UTC epoch."""
        return utc + LOCAL_OFFSET + self.shift_s

    def utc(self, seconds: float) -> float:
        return seconds - LOCAL_OFFSET - self.shift_s

    def day(self, utc: float) -> int:
        """The city's day that holds this moment; days begin at 04:00 of the pattern."""
        return int((self.seconds(utc) - TURN_OF_DAY) // DAY)


def shift_to(hour: float, utc: float) -> float:
    """The shift in seconds, in whole quarters of an hour, that makes `utc` behave like `hour` o'clock."""
    now = (utc + LOCAL_OFFSET) % DAY / 3600.0
    return round(((hour - now + 12.0) % 24.0 - 12.0) * 4.0) * 900.0


@dataclass(frozen=True)
class Clock:
    """Real time; or `scale` times as fast from `anchor`; or as fast, waiting for whoever keeps the file `held`: at, since, most, until. It
    is `at` when the monotonic clock says `since`, and stands still at `most` until that says `until`."""

    scale: float = 1.0
    anchor: float = field(default_factory=time.time)
    held: Path | None = None

    def now(self) -> float:
        if self.held is None:
            return self.anchor + (time.time() - self.anchor) * self.scale
        at, since, most, until = map(float, self.held.read_text().split())
        runs = at + max(0.0, time.monotonic() - since) * self.scale
        return runs if runs <= most else most + max(0.0, time.monotonic() - until) * self.scale


def iso(utc: float) -> str:
    """2026-11-23T08:00:00Z"""
    return datetime.fromtimestamp(utc, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def service_date(utc: float) -> str:
    """The local date as YYYYMMDD."""
    return datetime.fromtimestamp(utc + LOCAL_OFFSET, UTC).strftime("%Y%m%d")


def peak(hour: Floats) -> Floats:
    """How busy the streets are at pattern hours (0..24): 0 at night, 1 at the height of the evening peak."""
    curve = 0.78 * _bump(hour, 7.9, 0.95) + 1.0 * _bump(hour, 17.7, 1.25) + 0.42 * _bump(hour, 12.6, 3.6)
    return np.asarray(np.minimum(curve, 1.0))


def _bump(hour: Floats, centre: float, width: float) -> Floats:
    return np.asarray(np.exp(-0.5 * ((hour - centre) / width) ** 2))
