"""Slow figures that departments report once an hour: hazards rectified, data sets updated on time."""

import numpy as np

from simulator.arrays import Columns
from simulator.chance import uniform
from simulator.places import Districts

HOUR = 3600.0
# id, expected share, size of the denominator in a district
FIGURES = (("hazard_rectified", 0.965, 60), ("data_on_time", 0.985, 45))


def figures(seed: int, districts: Districts, now: float) -> Columns:
    """One row an indicator and district, as of the last full hour (UTC epoch); the city is the sum of its districts."""
    hour = np.floor(now / HOUR)
    parts = [_figure(seed, districts, hour, index) for index in range(len(FIGURES))]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _figure(seed: int, districts: Districts, hour: float, index: int) -> Columns:
    name, share, size = FIGURES[index]
    district = np.arange(len(districts.ids))
    total = np.round(size * (0.5 + 1.5 * uniform(seed, index, district, 91)))
    slow = uniform(seed, index, district, np.floor(hour / 24), 92) * 0.09
    within = uniform(seed, index, district, hour, 93) * 0.02
    done = np.round(total * np.clip(share + 0.03 - slow - within, 0.0, 1.0))
    return {
        "indicator_id": np.full(len(district), name),
        "district_id": np.array(districts.ids),
        "numerator": done,
        "denominator": total,
        "value": np.round(100.0 * done / total, 2),
        "event_time": np.full(len(district), hour * HOUR),
    }
