"""Flow detectors across the carriageways of the corridors: what passed, what they say of it, and which of them are out of order."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from simulator.arrays import Columns, Floats, Ints
from simulator.chance import uniform
from simulator.clock import DAY, Pattern, iso, peak
from simulator.network import Network
from simulator.traffic import Roads

INTERVAL_S = 60.0
LANES = {"expressway": 3, "arterial": 2, "minor": 1}
LANE_H = 1500.0  # vehicles an hour that a lane carries at the busiest time
BREAKS_AT = 0.45  # below this share of the free-flow speed a road carries less and less
VEHICLE_M = 6.5  # with the loop
SPREAD = 0.06  # of the mean speed of a minute around the road's
BROKEN = {"zero": 0.01, "stuck": 0.01, "silent": 0.01}  # shares of the detectors that are out of order for the day


@dataclass(frozen=True)
class Detectors:
    """One a segment, over all its lanes, by the segment's number."""

    seed: int
    ids: np.ndarray
    roads: np.ndarray  # the segments' ids
    segment: Ints
    lanes: Ints
    length_m: Floats
    free_flow: Floats


def detectors(folder: Path, network: Network, roads: Roads, names: np.ndarray, seed: int) -> Detectors:
    """On every segment of a corridor; none where the city folder has no corridors."""
    file = folder / "network" / "corridors.csv"
    if not file.is_file():
        segment = np.zeros(0, dtype=np.int64)
    else:
        with file.open(encoding="utf-8", newline="") as lines:
            wanted = {row["segment_id"] for row in csv.DictReader(lines)}
        segment = np.flatnonzero(np.isin(names, sorted(wanted)))
    lanes = np.array([LANES[roads.classes[n]] for n in segment], dtype=np.int64)
    return Detectors(
        seed, np.char.add("D", names[segment]), names[segment], segment, lanes, network.segments.length_m[segment], roads.free_flow[segment]
    )


def passed(known: Detectors, pattern: Pattern, speed: Floats, begin: float, seconds: float) -> tuple[Floats, Floats]:
    """Vehicles that passed each detector in the `seconds` from `begin` on, and their mean km/h; `speed`: of its road then."""
    hour = np.array((pattern.seconds(begin) % DAY) / 3600.0)
    demand = (0.1 + 0.8 * peak(hour)) * (0.6 + 0.8 * uniform(known.seed, known.segment, 201))
    carried = np.minimum(1.0, speed / known.free_flow / BREAKS_AT)
    wanted = LANE_H * known.lanes * demand * carried * seconds / 3600.0
    vehicles = np.floor(wanted + uniform(known.seed, known.segment, int(begin), 202))
    mean = speed * (1.0 + SPREAD * (2.0 * uniform(known.seed, known.segment, int(begin), 203) - 1.0))
    return vehicles, mean


def broken(known: Detectors, day: int) -> dict[str, np.ndarray]:
    """Which detectors are out of order on a day of the city, by what is wrong with them."""
    draw, found, low = uniform(known.seed, known.segment, day, 204), {}, 0.0
    for cause, share in BROKEN.items():
        found[cause] = (draw >= low) & (draw < low + share)
        low += share
    return found


def said(known: Detectors, pattern: Pattern, speed: Floats, begin: float, seconds: float) -> Columns:
    """Readings of an interval in the words of detector_reading; a silent detector sends none, one that is stuck the same over and over."""
    vehicles, mean = passed(known, pattern, speed, begin, seconds)
    occupancy = 100.0 * vehicles / known.lanes * VEHICLE_M / (mean / 3.6) / seconds
    wrong = broken(known, pattern.day(begin))
    vehicles = np.where(wrong["zero"], 0.0, vehicles)
    occupancy = np.where(wrong["zero"], 0.0, np.where(wrong["stuck"], 12.5, np.minimum(occupancy, 100.0)))
    heard = ~wrong["silent"]
    columns = {
        "detector_id": known.ids,
        "segment_id": known.roads,
        "interval_s": np.full(len(heard), seconds),
        "flow": vehicles,
        "occupancy": np.round(occupancy, 2),
        "speed_kmh": np.where(vehicles > 0, np.round(mean, 1), np.nan),
        "event_time": np.full(len(heard), begin),
    }
    return {name: values[heard] for name, values in columns.items()}


def as_observed(rows: Columns, now: float) -> bytes:
    """TrafficFlowObserved of Smart Data Models, in key-values: occupancy as a share."""
    lists = (rows[name].tolist() for name in ("detector_id", "segment_id", "event_time", "interval_s", "flow", "occupancy", "speed_kmh"))
    return orjson.dumps([_entity(*row) for row in zip(*lists, strict=True)])


def _entity(key: str, road: str, begin: float, seconds: float, flow: float, occupancy: float, speed: float) -> dict[str, object]:
    observed: dict[str, object] = {
        "id": f"urn:ngsi-ld:TrafficFlowObserved:{key}",
        "type": "TrafficFlowObserved",
        "refRoadSegment": road,
        "dateObservedFrom": iso(begin),
        "dateObservedTo": iso(begin + seconds),
        "intensity": int(flow),
        "occupancy": round(occupancy / 100.0, 4),
    }
    return observed if np.isnan(speed) else observed | {"averageVehicleSpeed": speed}
