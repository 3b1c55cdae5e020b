import time

import numpy as np
from google.transit import gtfs_realtime_pb2 as pb

from simulator import faults, rows
from simulator.city import City
from simulator.feeds import FEEDS


def message(name: str, city: City, now: float) -> pb.FeedMessage:
    read = pb.FeedMessage()
    read.ParseFromString(FEEDS[name].body(city, now, []))
    return read


def test_positions_read_back_as_they_were_said(city: City, now: float) -> None:
    said, read = city.positions(now), message("positions", city, now)
    assert read.header.timestamp == int(now) and read.IsInitialized()
    assert [e.vehicle.vehicle.id for e in read.entity] == said["vehicle_id"].tolist()
    assert len({e.id for e in read.entity}) == len(read.entity)
    assert [e.vehicle.timestamp for e in read.entity] == said["event_time"].astype(int).tolist()
    assert np.allclose([e.vehicle.position.longitude for e in read.entity], said["longitude"], atol=2e-5)  # 32-bit floats
    assert {e.vehicle.current_status for e in read.entity} == {pb.VehiclePosition.STOPPED_AT, pb.VehiclePosition.IN_TRANSIT_TO}


def test_updates_tell_of_the_next_stops_in_order(city: City, now: float) -> None:
    read = message("trip_updates", city, now)
    assert len(read.entity) > 500 and read.IsInitialized()
    running = [e.trip_update for e in read.entity if e.trip_update.trip.schedule_relationship != pb.TripDescriptor.CANCELED]
    for update in running:
        sequences = [u.stop_sequence for u in update.stop_time_update]
        assert sequences == list(range(sequences[0], sequences[0] + len(sequences))) and len(sequences) <= rows.AHEAD
        arrivals = [u.arrival.time for u in update.stop_time_update]
        assert arrivals == sorted(arrivals)


def test_updates_and_positions_speak_of_the_same_trips(city: City, now: float) -> None:
    trips = {e.trip_update.trip.trip_id for e in message("trip_updates", city, now).entity}
    seen = {e.vehicle.trip.trip_id for e in message("positions", city, now).entity}
    assert len(trips & seen) > 0.9 * len(trips)


def test_the_first_update_is_for_the_stop_that_the_bus_goes_to(city: City, now: float) -> None:
    going = {e.vehicle.trip.trip_id: e.vehicle.current_stop_sequence for e in message("positions", city, now).entity}
    first = {
        e.trip_update.trip.trip_id: e.trip_update.stop_time_update[0].stop_sequence
        for e in message("trip_updates", city, now).entity
        if e.trip_update.stop_time_update
    }
    both = going.keys() & first.keys()
    assert sum(going[trip] == first[trip] for trip in both) > 0.7 * len(both)  # reports are some seconds old


def test_cancelled_trips_are_told_without_stops_and_never_run(city: City, now: float) -> None:
    read = [e.trip_update for e in message("trip_updates", city, now).entity]
    cancelled = {u.trip.trip_id for u in read if u.trip.schedule_relationship == pb.TripDescriptor.CANCELED}
    assert cancelled and all(not u.stop_time_update for u in read if u.trip.trip_id in cancelled)
    day = city.day(city.pattern.day(now))
    ids = city.trip_ids()
    assert cancelled <= set(ids[day.told].tolist()) < set(ids[day.cancelled].tolist())
    assert not cancelled & set(city.positions(now)["trip_id"].tolist())


def test_alerts_name_lines_and_speak_both_languages(city: City, now: float) -> None:
    hours = [message("alerts", city, now + n * 1800) for n in range(6)]
    alerts = [entity.alert for read in hours for entity in read.entity]
    assert alerts
    lines = {line.line_id for line in city.network.lines}
    for alert in alerts:
        assert {t.language for t in alert.header_text.translation} == {"zh", "en"}
        assert alert.informed_entity and all(e.route_id in lines for e in alert.informed_entity)


def test_an_answer_of_fifty_thousand_takes_about_a_second(city: City, now: float) -> None:
    many = faults.parse("positions:fleet50000", now)
    begun = time.perf_counter()
    body = FEEDS["positions"].body(city, now, many)
    assert time.perf_counter() - begun < 2.5  # 0.6 s on an idle core; the machine may be busy
    read = pb.FeedMessage.FromString(body)
    assert len({e.vehicle.vehicle.id for e in read.entity}) == 50_000
