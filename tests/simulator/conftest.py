"""One simulated city for all tests of this folder: making it takes half a second."""

from pathlib import Path

import pytest

from simulator.city import City
from simulator.clock import Pattern, shift_to

NOW = 1795406400.0 + 4 * 3600.0  # 2026-11-23 08:00 UTC, 16:00 in Yantai
FOLDER = Path(__file__).parents[2] / "cities" / "yantai"


@pytest.fixture(scope="session")
def yantai() -> Path:
    """The folder of the real network."""
    return FOLDER


@pytest.fixture(scope="session")
def city(yantai: Path) -> City:
    """Behaves at NOW as at half past eight."""
    return City(yantai, pattern=Pattern(shift_to(8.5, NOW)))


@pytest.fixture(scope="session")
def now() -> float:
    return NOW
