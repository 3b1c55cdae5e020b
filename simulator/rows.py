"""What each feed says at a moment, as columns. Every event row has event_time (UTC epoch)."""

import json

import numpy as np

from simulator import detectors, service_requests
from simulator.arrays import Columns
from simulator.chance import uniform
from simulator.city import City
from simulator.fleet import labels, vehicle_ids
from simulator.incidents import Incident, incidents
from simulator.indicators import figures
from simulator.network import segment_ids as names_of_segments
from simulator.responders import stamps
from simulator.timetable import tables

SPEED_STEP = 60.0
UNSEEN, IMPUTED = 0.04, 0.03
RECENT_S = 3 * 3600.0
AHEAD = 3  # stops that a trip update tells of
NOTICE_S = 3600.0
CAUSES = {"collision": 6, "breakdown": 3, "roadworks": 10, "waterlogging": 8, "collapse": 10, "signal_fault": 3}


def segments(city: City, now: float) -> Columns:
    """Measured speeds of the last full minute: the truth with noise, some segments unseen, some filled in."""
    at = np.floor(now / SPEED_STEP) * SPEED_STEP
    true = city.segment_speeds(at)
    number = np.arange(len(true))
    draw = uniform(city.seed, number, at // 600.0, 101)
    noise = 1.0 + 0.1 * (uniform(city.seed, number, at, 102) - 0.5)
    samples = 1 + np.minimum(city.network.segments.lines, 12) * (1 + (uniform(city.seed, number, at, 103) * 3).astype(np.int64))
    seen = draw >= UNSEEN
    imputed = draw < UNSEEN + IMPUTED
    return {
        "segment_id": segment_ids(city)[seen],
        "speed_kmh": np.round(true * noise, 1)[seen],
        "sample_count": np.where(imputed, 0, samples)[seen],
        "imputed": imputed[seen],
        "event_time": np.full(int(seen.sum()), at),
    }


def readings(city: City, now: float, seconds: float = detectors.INTERVAL_S) -> Columns:
    """What flow detectors counted in the last full interval; a minute's speed is that of its middle."""
    begin = np.floor(now / seconds) * seconds - seconds
    speed = city.segment_speeds(begin + seconds / 2)[city.detectors.segment]
    return detectors.said(city.detectors, city.pattern, speed, begin, seconds)


def register(city: City, now: float) -> Columns:
    """Which detector stands where, over how many lanes."""
    known = city.detectors
    return {"detector_id": known.ids, "segment_id": known.roads, "lanes": known.lanes}


def segment_ids(city: City) -> np.ndarray:
    return names_of_segments(city.network)


def roads(city: City, now: float) -> bytes:
    """The segments as GeoJSON lines, WGS-84."""
    network, segments = city.network, city.network.segments
    lon, lat = np.round(network.longitude, 6), np.round(network.latitude, 6)
    middle = (lon[segments.start] + lon[segments.end]) / 2, (lat[segments.start] + lat[segments.end]) / 2
    district = city.districts.of(*middle)
    features = [
        {
            "type": "Feature",
            "properties": {
                "segment_id": key,
                "name": " | ".join(network.stretch(n)),
                "road_class": city.roads.classes[n],
                "length_m": round(float(segments.length_m[n]), 1),
                "free_flow_kmh": float(city.roads.free_flow[n]),
                "latitude": round(float(middle[1][n]), 6),
                "longitude": round(float(middle[0][n]), 6),
                "district_id": district[n],
            },
            "geometry": {"type": "LineString", "coordinates": [[float(lon[a]), float(lat[a])], [float(lon[b]), float(lat[b])]]},
        }
        for n, (key, a, b) in enumerate(zip(segment_ids(city).tolist(), segments.start.tolist(), segments.end.tolist(), strict=True))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")).encode()


def requests(city: City, now: float, since: float | None = None) -> Columns:
    """Calls opened or closed lately, each once, as it is now."""
    rows = service_requests.changes(city.calls, city.pattern, now - RECENT_S if since is None else since, now)
    last = {key: number for number, key in enumerate(rows["service_request_id"].tolist())}
    keep = np.array(sorted(last.values()), dtype=np.int64)
    return {name: values[keep] for name, values in rows.items()}


def indicators(city: City, now: float) -> Columns:
    return figures(city.seed, city.districts, now)


def fleet(city: City, now: float) -> Columns:
    """The vehicles that must be connected: those that run and the spare ones."""
    number = np.arange(max(city.fleet_size, city.timetable.vehicles))
    home = city.timetable.home[number % city.timetable.vehicles]
    lines = city.network.lines
    return {
        "vehicle_id": vehicle_ids(number),
        "label": labels(number),
        "route_id": np.where(number < city.timetable.vehicles, np.array([line.line_id for line in lines])[home], ""),
        "depot": np.array([city.network.both(line.origin) for line in lines])[home],
    }


def trip_updates(city: City, now: float) -> Columns:
    """Expected arrivals at the next stops of every trip under way, planned time plus the present delay; and cancelled trips."""
    day = city.day(city.pattern.day(now))
    running = np.flatnonzero((day.leave[:, 0] <= now) & (day.finish > now))
    stops, _ = tables(city.network)
    gone = np.sum(day.leave[running] <= now, axis=1)
    planned = city.timetable.offsets[running] + (day.begin + city.timetable.depart[running])[:, None]
    delay = np.round(day.leave[running, gone - 1] - planned[np.arange(len(running)), gone - 1])
    column = gone[:, None] + np.arange(AHEAD)
    row, ahead = np.nonzero(column < np.array([len(line.stops) for line in city.network.lines])[city.timetable.line[running]][:, None])
    at = column[row, ahead]
    names = city.trips(day.day)
    trip = running[row]
    expected = {
        **{name: names[name][trip] for name in ("trip_id", "route_id", "direction_id", "start_date")},
        "vehicle_id": vehicle_ids(city.timetable.vehicle[trip]),
        "stop_sequence": at + 1,
        "stop_id": np.array(city.network.stop_ids)[stops[city.timetable.line[trip], at]],
        "arrival_time": planned[row, at] + delay[row],
        "arrival_delay": delay[row].astype(np.int64),
        "cancelled": np.zeros(len(row), dtype=bool),
        "event_time": np.full(len(row), np.floor(now)),
    }
    gone_trips = cancelled_trips(city, now, now)
    return {name: np.concatenate([values, gone_trips[name]]) for name, values in expected.items()}


def cancelled_trips(city: City, since: float, now: float) -> Columns:
    """Trips told to be cancelled at some moment from `since` to `now`: from NOTICE_S before their departure to their planned end."""
    day = city.day(city.pattern.day(now))
    departs = day.begin + city.timetable.depart
    ends = departs + np.nanmax(city.timetable.offsets, axis=1)
    trip = np.flatnonzero(day.told & (departs - NOTICE_S <= now) & (ends > since))
    names = city.trips(day.day)
    return {
        **{name: names[name][trip] for name in ("trip_id", "route_id", "direction_id", "start_date")},
        "vehicle_id": np.full(len(trip), ""),
        "stop_sequence": np.zeros(len(trip), dtype=np.int64),
        "stop_id": np.full(len(trip), ""),
        "arrival_time": np.full(len(trip), np.nan),
        "arrival_delay": np.zeros(len(trip), dtype=np.int64),
        "cancelled": np.ones(len(trip), dtype=bool),
        "event_time": np.floor(np.maximum(departs[trip] - NOTICE_S, since)),
    }


def known_incidents(city: City, since: float, now: float) -> list[Incident]:
    """Begun by `now` and not cleared before `since`."""
    days = range(city.pattern.day(now) - 1, city.pattern.day(now) + 1)
    every = [one for day in days for one in incidents(city.seed, city.network, city.pattern, day)]
    return [one for one in every if one.started <= now and one.cleared > since]


def incident_rows(city: City, now: float) -> Columns:
    """Incidents that are open, or were cleared lately."""
    return incident_columns(city, known_incidents(city, now - RECENT_S, now), now)


def incident_columns(city: City, known: list[Incident], now: float) -> Columns:
    cleared = np.array([one.cleared <= now for one in known], dtype=bool)
    ids = segment_ids(city)
    places = [int(one.segments[0]) for one in known]
    where = [city.network.stretch(p) for p in places]
    reached = stamps(city.seed, known, now)
    started = np.floor(np.array([one.started for one in known], dtype=float))
    return {
        "incident_id": np.array([one.incident_id for one in known], dtype=str),
        "kind": np.array([one.kind for one in known], dtype=str),
        "severity": np.array([one.severity for one in known], dtype=np.int64),
        "status": np.where(cleared, "cleared", "open"),
        "title": np.array([f"{one.title_zh}：{zh} | {one.title_en}: {en}" for one, (zh, en) in zip(known, where, strict=True)], dtype=str),
        "description": np.full(len(known), "周边路段减速 | Traffic slows around it"),
        "segment_id": np.array([ids[p] for p in places], dtype=str),
        "owner": np.array([one.owner for one in known], dtype=str),
        "started_at": started,
        **reached,
        "cleared_at": np.where(cleared, np.floor(np.array([one.cleared for one in known], dtype=float)), np.nan),
        "latitude": np.round(np.array([one.latitude for one in known], dtype=float), 6),
        "longitude": np.round(np.array([one.longitude for one in known], dtype=float), 6),
        "event_time": np.fmax.reduce([started, *reached.values()]),
    }


def alerts(city: City, now: float) -> Columns:
    """Open incidents that slow bus lines, for passengers."""
    known = [one for one in known_incidents(city, now, now) if one.severity <= 3]
    touched = [_routes_at(city, int(one.segments[0])) for one in known]
    return {
        "alert_id": np.array([one.incident_id for one in known], dtype=str),
        "cause": np.array([CAUSES[one.kind] for one in known], dtype=np.int64),
        "header_zh": np.array([f"{one.title_zh}，线路可能延误" for one in known], dtype=str),
        "header_en": np.array([f"{one.title_en}: expect delays" for one in known], dtype=str),
        "route_ids": np.array([",".join(routes) for routes in touched], dtype=str),
        "active_from": np.array([one.started for one in known], dtype=float),
        "active_until": np.array([one.cleared for one in known], dtype=float),
        "event_time": np.floor(np.array([one.started for one in known], dtype=float)),
    }


def _routes_at(city: City, segment: int) -> list[str]:
    return sorted({line.line_id for line in city.network.lines if segment in line.links}, key=int)
