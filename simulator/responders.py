"""The incident clock: when each incident was reported, verified, attended and over (T1 .. T7 of FHWA Traffic Incident Management)."""

from zlib import crc32

import numpy as np

from simulator.arrays import Columns, Floats
from simulator.chance import uniform
from simulator.incidents import Incident

STEPS = ("reported_at", "verified_at", "dispatched_at", "arrived_at")
QUICKEST = np.array([30.0, 30.0, 20.0, 180.0])  # seconds that each step takes at least
SLOWEST = np.array([240.0, 180.0, 90.0, 720.0])
AFTER_S = 600.0  # traffic flows as usual so long after the clearing: see traffic._obstruct
UNTIL_ATTENDED = 0.8  # of a short incident's time at most


def stamps(seed: int, known: list[Incident], now: float) -> Columns:
    """UTC epochs of those reached by `now`, NaN for the others."""
    every = np.array([_clock(seed, one) for one in known], dtype=float).reshape(len(known), 7)
    reached = np.where(every <= now, np.floor(every), np.nan)
    names = (*STEPS, "lanes_cleared_at", "responders_left_at", "normal_at")
    return {name: reached[:, place] for place, name in enumerate(names)}


def _clock(seed: int, one: Incident) -> Floats:
    lasts = one.cleared - one.started
    steps = QUICKEST + (SLOWEST - QUICKEST) * uniform(seed, crc32(one.incident_id.encode()), np.arange(len(STEPS)), 36)
    attended = one.started + np.cumsum(steps) * min(1.0, UNTIL_ATTENDED * lasts / float(steps.sum()))
    lanes = one.cleared - 0.25 * (one.cleared - attended[-1])
    return np.concatenate([attended, [lanes, one.cleared, one.cleared + AFTER_S]])
