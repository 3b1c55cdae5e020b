"""Whole recorded days of buses, against what the people who published them, or an independent calculation, found."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from tests.truth.claim import Cities, Claim
from tests.truth.claims_feeds import KNOWN, count, rows_in

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


def between_ends(cities: Cities, name: str, end: datetime, timepoints: bool = False) -> float:
    """%, of the calls at neither the first stop nor the last."""
    visits = cities[name].ask("stop_visit", end, window_s=DAY_S)
    return share_on_time([v["delay_s"] for v in visits if not v["terminal"] and (v["timepoint"] == 1 or not timepoints)])


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
    yield from passed()
    yield Claim("CapMetro 2016-11-25", "positions on a known trip", 99.6, 0.05, lambda c: matched(c, "capmetro-2016"), "%")
    yield Claim("CapMetro 2016-11-25", "positions", 32_038, 0, lambda c: c["capmetro-2016"].accepted("positions"))
    for what, column, number in (("vehicles", "vehicle_id", 181), ("lines", "route_id", 40), ("trips", "trip_id", 2_148)):
        yield Claim("CapMetro 2016-11-25", f"{what} that report", number, 0, partial(reporting, name="capmetro-2016", column=column))
    yield Claim("CapMetro 2015-03-18", "positions, good or refused", 19_690, 0, lambda c: rows_in(c, "capmetro-2015", "positions"))
    for what, reason, number in (("at zero, zero", "zero_position", 53), ("faster than 60 m/s", "speed", 43)):
        yield Claim(
            "CapMetro 2015-03-18", f"positions {what}: put aside", number, 0, partial(put_aside, name="capmetro-2015", reason=reason)
        )
    yield Claim("WMATA 2026-02-16", "positions on a known trip", 100, 0, lambda c: matched(c, "wmata"), "%")
    yield Claim("WMATA 2026-02-16", "positions", 20_777, 0, lambda c: c["wmata"].accepted("positions"))
    for what, column, number in (("vehicles", "vehicle_id", 31), ("trips", "trip_id", 132)):
        yield Claim("WMATA 2026-02-16", f"{what} that report", number, 0, partial(reporting, name="wmata", column=column))
    yield Claim(
        "WMATA 2026-02-16",
        "positions without a bearing",
        8_284,
        0,
        lambda c: count(c, "wmata", "vehicle_position", where="bearing IS NULL"),
    )
    for what, table, number in (
        ("lines", "gtfs_route", 3),
        ("trips", "gtfs_trip", 4_167),
        ("stops", "gtfs_stop", 347),
        ("calls", "gtfs_stop_time", 232_187),
    ):
        yield Claim("WMATA 2026-02-16", f"{what} of the timetable", number, 0, partial(count, name="wmata", table=table))
    # theirs asks for a report within 60 m of the stop, ours is told between reports too
    yield Claim("WMATA 2026-02-16", "visits of stops", 5_491, 110, lambda c: len(c["wmata"].ask("stop_visit", WASHINGTON, window_s=DAY_S)))
    yield Claim("WMATA 2026-02-16", "visits of timepoints", 786, 40, lambda c: len(at_timepoints(c)))
    # theirs takes the report nearest to the stop, at the first one in the layover; ours the departure: hence the wider band
    yield Claim("WMATA 2026-02-16", "visits of timepoints within -60..+300 s", 44.9, 5, lambda c: share_on_time(at_timepoints(c)), "%")
    yield from shanghai()


def passed() -> Iterator[Claim]:
    """Worked out from the same files in plain Python: CapMetro's by the nearest spot of the straight way between two reports, within 100 m
    of the stop; WMATA's by the nearest report within 60 m. Of calls where both ways of telling mean the same: at the ends of a trip theirs
    tell somewhere in the layover, ours the departure and the arrival. A straight way misses the stops around corners, which are a little
    more punctual: where both see a call they differ by 0.4 points, at the median by nothing."""
    for name, day, end, share in (
        ("capmetro-2016", "CapMetro 2016-11-25", AUSTIN, 73.46),
        ("capmetro-2015", "CapMetro 2015-03-18", AUSTIN_OLD, 65.40),
    ):
        yield Claim(day, "between the ends of trips within -60..+300 s", share, 2, partial(between_ends, name=name, end=end), "%")
    inner = partial(between_ends, name="wmata", end=WASHINGTON)
    yield Claim("WMATA 2026-02-16", "between the ends of trips within -60..+300 s", 46.73, 1, inner, "%")
    yield Claim("WMATA 2026-02-16", "timepoints between the ends within -60..+300 s", 46.97, 1, partial(inner, timepoints=True), "%")


def shanghai() -> Iterator[Claim]:
    """TransBigData's own answers on its own data: busgps_arriveinfo, busgps_onewaytime."""
    yield Claim("Shanghai 71, 2019-01-17", "positions", 50, 0, lambda c: c["shanghai-71"].accepted("positions"))
    yield Claim("Shanghai 71, 2019-01-17", "stops", 24, 0, lambda c: count(c, "shanghai-71", "gtfs_stop"))
    yield Claim("Shanghai 71, 2019-01-17", "visits of stops", 8, 0, lambda c: len(at_stops(c)))
    yield Claim("Shanghai 71, 2019-01-17", "from 航新路 to 剑河路", 562, 1, one_way, "s")


def at_stops(cities: Cities) -> list[dict[str, Any]]:
    return cities["shanghai-71"].ask("stop_visit", datetime(2019, 1, 17, 9), window_s="1e6")


def one_way(cities: Cities) -> float:
    visits = {visit["stop_id"]: visit for visit in at_stops(cities)}
    way: timedelta = visits["剑河路"]["actual_arrival_time"] - visits["航新路"]["actual_departure_time"]
    return way.total_seconds()


def reporting(cities: Cities, name: str, column: str) -> int:
    return count(cities, name, "vehicle_position", column, f"{column} <> ''")


def put_aside(cities: Cities, name: str, reason: str) -> int:
    return cities[name].quarantined("positions")[reason]


def share_on_time(delays: list[int]) -> float:
    return 100 * sum(-60 <= delay <= 300 for delay in delays) / len(delays)
