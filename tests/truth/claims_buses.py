"""Whole recorded days of buses, against what the people who published them, or an independent calculation, found."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from tests.truth.claim import Cities, Claim
from tests.truth.claims_feeds import KNOWN, count

DAY_S = "108000"  # a service day of thirty hours
AUSTIN, AUSTIN_OLD, WASHINGTON = datetime(2016, 11, 26, 6), datetime(2015, 3, 19, 5), datetime(2026, 2, 16, 21)

DAYS = (
    ("capmetro-2016", "CapMetro 2016-11-25", AUSTIN, 72.81, 44),
    ("capmetro-2015", "CapMetro 2015-03-18", AUSTIN_OLD, 63.40, 64),
    ("wmata", "WMATA 2026-02-16", WASHINGTON, 46.5, 97),
)


def on_time(cities: Cities, name: str, end: datetime) -> float:
    """%, of the day that ends then."""
    return float(cities[name].row("bus_on_time_measure", end, window_s=DAY_S)["value"])


def median_delay(cities: Cities, name: str, end: datetime) -> float:
    delays = sorted(visit["delay_s"] for visit in cities[name].ask("stop_visit", end, window_s=DAY_S))
    return float(delays[len(delays) // 2])


def at_timepoints(cities: Cities) -> list[int]:
    return [visit["delay_s"] for visit in cities["wmata"].ask("stop_visit", WASHINGTON, window_s=DAY_S) if visit["timepoint"] == 1]


def matched(cities: Cities, name: str) -> float:
    """%, of the positions, on a trip of the timetable."""
    return 100 * count(cities, name, "vehicle_position", where=KNOWN) / count(cities, name, "vehicle_position")


def claims() -> Iterator[Claim]:
    for name, day, end, share, median_s in DAYS:
        yield Claim(day, "stop visits within -60..+300 s", share, 3, partial(on_time, name=name, end=end), "%")
        yield Claim(day, "median delay", median_s, 15, partial(median_delay, name=name, end=end), "s")
    yield Claim("CapMetro 2016-11-25", "positions on a known trip", 99.6, 0.05, lambda c: matched(c, "capmetro-2016"), "%")
    yield Claim("CapMetro 2016-11-25", "positions", 32_038, 0, lambda c: c["capmetro-2016"].accepted("positions"))
    yield Claim("CapMetro 2015-03-18", "positions, good or refused", 19_690, 0, lambda c: rows_in(c, "capmetro-2015", "positions"))
    yield Claim("WMATA 2026-02-16", "positions on a known trip", 100, 0, lambda c: matched(c, "wmata"), "%")
    yield Claim("WMATA 2026-02-16", "positions", 20_777, 0, lambda c: c["wmata"].accepted("positions"))
    # theirs takes the report nearest to the stop, ours the departure, as timepoints are judged: hence the wider band
    yield Claim("WMATA 2026-02-16", "visits of timepoints within -60..+300 s", 44.9, 5, lambda c: share_on_time(at_timepoints(c)), "%")


def share_on_time(delays: list[int]) -> float:
    return 100 * sum(-60 <= delay <= 300 for delay in delays) / len(delays)


def rows_in(cities: Cities, name: str, feed: str) -> int:
    return sum(batch.rows_in for batch in cities[name].landed[feed])
