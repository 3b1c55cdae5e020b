import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.process import ALLOCATION, KEPT_MS, environment
from tests.dashboard.walls import PATIENCE_S

ROOT = Path(__file__).parents[2]
# a supervisor of one child that writes its pid and beats; "freeze" in its folder stops the beating
PARENT = """
import sys
from pathlib import Path
from dashboard.supervisor import Child, Supervisor
run = Path(sys.argv[1])
child = Child("c", [sys.executable, str(run / "child.py"), str(run)], hung_after=1.0, grace=20.0)
sys.exit(Supervisor([child], run).run())
"""
CHILD = """
import os, sys, time
from pathlib import Path
from dashboard.process import answer_where, die_with_parent
from dashboard.runfolder import beat, threads_file
run = Path(sys.argv[1])
def stand_still():
    time.sleep(600)
die_with_parent()
answer_where(threads_file(run, "c"))
(run / "allocation").write_text(os.environ.get("GLIBC_TUNABLES", ""))
(run / "pid").write_text(str(os.getpid()))
while True:
    if not (run / "freeze").exists():
        beat(run, "c")
    else:
        stand_still()
    time.sleep(0.05)
"""

DECAY = """
import ctypes, _duckdb
database = ctypes.CDLL(_duckdb.__file__)
for name in (b"arenas.dirty_decay_ms", b"arenas.muzzy_decay_ms"):
    told, size = ctypes.c_ssize_t(), ctypes.c_size_t(ctypes.sizeof(ctypes.c_ssize_t))
    database.duckdb_je_mallctl(name, ctypes.byref(told), ctypes.byref(size), None, 0)
    print(told.value)
"""


class Family:
    def __init__(self, run: Path) -> None:
        (run / "child.py").write_text(CHILD)
        self.run = run
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (run / "log").open("w") as log:
            self.parent = subprocess.Popen([sys.executable, "-c", PARENT, str(run)], cwd=ROOT, env=environment, stdout=log)

    def child(self, not_pid: int = 0) -> int:
        """The child's pid, once there is one other than `not_pid`."""
        return until(lambda: next((p for p in [self._pid()] if p and p != not_pid), 0), PATIENCE_S)

    def _pid(self) -> int:
        try:
            return int((self.run / "pid").read_text() or 0)
        except OSError:
            return 0


def until(found: Callable[[], int], seconds: float) -> int:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] != "Z"


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    made = Family(tmp_path)
    yield made
    made.parent.kill()
    made.parent.wait()


def test_a_killed_child_is_back(family: Family) -> None:
    first = family.child()
    os.kill(first, signal.SIGKILL)
    assert alive(family.child(not_pid=first))


def test_a_child_that_stops_beating_says_where_it_stands_and_is_back(family: Family) -> None:
    first = family.child()
    until(lambda: (family.run / "heartbeat.c").exists(), PATIENCE_S)
    (family.run / "freeze").touch()
    until(lambda: not alive(first), PATIENCE_S)
    (family.run / "freeze").unlink()
    assert alive(family.child(not_pid=first))
    assert "in stand_still" in (family.run / "log").read_text()


def test_a_child_keeps_small_pieces_of_memory_at_hand(family: Family) -> None:
    family.child()
    assert (family.run / "allocation").read_text() == os.environ.get("GLIBC_TUNABLES", "glibc.malloc.tcache_count=2000")


def test_a_child_s_database_keeps_memory_from_tick_to_tick(tmp_path: Path) -> None:
    if any(name in os.environ for name in ALLOCATION):
        pytest.skip("how memory is allocated was said from outside")
    told = subprocess.run([sys.executable, "-c", DECAY], env=environment(), capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(KEPT_MS)] * 2


def test_sigterm_ends_all_within_five_seconds(family: Family) -> None:
    child = family.child()
    started = time.monotonic()
    family.parent.terminate()
    assert family.parent.wait(10) == 0
    assert time.monotonic() - started < 5
    assert not alive(child)


def test_a_child_does_not_outlive_a_supervisor_killed_hard(family: Family) -> None:
    child = family.child()
    family.parent.kill()
    until(lambda: not alive(child), PATIENCE_S)


def test_a_child_that_was_told_nonsense_is_not_told_again(tmp_path: Path) -> None:
    parent = PARENT.replace('str(run / "child.py"), str(run)', '"-c", "raise SystemExit(2)"')
    ended = subprocess.run([sys.executable, "-c", parent, str(tmp_path)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60)
    assert ended.returncode == 2
