"""A wall that starts where something is in its way says so, waits, and comes up by itself; one that dies leaves nothing in the way."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.check import checked
from dashboard.opening import open_store
from tests.dashboard.agency import Agency
from tests.dashboard.walls import PATIENCE_S, Wall, alive, command, timed, until

pytestmark = pytest.mark.alone


@pytest.fixture
def agency() -> Iterator[Agency]:
    made = Agency()
    made.put({"鲁F-1": (37.5, 121.4)})
    yield made
    made.close()


@pytest.fixture
def wall(agency: Agency, tmp_path: Path) -> Iterator[Wall]:
    made = Wall(tmp_path, agency.url)
    made.data.mkdir()
    yield made
    made.end()


def web_waits(wall: Wall) -> list[float]:
    """Seconds before each restart of a web process that died, in order."""
    return [line["restart_in_s"] for line in wall.said("process died") if line["child"] == "web"]


def test_a_taken_port_and_file_are_told_and_waited_for(wall: Wall) -> None:
    """Then its supervisor is killed hard, and another wall takes over at once."""
    with socket.create_server(("127.0.0.1", wall.port)), open_store(checked(wall.city), wall.data):
        wall.start()
        until(lambda: len(web_waits(wall)) > 1 and len(wall.said("the data folder is in use")) > 1, PATIENCE_S, "both are told")
        assert wall.said("cannot listen")[0]["port"] == wall.port
        assert str(wall.data) in wall.said("the data folder is in use")[0]["error"]
        waits = web_waits(wall)
        assert waits == sorted(waits) and waits[-1] > 0, "restarts come slower and slower"
    timed(wall.ready, PATIENCE_S, "ready when they are free, after")
    assert not wall.tracebacks()

    family = wall.family()
    os.kill(wall.supervisor.pid, signal.SIGKILL)
    wall.supervisor.wait()
    wall.start()
    timed(lambda: not [process for process in family if alive(process)], PATIENCE_S, "no orphan is left after")
    timed(wall.ready, PATIENCE_S, "the next wall is ready after another")
    assert not wall.tracebacks()


def test_a_city_with_faults_does_not_start(wall: Wall) -> None:
    scene = wall.city / "scenes" / "overview.toml"
    scene.write_text(scene.read_text(encoding="utf-8").replace("bus_online", "bus_onlin"), encoding="utf-8")
    done = command("serve", str(wall.city), "--data", str(wall.data), "--port", str(wall.port))
    assert done.returncode == 1
    assert "scenes/overview.toml" in done.stderr and "'bus_online'" in done.stderr and "Traceback" not in done.stderr
