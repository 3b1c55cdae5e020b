"""The supervisor: starts the processes of a wall, and starts again what died or stopped beating."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from dashboard.process import Stop, environment
from dashboard.runfolder import beat_age, lay_out, threads_file

log = structlog.get_logger()
LOOK_EVERY_S = 0.1
STOP_WITHIN_S = 4.0
ANSWER_S = 0.5  # that a hung process has to say where it stands
BACKOFF_S = (0.0, 0.2, 1.0, 2.0, 5.0)  # waits before the 1st, 2nd ... restart in a row
MISUSED = 2  # exit code: a wrong command line
CALM_AFTER_S = 30.0  # a process that lived this long starts its row of restarts anew


@dataclass
class Child:
    """One process kept alive. `hung_after` is the heartbeat age at which it is killed; None: it does not beat."""

    name: str
    command: Sequence[str]
    hung_after: float | None = None
    grace: float = 60.0  # a first heartbeat may take this long
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts_in_row: int = 0
    due: float = 0.0


class Supervisor:
    def __init__(self, children: Sequence[Child], run: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._children = children
        self._run = run
        self._clock = clock
        self._room = lay_out(run)
        self._misused = False

    def run(self) -> int:
        """Keep all children alive until SIGTERM or SIGINT. Returns the exit code: MISUSED when a child was started with a wrong command
        line, which another start does not mend."""
        stop = Stop()
        while not self._misused and not stop.wait(LOOK_EVERY_S):
            self._keep_room()
            for child in self._children:
                self._look_after(child)
        self._end_all()
        return MISUSED if self._misused else 0

    def _keep_room(self) -> None:
        """Make the run folder anew where it was taken away. Who had a socket in it is reached no more and starts again."""
        room = lay_out(self._run)
        if room != self._room:
            log.error("the run folder was taken away", folder=str(self._run))
            self._room = room
            for child in self._children:
                if child.process is not None:
                    child.process.kill()

    def _look_after(self, child: Child) -> None:
        now = self._clock()
        if child.process is None:
            if now >= child.due:
                self._start(child, now)
            return
        code = child.process.poll()
        if code is not None:
            self._died(child, code, now)
        elif self._hung(child, now):
            age = beat_age(self._run, child.name)
            log.error("process hung, killed", child=child.name, heartbeat_age_s=age, threads=self._killed(child.name, child.process))

    def _start(self, child: Child, now: float) -> None:
        (self._run / f"heartbeat.{child.name}").unlink(missing_ok=True)
        child.process = subprocess.Popen(child.command, stdin=subprocess.PIPE, env=environment())
        child.started = now
        log.info("process started", child=child.name, pid=child.process.pid)

    def _died(self, child: Child, code: int, now: float) -> None:
        if now - child.started > CALM_AFTER_S:
            child.restarts_in_row = 0
        wait = BACKOFF_S[min(child.restarts_in_row, len(BACKOFF_S) - 1)]
        child.restarts_in_row += 1
        child.process, child.due = None, now + wait
        self._misused |= code == MISUSED
        log.error("process died", child=child.name, exit_code=code, restart_in_s=wait)

    def _hung(self, child: Child, now: float) -> bool:
        if child.hung_after is None:
            return False
        age = beat_age(self._run, child.name)
        return now - child.started > child.grace if age is None else age > child.hung_after

    def _killed(self, name: str, process: subprocess.Popen[bytes]) -> str:
        """Kill a process; where its threads stood."""
        process.send_signal(signal.SIGUSR1)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(ANSWER_S)
        process.kill()
        with contextlib.suppress(OSError):
            return threads_file(self._run, name).read_text()
        return ""

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_WITHIN_S
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        log.info("stopped", processes=len(running))


def python(*arguments: str) -> list[str]:
    """The command line that runs this package in a child with the same interpreter."""
    return [sys.executable, "-m", "dashboard", *arguments]
