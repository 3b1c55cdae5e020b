"""What is really so, kept aside for tests: nothing that the wall reads."""

import numpy as np
import orjson

from simulator import detectors
from simulator.arrays import Floats, Ints
from simulator.city import City
from simulator.movement import Day
from simulator.rows import known_incidents

WINDOW_S = 3600.0
EARLY_S, LATE_S = 60.0, 300.0
GRACE_S = 600.0
FIVE_S = 300.0
FREQUENT_S = 720.0  # lines planned at least five times an hour


def report(city: City, now: float) -> bytes:
    """Figures of the last hour and of this moment, from the simulation itself."""
    said = {"on_time": on_time(city, now), "service": service(city, now), "ewt_min": excess_wait_min(city, now)}
    said |= {"flow": flow(city, now)}
    said |= {"delay_index": delay_index(city, now), "incidents": open_incidents(city, now)}
    return orjson.dumps({"now": now, **said})


def on_time(city: City, now: float) -> dict[str, float]:
    """Share of calls within the last hour that were -60 .. +300 s off the plan: departures, at a trip's last stop its arrival."""
    day = city.day(city.pattern.day(now))
    passed = passes(city, day)
    happened = np.isfinite(passed) & (passed > now - WINDOW_S) & (passed <= now)
    delay = (passed - np.nan_to_num(_planned(city, day)))[happened]
    good = int(np.sum((delay >= -EARLY_S) & (delay <= LATE_S)))
    return {"departures": len(delay), "on_time": good, "share": 100.0 * good / max(len(delay), 1)}


def service(city: City, now: float) -> dict[str, int]:
    """Trips planned to depart from an hour to ten minutes ago: how many a vehicle is or was on, how many were cancelled, told or not."""
    day = city.day(city.pattern.day(now))
    departs = day.begin + city.timetable.depart
    due = (departs > now - WINDOW_S) & (departs <= now - GRACE_S)
    run = due & ~day.cancelled & (day.ready <= now)
    return {"planned": int(due.sum()), "run": int(run.sum()), "cancelled": int((due & day.told).sum())}


def excess_wait_min(city: City, now: float) -> float:
    """TfL's measure over the last hour on frequent lines, weighted by headways; minutes."""
    day = city.day(city.pattern.day(now))
    passed, planned = passes(city, day), _planned(city, day)
    parts = [_line_wait(np.flatnonzero(city.timetable.line == line), passed, planned, now) for line in range(len(city.network.lines))]
    waits, weights = np.array(parts).T
    return float(np.sum(waits * weights) / max(np.sum(weights), 1.0) / 60.0)


def passes(city: City, day: Day) -> Floats:
    """When each trip left each stop, or reached it where it is the trip's last; +inf where it never did."""
    last = np.array([len(line.stops) for line in city.network.lines])[city.timetable.line] - 1
    passed = day.leave.copy()
    trip = np.arange(len(last))
    passed[trip, last] = day.arrive[trip, last]
    return passed


def _planned(city: City, day: Day) -> Floats:
    return city.timetable.offsets + (day.begin + city.timetable.depart)[:, None]


def _line_wait(trips: Ints, passed: Floats, planned: Floats, now: float) -> tuple[float, float]:
    """AWT - SWT in seconds and how many headways were observed; nothing for a line that is not frequent."""
    real, due = [], []
    for stop in np.flatnonzero(np.isfinite(planned[trips[0]])):
        gaps = _headways(passed[trips, stop], now)
        real.append(gaps)
        due.append(_headways(planned[trips, stop], now) if len(gaps) else gaps)
    observed, wanted = np.concatenate(real), np.concatenate(due)
    if not len(observed) or not len(wanted) or wanted.mean() > FREQUENT_S:
        return 0.0, 0.0
    return _wait(observed) - _wait(wanted), float(len(observed))


def _headways(times: Floats, now: float) -> Floats:
    at = np.sort(times[(times <= now) & (times > now - 2 * WINDOW_S)])
    gaps = np.diff(at)
    return np.asarray(gaps[(at[1:] > now - WINDOW_S) & (gaps <= WINDOW_S)])


def _wait(gaps: Floats) -> float:
    return float(np.sum(gaps**2) / (2.0 * np.sum(gaps)))


def delay_index(city: City, now: float) -> float:
    """Travel time over all segments at this moment over that at free flow."""
    length = city.network.segments.length_m
    return float(np.sum(length / city.segment_speeds(now)) / np.sum(length / city.roads.free_flow))


def flow(city: City, now: float) -> dict[str, float]:
    """Vehicle kilometres and hours past all detectors, out of order or not, in the hour up to the last full five minutes."""
    until, known = np.floor(now / FIVE_S) * FIVE_S, city.detectors
    kilometres = hours = 0.0
    for begin in np.arange(until - WINDOW_S, until, detectors.INTERVAL_S).tolist():
        speed = city.segment_speeds(begin + detectors.INTERVAL_S / 2)[known.segment]
        vehicles, mean = detectors.passed(known, city.pattern, speed, begin, detectors.INTERVAL_S)
        kilometres += float(np.sum(vehicles * known.length_m)) / 1000.0
        hours += float(np.sum(vehicles * known.length_m / mean)) / 1000.0
    return {"vehicle_km": kilometres, "vehicle_h": hours}


def open_incidents(city: City, now: float) -> list[str]:
    return [one.incident_id for one in known_incidents(city, now, now)]
