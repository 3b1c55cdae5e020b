"""What is really so, kept aside for tests: nothing that the wall reads."""

import numpy as np
import orjson

from simulator.city import City
from simulator.rows import known_incidents

WINDOW_S = 3600.0
EARLY_S, LATE_S = 60.0, 300.0


def report(city: City, now: float) -> bytes:
    """Figures of the last hour and of this moment, from the simulation itself."""
    said = {"on_time": on_time(city, now), "delay_index": delay_index(city, now), "incidents": open_incidents(city, now)}
    return orjson.dumps({"now": now, **said})


def on_time(city: City, now: float) -> dict[str, float]:
    """Share of departures from stops within the last hour that were -60 .. +300 s off the plan."""
    day = city.day(city.pattern.day(now))
    planned = city.timetable.offsets + (day.begin + city.timetable.depart)[:, None]
    happened = np.isfinite(day.leave) & (day.leave > now - WINDOW_S) & (day.leave <= now)
    delay = (day.leave - np.nan_to_num(planned))[happened]
    good = int(np.sum((delay >= -EARLY_S) & (delay <= LATE_S)))
    return {"departures": len(delay), "on_time": good, "share": 100.0 * good / max(len(delay), 1)}


def delay_index(city: City, now: float) -> float:
    """Travel time over all segments at this moment over that at free flow."""
    length = city.network.segments.length_m
    return float(np.sum(length / city.segment_speeds(now)) / np.sum(length / city.roads.free_flow))


def open_incidents(city: City, now: float) -> list[str]:
    return [one.incident_id for one in known_incidents(city, now, now)]
