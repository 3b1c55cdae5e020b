"""Clock steps and a dead calendar: feeds go on by the monotonic clock."""

import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import psutil
import pytest
import time_machine
from structlog.testing import capture_logs

from datasources.feed import FeedSpec
from datasources.schedule.refresh import Refresher
from tests.datasources.fault_server import FaultServer
from tests.datasources.feeds import until
from tests.datasources.refreshing import Landings, broken, growing, live, refreshing

INTERVAL_S = 0.4


def slow(server: FaultServer) -> FeedSpec:
    return live(server, every="400ms")


def longest_gap(times: list[float], since: float) -> float:
    kept = [t for t in times if t >= since - 2 * INTERVAL_S]
    return max(b - a for a, b in pairwise(kept))


STEPS = [timedelta(seconds=-5), timedelta(hours=-1), timedelta(hours=1), timedelta(days=30), timedelta(days=400)]


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_of_the_clock_costs_two_intervals_at_most(server: FaultServer, tmp_path: Path, step: timedelta) -> None:
    process = psutil.Process()
    with capture_logs() as lines, refreshing(tmp_path, slow(server)) as (_, landings):
        until(growing(landings, by=3))
        before, stepped = process.memory_info().rss, time.monotonic()
        with time_machine.travel(datetime.now(UTC) + step, tick=True):
            until(growing(landings, by=6))
            gap, grown = longest_gap(landings.times["buses"], stepped), process.memory_info().rss - before
    print(f"{step}: longest gap {gap:.3f} s at an interval of {INTERVAL_S} s, memory {grown / 2**20:+.1f} MiB")
    assert gap <= 2 * INTERVAL_S + 0.1
    assert grown <= 50 * 2**20
    assert any(line["event"] == "clock_step" for line in lines)


def test_a_clock_that_was_never_set_lands_nothing(server: FaultServer, tmp_path: Path) -> None:
    with time_machine.travel(datetime(1970, 1, 2, tzinfo=UTC), tick=True), refreshing(tmp_path, slow(server)) as (_, landings):
        until(broken(landings, "clock"))
        assert landings.rows == {}


def kill_loop(refresher: Refresher) -> threading.Thread:
    """An exception in APScheduler's loop: its thread dies, `running` stays true."""
    scheduler = refresher._agenda._scheduler
    assert scheduler is not None
    thread = scheduler._thread

    def broken() -> float:
        raise RuntimeError("broken loop")

    scheduler._process_jobs = broken
    scheduler.wakeup()
    return thread  # type: ignore[no-any-return]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_calendar_is_made_anew(server: FaultServer, tmp_path: Path) -> None:
    with refreshing(tmp_path, slow(server)) as (refresher, landings):
        until(growing(landings, by=3))
        killed, thread = time.monotonic(), kill_loop(refresher)
        until(lambda: not thread.is_alive())
        until(growing(landings, by=5))
        gap = longest_gap(landings.times["buses"], killed)
        print(f"longest gap {gap:.3f} s")
        assert gap <= 2 * INTERVAL_S + 0.1
        assert refresher._agenda.alive()


def test_a_calendar_that_hangs_is_left_behind(server: FaultServer, tmp_path: Path) -> None:
    hold = threading.Event()
    with refreshing(tmp_path, slow(server)) as (refresher, landings):
        until(growing(landings, by=3))
        scheduler = refresher._agenda._scheduler
        assert scheduler is not None
        scheduler._process_jobs = lambda: hold.wait(30) and None
        scheduler.wakeup()
        hung = time.monotonic()
        until(growing(landings, by=5))
        gap = longest_gap(landings.times["buses"], hung)
        hold.set()
    print(f"longest gap {gap:.3f} s")
    assert gap <= 2 * INTERVAL_S + 0.1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_watchdog_survives_what_it_meets(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with refreshing(tmp_path, slow(server)) as (refresher, landings):
        monkeypatch.setattr(refresher._agenda, "alive", lambda: 1 / 0)
        until(growing(landings, by=5))
        monkeypatch.undo()
        kill_loop(refresher)
        until(growing(landings, by=5))
        assert refresher.silence_s() < 1


def test_a_quiet_run_renews_nothing(server: FaultServer, tmp_path: Path) -> None:
    with refreshing(tmp_path, slow(server)) as (refresher, landings):
        until(growing(landings, by=8))
        assert refresher._watchdog.renewals == 0


def test_a_landing_that_always_fails_keeps_the_cadence(server: FaultServer, tmp_path: Path) -> None:
    class Failing(Landings):
        def land(self, *_: object) -> None:  # type: ignore[override]
            self.times.setdefault("buses", []).append(time.monotonic())
            raise ValueError("no")

    with refreshing(tmp_path, slow(server), landings=Failing()) as (_, landings):
        until(growing(landings, by=11))
    usual = median(b - a for a, b in pairwise(landings.times["buses"]))
    print(f"usually {usual:.3f} s between tries at an interval of {INTERVAL_S} s")
    assert usual == pytest.approx(INTERVAL_S, rel=0.05)
