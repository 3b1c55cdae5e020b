"""Random numbers without a state: the same keys give the same number, in any order and at any time."""

import numpy as np
from numpy.typing import ArrayLike

from simulator.arrays import Floats


def uniform(seed: int, *keys: ArrayLike) -> Floats:
    """Numbers in (0, 1) for whole-number keys, which broadcast against each other."""
    state = np.asarray(seed, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for key in keys:
            state = _mixed(state + np.uint64(0x9E3779B97F4A7C15) + np.asarray(key).astype(np.int64).astype(np.uint64))
        return np.asarray(((_mixed(state) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53)


def normal(seed: int, *keys: ArrayLike) -> Floats:
    """Standard normal numbers (Box-Muller on two draws)."""
    one, two = uniform(seed, *keys, 1), uniform(seed, *keys, 2)
    return np.asarray(np.sqrt(-2.0 * np.log(one)) * np.cos(2.0 * np.pi * two))


def _mixed(state: np.ndarray) -> np.ndarray:
    """The splitmix64 finaliser."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(state ^ (state >> np.uint64(31)))
