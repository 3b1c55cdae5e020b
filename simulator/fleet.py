"""Where every vehicle is at a moment, and what it reports."""

from dataclasses import dataclass

import numpy as np

from simulator.arrays import Columns, Floats, Ints
from simulator.chance import normal, uniform
from simulator.movement import Day
from simulator.network import Network, metres
from simulator.timetable import Timetable, tables

SILENT_S = 1200.0


@dataclass(frozen=True)
class Reporting:
    """How well the fleet reports."""

    silent: float = 0.012  # share of (vehicle, 20 minutes) in which nothing is heard
    dead: float = 0.006  # share of the fleet whose unit is broken for the day
    gps_m: float = 4.0
    periods: tuple[float, float, float, float] = (10.0, 10.0, 15.0, 30.0)  # seconds between reports, from the commonest unit to the rarest


CLEAN = Reporting(silent=0.0, dead=0.0, gps_m=0.0, periods=(10.0, 10.0, 10.0, 10.0))


@dataclass(frozen=True)
class Places:
    """One row a vehicle that is out; `column` is the stop that it is at or goes to next."""

    vehicle: Ints
    trip: Ints
    at: Floats  # UTC epoch of the report
    longitude: Floats
    latitude: Floats
    bearing: Floats
    speed: Floats  # m/s
    column: Ints
    stopped: Ints  # 1 = standing at that stop


def reported_at(seed: int, vehicle: Ints, now: float, reporting: Reporting) -> Floats:
    """The moment of each vehicle's newest report: every period of its unit, unless the unit has fallen silent."""
    period = np.array(reporting.periods)[(uniform(seed, vehicle, 61) ** 2 * 4).astype(np.int64)]
    phase = period * uniform(seed, vehicle, 62)
    at = now - (now + phase) % period
    own = SILENT_S * uniform(seed, vehicle, 64)  # each vehicle cuts time into spells of its own
    spell = np.floor((now + own) / SILENT_S)
    silent = uniform(seed, vehicle, spell, 63) < reporting.silent
    fell = spell * SILENT_S - own
    return np.asarray(np.floor(np.where(silent & (at > fell), fell, at)))


def places(network: Network, timetable: Timetable, day: Day, seed: int, vehicle: Ints, at: Floats, reporting: Reporting) -> Places:
    """The state of `vehicle` at the moments `at`; those that are not out are left away."""
    order = day.order
    # one sorted key for "vehicle, then time": a search finds each vehicle's trip at once
    keys = timetable.vehicle[order] * 1e6 + (day.ready[order] - day.begin)
    found = np.searchsorted(keys, vehicle * 1e6 + (at - day.begin), side="right") - 1
    trip = order[np.maximum(found, 0)]
    out = (found >= 0) & (timetable.vehicle[trip] == vehicle) & (at <= day.finish[trip])
    out &= uniform(seed, day.day, vehicle, 65) >= reporting.dead
    return _along(network, timetable, day, seed, vehicle[out], trip[out], at[out], reporting.gps_m)


def _along(network: Network, timetable: Timetable, day: Day, seed: int, vehicle: Ints, trip: Ints, at: Floats, gps_m: float) -> Places:
    stops, _ = tables(network)
    line = timetable.line[trip]
    gone = np.sum(day.leave[trip] <= at[:, None], axis=1)  # stops that it has left
    column = np.minimum(gone, np.array([len(one.stops) for one in network.lines])[line] - 1)
    before = np.maximum(column - 1, 0)
    left, due = day.leave[trip, before], day.arrive[trip, column]
    stopped = (gone == 0) | (at >= due)
    share = np.where(stopped, 1.0, np.clip((at - left) / np.maximum(due - left, 1.0), 0.0, 1.0))
    a, b = stops[line, before], stops[line, column]
    lon = network.longitude[a] + share * (network.longitude[b] - network.longitude[a])
    lat = network.latitude[a] + share * (network.latitude[b] - network.latitude[a])
    x, y = metres(network.longitude, network.latitude)
    speed = np.where(stopped, 0.0, np.hypot(x[b] - x[a], y[b] - y[a]) / np.maximum(due - left, 1.0))
    bearing = np.degrees(np.arctan2(x[b] - x[a], y[b] - y[a])) % 360.0
    lon = lon + normal(seed, vehicle, at, 66) * gps_m / 88000.0
    lat = lat + normal(seed, vehicle, at, 67) * gps_m / 111200.0
    return Places(vehicle, trip, at, lon, lat, bearing, speed, column, stopped.astype(np.int64))


def report(network: Network, places: Places, trip_ids: Columns) -> Columns:
    """The columns of a vehicle position feed; `trip_ids` holds one row a trip."""
    stops, _ = tables(network)
    line = trip_ids["line"][places.trip]
    stop_ids = np.array(network.stop_ids)
    return {
        "vehicle_id": vehicle_ids(places.vehicle),
        "label": labels(places.vehicle),
        "trip_id": trip_ids["trip_id"][places.trip],
        "route_id": trip_ids["route_id"][places.trip],
        "direction_id": trip_ids["direction_id"][places.trip],
        "start_date": trip_ids["start_date"][places.trip],
        "latitude": np.round(places.latitude, 6),
        "longitude": np.round(places.longitude, 6),
        "bearing": np.round(places.bearing, 1),
        "speed": np.round(places.speed, 2),
        "stop_id": stop_ids[stops[line, places.column]],
        "current_stop_sequence": places.column + 1,
        "current_status": np.where(places.stopped == 1, 1, 2),  # STOPPED_AT, IN_TRANSIT_TO
        "event_time": places.at,
    }


def vehicle_ids(vehicle: Ints) -> np.ndarray:
    return np.array([f"B{number + 1:04d}" for number in vehicle.tolist()], dtype=str)


def labels(vehicle: Ints) -> np.ndarray:
    """The number painted on the bus."""
    return np.array([f"{'ACD'[number % 3]}{number + 1001}" for number in vehicle.tolist()], dtype=str)
