"""Columns to GTFS-Realtime protobuf."""

from typing import Any

from google.transit import gtfs_realtime_pb2 as pb

from simulator.arrays import Columns

AS_PLANNED = pb.TripDescriptor.SCHEDULED


def vehicle_positions(rows: Columns, now: float) -> bytes:
    message = _message(now)
    lists = {name: values.tolist() for name, values in rows.items()}
    entities = []
    for number, row in enumerate(zip(*(lists[name] for name in POSITION_FIELDS), strict=True)):
        entities.append(_position(number, *row))
    message.entity.extend(entities)
    return _bytes(message)


POSITION_FIELDS = (
    "vehicle_id", "label", "trip_id", "route_id", "direction_id", "start_date", "latitude", "longitude", "bearing", "speed",
    "stop_id", "current_stop_sequence", "current_status", "event_time",
)  # fmt: skip


def _position(
    number: int, vehicle: str, label: str, trip: str, route: str, direction: int, date: str, latitude: float, longitude: float,
    bearing: float, speed: float, stop: str, sequence: int, status: Any, at: float,
) -> Any:  # fmt: skip
    return pb.FeedEntity(
        id=str(number),
        vehicle=pb.VehiclePosition(
            trip=pb.TripDescriptor(trip_id=trip, route_id=route, direction_id=direction, start_date=date, schedule_relationship=AS_PLANNED),
            vehicle=pb.VehicleDescriptor(id=vehicle, label=label),
            position=pb.Position(latitude=latitude, longitude=longitude, bearing=bearing, speed=speed),
            stop_id=stop,
            current_stop_sequence=sequence,
            current_status=status,
            timestamp=int(at),
        ),
    )


def trip_updates(rows: Columns, now: float) -> bytes:
    """Rows are stop time updates, those of one trip next to each other, or trips that are cancelled."""
    message = _message(now)
    lists = {name: values.tolist() for name, values in rows.items()}
    update: Any = None
    for number, trip in enumerate(lists["trip_id"]):
        if update is None or update.trip.trip_id != trip:
            update = message.entity.add(id=f"u{number}").trip_update
            update.trip.MergeFrom(
                pb.TripDescriptor(
                    trip_id=trip,
                    route_id=lists["route_id"][number],
                    direction_id=lists["direction_id"][number],
                    start_date=lists["start_date"][number],
                    schedule_relationship=AS_PLANNED,
                )
            )
            update.timestamp = int(lists["event_time"][number])
            if lists["cancelled"][number]:
                update.trip.schedule_relationship = pb.TripDescriptor.CANCELED
                continue
            update.vehicle.id = lists["vehicle_id"][number]
        stop = update.stop_time_update.add(stop_sequence=lists["stop_sequence"][number], stop_id=lists["stop_id"][number])
        stop.arrival.time, stop.arrival.delay = int(lists["arrival_time"][number]), int(lists["arrival_delay"][number])
    return _bytes(message)


def alerts(rows: Columns, now: float) -> bytes:
    message = _message(now)
    for number, key in enumerate(rows["alert_id"].tolist()):
        alert = message.entity.add(id=key).alert
        alert.cause, alert.effect = int(rows["cause"][number]), pb.Alert.SIGNIFICANT_DELAYS
        alert.active_period.add(start=int(rows["active_from"][number]), end=int(rows["active_until"][number]))
        for language in ("zh", "en"):
            alert.header_text.translation.add(language=language, text=str(rows[f"header_{language}"][number]))
        for route in str(rows["route_ids"][number]).split(","):
            alert.informed_entity.add(route_id=route)
    return _bytes(message)


def _message(now: float) -> Any:
    message = pb.FeedMessage()
    message.header.gtfs_realtime_version = "2.0"
    message.header.incrementality = pb.FeedHeader.FULL_DATASET
    message.header.timestamp = int(now)
    return message


def _bytes(message: Any) -> bytes:
    data: bytes = message.SerializeToString()
    return data
