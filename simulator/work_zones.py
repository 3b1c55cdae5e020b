"""Work zones as WZDx 4.2: the roadworks of the incidents, which slow the roads around them, and those planned for the next hours."""

import json
from typing import Any

import numpy as np

from simulator.chance import uniform
from simulator.city import City
from simulator.clock import DAY, iso
from simulator.incidents import Incident, incidents

WRITTEN_EVERY_S = 300.0
AHEAD_S = 12 * 3600.0
COMPASS = ("northbound", "eastbound", "southbound", "westbound")
IMPACTS = ("some-lanes-closed", "some-lanes-closed-merge-left", "alternating-one-way", "all-lanes-open-shift-left", "all-lanes-closed")
SHARES = np.cumsum([0.4, 0.2, 0.15, 0.2, 0.05])
WORKS = (
    ("surface-work", "路面铣刨", "Resurfacing"),
    ("below-road-work", "管线敷设", "Laying pipes"),
    ("painting", "标线施划", "Road marking"),
)
LANES_CLOSED = {"some-lanes-closed": 1, "some-lanes-closed-merge-left": 1, "alternating-one-way": 1, "all-lanes-closed": 2}


def known(city: City, now: float) -> list[Incident]:
    """Roadworks under way, and those that begin within the next hours; in order of their start."""
    today = city.pattern.day(now)
    every = [one for day in (today - 1, today, today + 1) for one in incidents(city.seed, city.network, city.pattern, day)]
    return [one for one in every if one.kind == "roadworks" and one.started < now + AHEAD_S and one.cleared > now]


def feed(city: City, now: float) -> bytes:
    written = now // WRITTEN_EVERY_S * WRITTEN_EVERY_S
    source = {"data_source_id": "1", "organization_name": "Simulated works office"}
    info = {"update_date": iso(written), "publisher": "Simulated Yantai", "version": "4.2", "data_sources": [source]}
    features = [_feature(city, one) for one in known(city, written)]
    return json.dumps({"feed_info": info, "type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _feature(city: City, one: Incident) -> dict[str, Any]:
    place = int(one.segments[0])
    chance = [float(uniform(city.seed, place, int(one.started), n)) for n in (111, 112, 113)]
    impact = IMPACTS[int(np.searchsorted(SHARES, chance[0] * SHARES[-1]))]
    kind, zh, en = WORKS[int(chance[1] * len(WORKS))]
    closed = LANES_CLOSED.get(impact, 0)
    return {
        "id": one.incident_id,
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": _line(city, place)},
        "properties": {
            "core_details": {
                "data_source_id": "1",
                "event_type": "work-zone",
                "road_names": [" | ".join(city.network.stretch(place))],
                "direction": COMPASS[int((city.network.segments.bearing[place] + 45) % 360 // 90)],
                "description": f"{zh} | {en}",
                "update_date": iso(one.started - DAY),
            },
            "start_date": iso(one.started),
            "end_date": iso(one.cleared),
            "is_start_date_verified": True,
            "is_end_date_verified": chance[2] < 0.5,
            "is_start_position_verified": True,
            "is_end_position_verified": False,
            "vehicle_impact": impact,
            "lanes": [{"order": n + 1, "type": "general", "status": "closed" if n < closed else "open"} for n in range(2)],
            "reduced_speed_limit_kph": 40,
            "types_of_work": [{"type_name": kind}],
        },
    }


def _line(city: City, place: int) -> list[list[float]]:
    network = city.network
    ends = (network.segments.start[place], network.segments.end[place])
    return [[round(float(network.longitude[n]), 6), round(float(network.latitude[n]), 6)] for n in ends]
