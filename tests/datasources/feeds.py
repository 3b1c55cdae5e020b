"""Feeds as tests need them: specs, messages, waiting for something with a limit."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from google.transit import gtfs_realtime_pb2 as rt

from datasources.feed import FeedSpec

ARRIVED = datetime(2026, 11, 23, 4)
BUSES = """SELECT id AS vehicle_id, utc(ts) AS event_time, TRY_CAST(lat AS DOUBLE) AS latitude, TRY_CAST(lon AS DOUBLE) AS longitude
FROM source"""


def spec(**given: Any) -> FeedSpec:
    plain = {"name": "buses", "title": {"zh": "公交", "en": "Buses"}, "url": "file:buses.csv", "every": "10s", "format": "gtfs-rt"}
    return FeedSpec.model_validate({**plain, **given})


def message(vehicles: int, at: datetime | None = None) -> bytes:
    """A feed message with so many vehicles, all reported at `at` (default: now)."""
    moment = int((at.replace(tzinfo=UTC) if at else datetime.now(UTC)).timestamp())
    feed = rt.FeedMessage()
    feed.header.gtfs_realtime_version = "2.0"
    feed.header.timestamp = moment
    for n in range(vehicles):
        entity = feed.entity.add(id=f"e{n}")
        entity.vehicle.vehicle.id = f"b{n}"
        entity.vehicle.position.latitude, entity.vehicle.position.longitude = 37.5, 121.4
        entity.vehicle.timestamp = moment
    return bytes(feed.SerializeToString())


def until(what: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Poll until `what()` is true; its value. Fails at the limit."""
    ends = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < ends, f"not within {seconds} s"
        time.sleep(0.01)
    return value
