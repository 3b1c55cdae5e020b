"""A real demo at sixty times the pace: its time runs, and what it says of its buses is so."""

import json
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from dashboard.commands.demo import SPED
from dashboard.runfolder import run_folder
from datasources.frames import Reader
from tests.dashboard.walls import COMMAND, PATIENCE_S, ROOT, command, free_port, until

pytestmark = pytest.mark.alone
PASSED = timedelta(minutes=5)
ONLINE = 90.0  # %: buses of the simulation report every few seconds


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Path]:
    """Its data folder."""
    more = ["--data", str(tmp_path), "--port", str(free_port()), "--simulator-port", str(free_port())]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([*COMMAND, "demo", "--time-scale", "60", "--fleet", "100", *more], cwd=ROOT, stdout=log, stderr=log)
    try:
        yield tmp_path / SPED
    finally:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        process.terminate()
        for left in psutil.wait_procs(family, 8)[1]:
            left.kill()
        process.wait(5)


def shown(data: Path, view: str) -> list[dict[str, Any]]:
    told = command("show", "yantai", view, "--data", str(data), "--format", "json")
    assert told.returncode == 0, told.stderr
    return list(json.loads(told.stdout))


def moment(data: Path) -> datetime | None:
    """That the wall shows, once buses are there."""
    run = run_folder(data)
    looked = Reader(run / "frames").manifest().get("as_of")
    return datetime.fromisoformat(looked) if looked else None


def test_time_passes_and_buses_are_heard_of(demo: Path) -> None:
    clock = demo / "city.clock"
    until(lambda: clock.is_file() and len(set(clock.read_text().split())) == 4, 2 * PATIENCE_S, "the first positions")
    first = until(lambda: moment(demo), PATIENCE_S, "a tick")
    assert first is not None
    until(lambda: (moment(demo) or first) > first + PASSED, 2 * PATIENCE_S, "five minutes of the city")
    online = shown(demo, "bus_online")[0]
    assert online["state"] in ("ok", "attention") and online["value"] > ONLINE, online
    positions = next(row for row in shown(demo, "feed_status") if row["feed"] == "positions")
    assert positions["state"] == "LIVE" and positions["stale_after_s"] == 90, positions
    visits = shown(demo, "bus_on_time")[0]
    assert visits["denominator"] > 30, "stops are told between reports a minute apart"
