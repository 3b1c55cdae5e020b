"""Incident detection over recorded speeds, beside the spans that people marked in them."""

import csv
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.truth.claim import Cities

FIVE = timedelta(minutes=5)
ZONE = ZoneInfo("America/Chicago")
Span = tuple[datetime, datetime]


class Detection(NamedTuple):
    """moments: at which the wall had a usual speed to compare two five minutes with; flags: at which it suspected an incident."""

    windows: list[Span]
    moments: list[datetime]
    flags: list[datetime]

    @property
    def found(self) -> int:
        return sum(any(first <= at <= last for at in self.flags) for first, last in self.windows)

    @property
    def false(self) -> int:
        return sum(not any(first <= at <= last for first, last in self.windows) for at in self.flags)


@cache
def detected(cities: Cities, detector: str) -> Detection:
    """The wall is asked where plain Python finds both five minutes under nine tenths of what is usual: it suspects under three quarters."""
    folder = cities.data / "traffic" / "nab"
    past = speeds(folder / f"speed_{detector}.csv")
    heard = [begin + FIVE for begin in sorted(past) if begin - FIVE in past]
    usual = {at: alike for at in heard if len(alike := like(past, at)) >= 12}
    slow = [at for at, alike in usual.items() if max(past[at - FIVE], past[at - 2 * FIVE]) < 0.9 * median(alike)]
    flags = [at for at in slow if detector in {row["segment_id"] for row in cities["nab"].ask("segment_suspect_now", at)}]
    return Detection(marked(folder / "combined_windows.json", detector), [*usual], flags)


def speeds(file: Path) -> dict[datetime, float]:
    """Speed in mph of each five minutes in which anything was measured, by when they began: the harmonic mean of what was told."""
    told: dict[datetime, list[float]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            at = utc(line["timestamp"])
            told.setdefault(at - (at - datetime(1970, 1, 1)) % FIVE, []).append(float(line["value"]))
    return {begin: len(values) / sum(1 / value for value in values) for begin, values in told.items()}


def like(past: dict[datetime, float], at: datetime) -> list[float]:
    """Speeds around this time of day on earlier days of the same sort."""
    days = [at - 2 * FIVE - timedelta(days=back) for back in range(1, 29)]
    alike = [day for day in days if resting(day) == resting(at)]
    return [past[begin] for day in alike for step in range(-2, 4) if (begin := day + step * FIVE) in past]


def resting(moment: datetime) -> bool:
    return moment.replace(tzinfo=UTC).astimezone(ZONE).weekday() >= 5


def marked(file: Path, detector: str) -> list[Span]:
    """Spans in which a slow-down may be told: until two five minutes after the marked end, when it is known."""
    windows = json.loads(file.read_text("utf-8"))[f"realTraffic/speed_{detector}.csv"]
    return [(utc(first), utc(last) + 2 * FIVE) for first, last in windows]


def utc(text: str) -> datetime:
    """Of a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)
