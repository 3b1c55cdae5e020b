"""A vehicle entity of GTFS-Realtime as a row of vehicle_position. Units are the specification's: degrees, m/s, m."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from google.transit import gtfs_realtime_pb2 as rt

from datasources.readers.posix import moment

STATUS = rt.VehiclePosition.VehicleStopStatus.Name
OCCUPANCY = rt.VehiclePosition.OccupancyStatus.Name
RELATION = rt.TripDescriptor.ScheduleRelationship.Name


def rows(entity: Any, source_time: datetime) -> Iterator[dict[str, Any]]:
    """Raises BadTime. A vehicle without an id of its own goes by its label, else by its trip's id, else by the entity's id.
    A stamp of 0 is none."""
    v = entity.vehicle
    position = v.position if v.HasField("position") else None
    yield {
        "event_time": moment(v.timestamp) if v.timestamp else source_time,
        "vehicle_id": v.vehicle.id or v.vehicle.label or v.trip.trip_id or entity.id,
        "label": v.vehicle.label or None,
        **trip(v.trip),
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "bearing": position.bearing if position and position.HasField("bearing") else None,
        "speed": position.speed if position and position.HasField("speed") else None,
        "odometer": position.odometer if position and position.HasField("odometer") else None,
        "stop_id": v.stop_id or None,
        "current_stop_sequence": v.current_stop_sequence if v.HasField("current_stop_sequence") else None,
        "current_status": STATUS(v.current_status) if v.HasField("current_status") else None,
        "occupancy_status": OCCUPANCY(v.occupancy_status) if v.HasField("occupancy_status") else None,
    }


def trip(descriptor: Any) -> dict[str, Any]:
    """The columns that name a trip."""
    return {
        "trip_id": descriptor.trip_id or None,
        "route_id": descriptor.route_id or None,
        "direction_id": descriptor.direction_id if descriptor.HasField("direction_id") else None,
        "start_date": descriptor.start_date or None,
        "start_time": descriptor.start_time or None,
        "schedule_relationship": RELATION(descriptor.schedule_relationship) if descriptor.HasField("schedule_relationship") else None,
    }
