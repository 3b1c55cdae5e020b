"""What a GTFS-Realtime message breaks that its rows cannot tell any more: the order of its updates, stamps that are not there, ids
given twice. Rules of the MobilityData validator (RULES.md); those that rows can tell are views (views/health/rt_*.sql)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from google.transit import gtfs_realtime_pb2 as rt

from datasources.reading import Finding, Message, Reject

SAMPLE = 300
FUTURE_S = 60  # the validator's MAX_IN_FUTURE_SECONDS
INCREMENTALITY = rt.FeedHeader.Incrementality.Name
Rule = Callable[[Any, int, int], Iterable[str]]  # message, header's stamp (0: none), now; one line a failure


def judged(message: Any, header_time: datetime | None, received_at: datetime, bad_times: Sequence[Reject]) -> Message:
    """`bad_times`: rows rejected for a stamp that is no POSIX time."""
    header, now = message.header, int(received_at.replace(tzinfo=UTC).timestamp())
    findings = [found for rule, check in RULES.items() if (found := _found(rule, check(message, header.timestamp, now)))]
    if bad_times:
        findings.append(Finding("E001", sum(r.rows for r in bad_times), bad_times[0].sample[:SAMPLE]))
    said = INCREMENTALITY(header.incrementality) if header.HasField("incrementality") else None
    return Message(header_time, header.gtfs_realtime_version, said, len(message.entity), tuple(findings))


def _found(rule: str, lines: Iterable[str]) -> Finding | None:
    told = list(lines)
    return Finding(rule, len(told), told[0][:SAMPLE]) if told else None


def _vehicles(message: Any) -> Iterator[tuple[str, Any]]:
    return ((entity.id, entity.vehicle) for entity in message.entity if entity.HasField("vehicle") and not entity.is_deleted)


def _updates(message: Any) -> Iterator[tuple[str, Any]]:
    return ((entity.id, entity.trip_update) for entity in message.entity if entity.HasField("trip_update") and not entity.is_deleted)


def _stamps(message: Any) -> Iterator[tuple[str, int]]:
    """Every stamp of an entity that has one."""
    for name, held in (*_vehicles(message), *_updates(message)):
        if held.timestamp:
            yield name, held.timestamp


def _unsorted(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E002: stop_sequence must increase from one stop time update to the next."""
    for name, update in _updates(message):
        order = [u.stop_sequence for u in update.stop_time_update if u.HasField("stop_sequence")]
        wrong = next((pair for pair in pairwise(order) if pair[1] <= pair[0]), None)
        if wrong:
            yield f"trip {update.trip.trip_id or name}: stop_sequence {wrong[1]} after {wrong[0]}"


def _ahead_of_header(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E012: nothing may be stamped later than the header."""
    return (f"entity {name}: {at - stamp} s after the header" for name, at in _stamps(message) if stamp and at > stamp)


def _times_not_increasing(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E022: a stop's times must be later than those of the stop before."""
    for name, update in _updates(message):
        passed = 0
        for stop in update.stop_time_update:
            times = [t for t in (stop.arrival.time, stop.departure.time) if t]
            if times and min(times) <= passed:
                yield f"trip {update.trip.trip_id or name}: stop {stop.stop_id or stop.stop_sequence} not after the one before"
                break
            passed = max([passed, *times])


def _no_place_on_earth(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E026."""
    for name, vehicle in _vehicles(message):
        at = vehicle.position
        if vehicle.HasField("position") and not (-90 <= at.latitude <= 90 and -180 <= at.longitude <= 180):
            yield f"vehicle {vehicle.vehicle.id or name}: {at.latitude:g}, {at.longitude:g}"


def _no_bearing(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E027."""
    for name, vehicle in _vehicles(message):
        if vehicle.position.HasField("bearing") and not 0 <= vehicle.position.bearing <= 360:
            yield f"vehicle {vehicle.vehicle.id or name}: {vehicle.position.bearing:g}°"


def _unstamped_header(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E048: from version 2.0 on the header must be stamped."""
    if not stamp and not message.header.gtfs_realtime_version.startswith("1"):
        yield f"version {message.header.gtfs_realtime_version or '?'}: no header timestamp"


def _in_the_future(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E050."""
    if stamp > now + FUTURE_S:
        yield f"header: {stamp - now} s ahead"
    for name, at in _stamps(message):
        if at > now + FUTURE_S:
            yield f"entity {name}: {at - now} s ahead"


def _same_vehicle_twice(message: Any, stamp: int, now: int) -> Iterator[str]:
    """E052."""
    ids = Counter(vehicle.vehicle.id for _, vehicle in _vehicles(message) if vehicle.vehicle.id)
    return (f"vehicle {name}: {count} times" for name, count in ids.items() if count > 1)


def _unstamped(message: Any, stamp: int, now: int) -> Iterator[str]:
    """W001."""
    if not stamp:
        yield "header"
    yield from (f"entity {name}" for name, held in (*_vehicles(message), *_updates(message)) if not held.timestamp)


def _nameless(message: Any, stamp: int, now: int) -> Iterator[str]:
    """W002."""
    return (f"entity {name}" for name, held in (*_vehicles(message), *_updates(message)) if not held.vehicle.id)


RULES: dict[str, Rule] = {
    "E002": _unsorted,
    "E012": _ahead_of_header,
    "E022": _times_not_increasing,
    "E026": _no_place_on_earth,
    "E027": _no_bearing,
    "E048": _unstamped_header,
    "E050": _in_the_future,
    "E052": _same_vehicle_twice,
    "W001": _unstamped,
    "W002": _nameless,
}
