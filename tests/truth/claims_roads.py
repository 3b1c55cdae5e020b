"""What recorded roads say, against what their source counted."""

from collections.abc import Iterator
from datetime import datetime

from tests.truth.claim import Cities, Claim
from tests.truth.claims_feeds import count

MPH = 1.609344


def claims() -> Iterator[Claim]:
    yield Claim("METR-LA 2012-03", "speeds of 207 detectors in a week", 417_312, 0, lambda c: c["metr-la"].accepted("speeds"))
    yield Claim("METR-LA 2012-03", "detectors", 207, 0, lambda c: count(c, "metr-la", "segment_speed", "segment_id"))
    high = f"speed_kmh > {70 * MPH + 0.01} OR speed_kmh < {1.0 * MPH - 0.01}"
    yield Claim("METR-LA 2012-03", "speeds outside 1..70 mph", 0, 0, lambda c: count(c, "metr-la", "segment_speed", where=high))
    # worked out with numpy on the file itself: quarters of an hour, free flow the 85th percentile off-peak, peaks 7-9 and 17-19
    yield Claim("METR-LA 2012-03", "travel time index of the peaks", 1.758, 0.0005, lambda c: reliability(c, "travel_time_index"))
    yield Claim("METR-LA 2012-03", "planning time index of the peaks", 3.1577, 0.0005, lambda c: reliability(c, "planning_time_index"))
    yield Claim("METR-LA 2012-03", "buffer index of the peaks", 79.614, 0.0005, lambda c: reliability(c, "buffer_index"), "%")
    share = 100 * 134 / 207
    yield Claim("METR-LA 2012-03", "detectors with LOTTR under 1.50", share, 0.0005, lambda c: reliability(c, "reliable_share"), "%")
    yield Claim("METR-LA 2012-03", "detectors congested on three of five days", 121, 0, lambda c: reliability(c, "recurrent_congestion"))


AFTER = datetime(2012, 3, 8, 9)  # an hour after the week's last midnight there


def reliability(cities: Cities, kpi: str) -> float:
    """What the KPI says of the whole week."""
    roads = cities["metr-la"]
    if roads.row("travel_time_index_measure", AFTER)["value"] is None:
        roads.store.record_kpis(AFTER)
    return float(roads.row(f"{kpi}_measure", AFTER)["value"])
