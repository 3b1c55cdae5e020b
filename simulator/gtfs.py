"""The timetable as a GTFS zip."""

import io
import zipfile

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from simulator.arrays import Columns
from simulator.city import City
from simulator.clock import service_date
from simulator.network import Line
from simulator.timetable import tables

DAY_S = 86400.0
COLOURS = ("6CB6FF", "8FD3B6", "D9B86C", "C99BD8", "E59A83")


def archive(city: City, now: float) -> bytes:
    """The zip, valid from 30 days before `now` to 60 days after; the same bytes for the same city and local date."""
    files = {
        "agency.txt": _agency(),
        "calendar.txt": _calendar(now),
        "routes.txt": _routes(city),
        "stops.txt": _stops(city),
        "trips.txt": _trips(city),
        "stop_times.txt": _stop_times(city),
        "shapes.txt": _shapes(city),
        "feed_info.txt": _feed_info(now),
        "translations.txt": _translations(city),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as out:
        for name, columns in files.items():
            out.writestr(zipfile.ZipInfo(name, (2022, 10, 10, 0, 0, 0)), _csv(columns), zipfile.ZIP_DEFLATED, 3)
    return packed.getvalue()


def clock_texts(seconds: np.ndarray) -> np.ndarray:
    """HH:MM:SS of whole seconds; hours may pass 24."""
    whole = np.arange(int(seconds.max()) + 1)
    table = np.array([f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in whole.tolist()])
    return np.asarray(table[seconds.astype(np.int64)])


def shape_id(line: Line) -> str:
    return f"{line.line_id}-{line.direction}"


def _csv(columns: Columns) -> bytes:
    sink = io.BytesIO()
    pacsv.write_csv(pa.table({name: pa.array(values) for name, values in columns.items()}), sink)
    return sink.getvalue()


def _agency() -> Columns:
    return {
        "agency_id": np.array(["yantai"]),
        "agency_name": np.array(["烟台公交（模拟）"]),
        "agency_url": np.array(["http://localhost/"]),
        "agency_timezone": np.array(["Asia/Shanghai"]),
        "agency_lang": np.array(["zh"]),
    }


def _calendar(now: float) -> Columns:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    start, end = service_date(now - 30 * DAY_S), service_date(now + 60 * DAY_S)
    every = {day: np.array([1]) for day in days}
    return {"service_id": np.array(["daily"]), **every, "start_date": np.array([start]), "end_date": np.array([end])}


def _feed_info(now: float) -> Columns:
    return {
        "feed_publisher_name": np.array(["simulator"]),
        "feed_publisher_url": np.array(["http://localhost/"]),
        "feed_lang": np.array(["zh"]),
        "feed_version": np.array([f"simulated-{service_date(now)}"]),
    }


def _routes(city: City) -> Columns:
    up = {line.line_id: line for line in reversed(city.network.lines)}
    lines = [up[key] for key in sorted(up, key=int)]
    return {
        "route_id": np.array([line.line_id for line in lines]),
        "agency_id": np.full(len(lines), "yantai"),
        "route_short_name": np.array([line.name for line in lines]),
        "route_long_name": np.array([f"{line.origin}—{line.terminal}" for line in lines]),
        "route_type": np.full(len(lines), 3),
        "route_color": np.array([COLOURS[int(line.line_id) % len(COLOURS)] for line in lines]),
    }


def _stops(city: City) -> Columns:
    network = city.network
    return {
        "stop_id": np.array(network.stop_ids),
        "stop_name": np.array(network.stop_names),
        "stop_lat": np.round(network.latitude, 6),
        "stop_lon": np.round(network.longitude, 6),
        "location_type": np.zeros(len(network.stop_ids), dtype=np.int64),
    }


def _translations(city: City) -> Columns:
    """Every name once, by its value: stops, lines and where trips go."""
    network = city.network
    named = (
        ("stops", "stop_name", network.stop_names),
        ("routes", "route_short_name", [line.name for line in network.lines]),
        ("trips", "trip_headsign", [line.terminal for line in network.lines]),
    )
    rows = [(table, field, "en", network.english[name], name) for table, field, names in named for name in sorted(set(names))]
    columns = ("table_name", "field_name", "language", "translation", "field_value")
    return {column: np.array(values) for column, values in zip(columns, zip(*rows, strict=True), strict=True)}


def _trips(city: City) -> Columns:
    line = city.timetable.line
    lines = city.network.lines
    return {
        "route_id": np.array([one.line_id for one in lines])[line],
        "service_id": np.full(len(line), "daily"),
        "trip_id": city.trip_ids(),
        "trip_headsign": np.array([one.terminal for one in lines])[line],
        "direction_id": np.array([one.direction for one in lines])[line],
        "block_id": np.char.add("K", city.timetable.vehicle.astype(str)),
        "shape_id": np.array([shape_id(one) for one in lines])[line],
    }


def _stop_times(city: City) -> Columns:
    stops, _ = tables(city.network)
    offsets = city.timetable.offsets
    trip, column = np.nonzero(np.isfinite(offsets))
    seconds = clock_texts(city.clock_departures()[trip] + offsets[trip, column])
    return {
        "trip_id": city.trip_ids()[trip],
        "arrival_time": seconds,
        "departure_time": seconds,
        "stop_id": np.array(city.network.stop_ids)[stops[city.timetable.line[trip], column]],
        "stop_sequence": column + 1,
        "timepoint": (column % 4 == 0).astype(np.int64),
    }


def _shapes(city: City) -> Columns:
    network = city.network
    names = np.concatenate([np.full(len(line.stops), shape_id(line)) for line in network.lines])
    stops = np.concatenate([line.stops for line in network.lines])
    along = np.concatenate([np.cumsum(np.concatenate([[0.0], network.segments.length_m[line.links]])) for line in network.lines])
    return {
        "shape_id": names,
        "shape_pt_lat": np.round(network.latitude[stops], 6),
        "shape_pt_lon": np.round(network.longitude[stops], 6),
        "shape_pt_sequence": np.concatenate([np.arange(1, len(line.stops) + 1) for line in network.lines]),
        "shape_dist_traveled": np.round(along, 1),
    }
