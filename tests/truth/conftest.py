from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.truth.claim import Cities


@pytest.fixture(scope="session")
def city(shared_data: Path) -> Iterator[Cities]:
    """Recorded cities, each landed once."""
    with Cities(shared_data) as cities:
        yield cities
