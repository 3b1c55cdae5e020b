"""What several rooms' tests need."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from dashboard.browser import chromium
from datasources.place import Place
from datasources.store import Store

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 11, 23, 4)  # noon in Yantai, UTC without zone
settings.register_profile("same", derandomize=True)  # a commit passes or fails, whenever it is asked
settings.register_profile("new")  # other examples each time: make explore
settings.load_profile("same")
YANTAI = Place(timezone="Asia/Shanghai", bbox=(119.5, 36.5, 122.0, 38.4))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded feeds: $CITY_BRAIN_DATA, or ../shared/data beside the repository."""
    folder = Path(os.environ.get("CITY_BRAIN_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        missing = f"no recorded feeds at {folder}: set CITY_BRAIN_DATA"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store in a file of its own, of a city like Yantai, whose clock stands at noon."""
    with Store(tmp_path / "city.duckdb", YANTAI, clock=lambda: NOON) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests: Playwright runs once in a process."""
    with chromium() as opened:
        yield opened
