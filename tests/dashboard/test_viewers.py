"""What walls say of the version they show: told every ten seconds, forgotten after a minute of silence."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dashboard.viewers import GONE_S, WALLS_EVERY_S, Viewers


class Clock:
    now = 1_000_000.0

    def time(self) -> float:
        return self.now

    monotonic = time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("dashboard.viewers.time", clock)
    return clock


def told(run: Path) -> dict[str, Any]:
    walls: dict[str, Any] = json.loads((run / "walls" / str(os.getpid())).read_text())
    return walls


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "walls").mkdir()
    return tmp_path


def test_a_wall_that_no_longer_asks_is_forgotten(run: Path, clock: Clock) -> None:
    viewers = Viewers(run)
    viewers.note("wall=gone&seen=3")
    clock.now += GONE_S
    viewers.note("wall=here&seen=9")
    assert told(run) == {"gone": [3, clock.now - GONE_S], "here": [9, clock.now]}
    clock.now += WALLS_EVERY_S
    viewers.note("wall=here&seen=10")
    assert told(run) == {"here": [10, clock.now]}


def test_many_requests_are_one_writing(run: Path, clock: Clock) -> None:
    viewers = Viewers(run)
    viewers.note("wall=a&seen=1")
    clock.now += WALLS_EVERY_S - 1
    viewers.note("wall=a&seen=2")
    assert told(run)["a"][0] == 1
    clock.now += 1
    viewers.note("wall=a&seen=3")
    assert told(run)["a"][0] == 3


def test_a_query_without_a_version_is_no_wall(run: Path, clock: Clock) -> None:
    Viewers(run).note("wall=a")
    Viewers(run).note("wall=../../etc&seen=1")
    assert not [*(run / "walls").iterdir()]
