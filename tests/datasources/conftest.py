"""Fixtures of the feeds' tests."""

from collections.abc import Iterator

import pytest

from tests.datasources.fault_server import FaultServer, serving
from tests.datasources.feeds import message


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with serving(message(20)) as running:
        yield running


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failures are tried again soon, so that tests end soon."""
    monkeypatch.setattr("datasources.schedule.pace.FIRST_S", 0.2)
