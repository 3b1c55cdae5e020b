"""Does who looks ever meet a lock, or an older version, while the engine writes?

The demo's wall with two web workers for five minutes (BENCH_READ_MINUTES): its feeds land and it publishes, while one viewer takes frames
from the gate, one asks the workers for the version that they see, and one has rows of a view sent that nobody asked for yet.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from bench.goal import Goal, at_least, at_most
from bench.room import room
from bench.served import free_port
from dashboard import ROOT
from dashboard.drawing import iso
from datasources.moment import utc_now

FIRST_S = 120.0
FRAME, READY, ROWS = "/frames/overview.city.zh", "/readyz", "/export?form=json&steps=vehicles&at="
LOCK = re.compile(r"\block|IOException", re.IGNORECASE)
Say = Callable[[str], None]


class Viewer(threading.Thread):
    """Asks one thing again and again. older: answers with a lower version than one before; failed: those that were none."""

    def __init__(self, base: str, path: Callable[[], str], pause_s: float, over: threading.Event) -> None:
        super().__init__()
        self._base, self._path, self._pause_s, self._over = base, path, pause_s, over
        self.asked = self.older = self.version = self.versions = 0
        self.failed: list[str] = []

    def run(self) -> None:
        while not self._over.wait(self._pause_s):
            self.asked += 1
            try:
                self._see(json.loads(answer(self._base + self._path())))
            except (OSError, ValueError) as error:
                self.failed.append(f"{self._path()}: {error}")

    def _see(self, told: dict[str, object]) -> None:
        version = told.get("version")
        if isinstance(version, int):
            self.older += version < self.version
            self.versions += version > self.version
            self.version = version


def answer(url: str) -> bytes:
    """Raises OSError, also for what is no 200."""
    with urllib.request.urlopen(url, timeout=30) as found:
        body: bytes = found.read()
        packed = found.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(body) if packed else body


def measure(say: Say) -> list[Goal]:
    minutes = float(os.environ.get("BENCH_READ_MINUTES", "5"))
    with room() as folder:
        viewers, lines = watched(folder, minutes)
    locks = [line for line in lines if LOCK.search(line)]
    failed = [text for viewer in viewers for text in viewer.failed]
    for text in [*locks[:5], *failed[:5]]:
        say(text)
    say(f"{minutes:g} minutes: {sum(viewer.asked for viewer in viewers)} answers, {viewers[0].versions} versions seen at the gate")
    return [
        at_most("readers-lock-errors", len(locks), 0, ""),
        at_most("readers-older-versions", sum(viewer.older for viewer in viewers), 0, ""),
        at_most("readers-failed-answers", len(failed), 0, ""),
        at_least("readers-versions-seen", min(viewer.versions for viewer in viewers[:2]) / minutes, 6, "/min"),
    ]


def watched(folder: Path, minutes: float) -> tuple[list[Viewer], list[str]]:
    """The viewers when they have seen enough, and what the wall logged meanwhile."""
    port, over = free_port(), threading.Event()
    command = [sys.executable, "-m", "dashboard", "demo", "yantai", "--data", str(folder / "data"), "--past-hours", "1"]
    with (folder / "log").open("wb") as log:
        wall = subprocess.Popen([*command, "--port", str(port), "--workers", "2"], cwd=ROOT, stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}"
            await_wall(base, wall)
            asks: list[tuple[Callable[[], str], float]] = [
                (lambda: FRAME, 0.1),
                (lambda: READY, 0.1),
                (lambda: f"{ROWS}{iso(utc_now())}", 1.0),
            ]
            viewers = [Viewer(base, path, pause_s, over) for path, pause_s in asks]
            for viewer in viewers:
                viewer.start()
            time.sleep(minutes * 60)
            over.set()
            for viewer in viewers:
                viewer.join()
        finally:
            wall.terminate()
            wall.wait(15)
    return viewers, (folder / "log").read_text("utf-8", "replace").splitlines()


def await_wall(base: str, wall: subprocess.Popen[bytes]) -> None:
    """Raises RuntimeError where none comes up."""
    deadline = time.monotonic() + FIRST_S
    while time.monotonic() < deadline and wall.poll() is None:
        try:
            answer(base + READY)
            answer(base + FRAME)
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"no wall at {base}")
