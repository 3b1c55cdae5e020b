"""GTFS-Realtime: one feed message with vehicle positions, trip updates and alerts, as protobuf or as JSON. Whichever entities
are there fill their tables."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from google.protobuf import json_format, text_format
from google.protobuf.message import DecodeError
from google.transit import gtfs_realtime_pb2 as rt

from datasources.feed import FeedSpec
from datasources.readers import rt_alert, rt_message, rt_trip, rt_vehicle
from datasources.readers.heavy import message_fits
from datasources.readers.mapping import SAMPLE
from datasources.readers.posix import BAD_TIMES, BadTime, moment
from datasources.readers.strict import parse
from datasources.readers.tabular import canonical
from datasources.reading import FeedRefused, Reading, Reject

Row = dict[str, Any]
JSON = re.compile(rb'\s*(\xef\xbb\xbf)?\s*\{\s*["}]')  # protobuf may begin with "\n{", but never goes on so
MOST_ENTITIES = 500_000
KINDS: dict[str, tuple[str, Callable[[Any, datetime], Iterable[Row]]]] = {
    "vehicle": ("vehicle_position", rt_vehicle.rows),
    "trip_update": ("trip_update", rt_trip.rows),
    "alert": ("service_alert", rt_alert.rows),
}


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: protobuf, json and its kin, no_header, too_large, header_time."""
    rejects: list[Reject] = []
    message = _json(data, rejects) if JSON.match(data) else _protobuf(data)
    if len(message.entity) > MOST_ENTITIES:
        raise FeedRefused("too_large", f"{len(message.entity)} entities, more than {MOST_ENTITIES}")
    source_time = _header_time(message)
    rows: dict[str, list[Row]] = {}
    for entity in message.entity:
        if not entity.is_deleted:
            _entity(entity, source_time or received_at, rows, rejects)
    said = rt_message.judged(message, source_time, received_at, [r for r in rejects if r.reason in BAD_TIMES])
    return Reading({name: canonical(name, found) for name, found in rows.items()}, rejects, source_time, said)


def _protobuf(data: bytes) -> Any:
    message_fits(data)
    message = rt.FeedMessage()
    try:
        message.ParseFromString(data)
    except DecodeError as error:
        raise FeedRefused("protobuf", f"is no feed message: {str(error)[:200]}") from error
    if not message.IsInitialized():
        raise FeedRefused("protobuf", "lacks " + ", ".join(message.FindInitializationErrors()[:5]))
    return message


def _json(data: bytes, rejects: list[Reject]) -> Any:
    """Fields that the specification does not know ("enhanced" feeds have many) are passed over; an entity that does not read
    is a reject."""
    document = parse(data)
    header, entities = document.get("header"), document.get("entity", document.get("entities"))
    if not isinstance(header, dict) or not isinstance(entities, list):
        raise FeedRefused("no_header", "has no header and list of entities")
    message = rt.FeedMessage()
    try:
        json_format.ParseDict(header, message.header, ignore_unknown_fields=True)
    except json_format.ParseError as error:
        raise FeedRefused("no_header", str(error)[:200]) from error
    for entity in entities:
        try:
            if not isinstance(entity, dict):
                raise TypeError("no object")
            made = json_format.ParseDict(entity, rt.FeedEntity(), ignore_unknown_fields=True)
            message.entity.append(made)
        except (json_format.ParseError, TypeError, AttributeError, ValueError) as error:
            rejects.append(Reject(_named(entity), "entity", f"{error}: {entity!r}"[:SAMPLE]))
    return message


def _named(entity: Any) -> str:
    held = entity if isinstance(entity, dict) else {}
    return next((table for kind, (table, _) in KINDS.items() if held.get(kind)), "vehicle_position")


def _header_time(message: Any) -> datetime | None:
    if not message.header.timestamp:
        return None
    try:
        return moment(message.header.timestamp)
    except BadTime as error:
        raise FeedRefused("header_time", f"{error.reason}: {message.header.timestamp}") from error


def _entity(entity: Any, source_time: datetime, rows: dict[str, list[Row]], rejects: list[Reject]) -> None:
    for kind, (table, make) in KINDS.items():
        if entity.HasField(kind):
            try:
                rows.setdefault(table, []).extend(make(entity, source_time))
            except BadTime as error:
                came = max(1, len(entity.trip_update.stop_time_update))
                rejects.append(Reject(table, error.reason, text_format.MessageToString(entity, as_one_line=True)[:SAMPLE], came))
