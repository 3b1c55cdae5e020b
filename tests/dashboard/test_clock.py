"""Time that runs faster: as fast as the wall can follow, the same for the engine and the simulator."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.clock import AHEAD_S, FIRST_S, WAITS_S, FasterClock
from simulator.clock import Clock

START, SPEED = datetime(2026, 11, 23, 1), 60.0


class Machine:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def held(tmp_path: Path, machine: Machine) -> Path:
    FasterClock.begin(tmp_path / "city.clock", START, machine.time)
    return tmp_path / "city.clock"


def passed(clock: FasterClock) -> float:
    return (clock.now() - START).total_seconds()


def test_time_waits_for_positions_but_not_for_ever(held: Path, machine: Machine) -> None:
    clock = FasterClock(held, SPEED, machine)
    machine.time += FIRST_S - 1
    assert passed(clock) == 0, "it begins with the first"
    clock.landed(START)
    machine.time += 0.5
    assert passed(clock) == pytest.approx(0.5 * SPEED)
    machine.time += 5
    assert passed(clock) == pytest.approx(AHEAD_S), "as far ahead of them as figures bear"
    clock.landed(START + timedelta(seconds=30))
    machine.time += 0.25
    assert passed(clock) == pytest.approx(AHEAD_S + 0.25 * SPEED), "it goes on from where it stood"
    machine.time += WAITS_S + 1
    assert passed(clock) == pytest.approx(30 + AHEAD_S + 1.25 * SPEED), "without them it goes on in the end"


def test_the_wall_looks_at_the_newest_positions_and_never_back(held: Path, machine: Machine) -> None:
    clock = FasterClock(held, SPEED, machine)
    clock.landed(START)
    machine.time += 0.9
    assert clock.as_of() == START
    clock.landed(START + timedelta(seconds=40))
    assert clock.as_of() == START + timedelta(seconds=40)
    machine.time += WAITS_S + 3
    assert clock.as_of() == clock.now() > START + timedelta(seconds=40 + 2 * AHEAD_S), "they stay away: they are as old as they are"
    seen = clock.as_of()
    clock.landed(START + timedelta(seconds=60))
    assert clock.as_of() >= seen


def test_an_engine_that_starts_anew_and_the_simulator_go_on_with_the_same_time(
    held: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FasterClock(held, SPEED, machine)
    clock.landed(START)
    machine.time += 0.7
    clock.landed(START + timedelta(seconds=20))
    machine.time += 0.3
    monkeypatch.setattr("time.monotonic", machine)
    for _ in range(4):
        assert FasterClock(held, SPEED, machine).now() == clock.now()
        assert Clock(SPEED, held=held).now() == pytest.approx(clock.now().replace(tzinfo=UTC).timestamp())
        machine.time += 6
