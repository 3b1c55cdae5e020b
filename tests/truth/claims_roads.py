"""What recorded roads say, against what their source counted."""

from collections.abc import Iterator

from tests.truth.claim import Claim
from tests.truth.claims_feeds import count

MPH = 1.609344


def claims() -> Iterator[Claim]:
    yield Claim("METR-LA 2012-03", "speeds of 207 detectors in a week", 417_312, 0, lambda c: c["metr-la"].accepted("speeds"))
    yield Claim("METR-LA 2012-03", "detectors", 207, 0, lambda c: count(c, "metr-la", "segment_speed", "segment_id"))
    high = f"speed_kmh > {70 * MPH + 0.01} OR speed_kmh < {1.0 * MPH - 0.01}"
    yield Claim("METR-LA 2012-03", "speeds outside 1..70 mph", 0, 0, lambda c: count(c, "metr-la", "segment_speed", where=high))
