"""A trip update of GTFS-Realtime as rows of trip_update: one a stop time update, or one for a trip that has none."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from google.transit import gtfs_realtime_pb2 as rt

from datasources.readers.posix import moment
from datasources.readers.rt_vehicle import trip

STOP_RELATION = rt.TripUpdate.StopTimeUpdate.ScheduleRelationship.Name


def rows(entity: Any, source_time: datetime) -> Iterator[dict[str, Any]]:
    """Raises BadTime. Delays are seconds, late is above 0. A stamp of 0 is none."""
    update = entity.trip_update
    shared = {
        "event_time": moment(update.timestamp) if update.timestamp else source_time,
        **trip(update.trip),
        "vehicle_id": update.vehicle.id or update.vehicle.label or None,
    }
    delay = update.delay if update.HasField("delay") else None  # of the whole trip, where no stop tells one
    if not update.stop_time_update or (delay is not None and not any(_tells(stop) for stop in update.stop_time_update)):
        yield {**shared, "arrival_delay": delay, "departure_delay": delay}
    for stop in update.stop_time_update:
        yield {
            **shared,
            "stop_sequence": stop.stop_sequence if stop.HasField("stop_sequence") else None,
            "stop_id": stop.stop_id or None,
            "stop_schedule_relationship": STOP_RELATION(stop.schedule_relationship) if stop.HasField("schedule_relationship") else None,
            **_event("arrival", stop),
            **_event("departure", stop),
        }


def _tells(stop: Any) -> bool:
    return any(event.time or event.HasField("delay") for event in (stop.arrival, stop.departure))


def _event(name: str, stop: Any) -> dict[str, Any]:
    """Sources that give only a delay often leave the time at 0."""
    event = getattr(stop, name) if stop.HasField(name) else None
    return {
        f"{name}_time": moment(event.time) if event is not None and event.time else None,
        f"{name}_delay": event.delay if event is not None and event.HasField("delay") else None,
    }
