"""The catalogue of what is served: a path, what it says, how it is encoded."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator import detectors, encode, faults, gtfs, realtime, rows, work_zones
from simulator.arrays import Columns
from simulator.city import City
from simulator.faults import Fault

PROTOBUF, JSON, CSV = "application/x-protobuf", "application/json", "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Feed:
    """`rows` and `encoded` for feeds whose rows faults can touch, else `whole` bytes. `step_s`: how long an answer stays the same."""

    path: str
    content_type: str
    step_s: float
    rows: Callable[[City, float], Columns] | None = None
    encoded: Callable[[Columns, float], bytes] | None = None
    whole: Callable[[City, float], bytes] | None = None

    def body(self, city: City, now: float, active: list[Fault]) -> bytes:
        """The bytes at `now`, with the faults of rows among `active` in them."""
        if self.whole is not None:
            return self.whole(city, now)
        assert self.rows is not None and self.encoded is not None
        said = self.rows(city, now)
        for fault in active:
            said = faults.applied(said, fault, city.seed + int(now))
        return self.encoded(said, now)


def _positions(city: City, now: float) -> Columns:
    return city.positions(now)


def _districts(city: City, now: float) -> bytes:
    return (city.folder / "districts.geojson").read_bytes()


LONG = 86400.0
FEEDS: dict[str, Feed] = {
    "positions": Feed("/gtfs-rt/vehicle_positions.pb", PROTOBUF, 1.0, _positions, realtime.vehicle_positions),
    "trip_updates": Feed("/gtfs-rt/trip_updates.pb", PROTOBUF, 5.0, rows.trip_updates, realtime.trip_updates),
    "alerts": Feed("/gtfs-rt/alerts.pb", PROTOBUF, 30.0, rows.alerts, realtime.alerts),
    "gtfs": Feed("/gtfs.zip", "application/zip", LONG, whole=gtfs.archive),
    "roads": Feed("/roads/segments.geojson", "application/geo+json", LONG, whole=rows.roads),
    "segments": Feed("/roads/speeds.json", JSON, rows.SPEED_STEP, rows.segments, encode.as_json),
    "detectors": Feed("/roads/flows.json", JSON, detectors.INTERVAL_S, rows.readings, detectors.as_observed),
    "register": Feed("/roads/detectors.csv", CSV, LONG, rows.register, encode.as_csv),
    "requests": Feed("/311/requests.json", JSON, 10.0, rows.requests, encode.as_open311),
    "incidents": Feed("/incidents.json", JSON, 10.0, rows.incident_rows, encode.as_json),
    "work_zones": Feed("/roads/work-zones.geojson", "application/geo+json", work_zones.WRITTEN_EVERY_S, whole=work_zones.feed),
    "indicators": Feed("/indicators.csv", CSV, 60.0, rows.indicators, encode.as_csv),
    "fleet": Feed("/fleet.csv", CSV, LONG, rows.fleet, encode.as_csv),
    "districts": Feed("/districts.geojson", "application/geo+json", LONG, whole=_districts),
}
