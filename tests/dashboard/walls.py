"""Real walls for tests: `python -m dashboard serve` of a small city, its processes, its port, its log."""

import gzip
import http.client
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import psutil

from dashboard.runfolder import run_folder

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "cities" / "small"
COMMAND = [sys.executable, "-m", "dashboard"]
T = TypeVar("T")
PATIENCE_S = 60.0  # for what comes in the end, on a machine that has other things to do; how fast it came is told by `timed`


def until(found: Callable[[], T], seconds: float, what: str = "") -> T:
    """What `found` gives as soon as it is something, tried every 20 ms."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what or found}")
        time.sleep(0.02)
    return value


def timed(found: Callable[[], object], seconds: float, what: str) -> float:
    """Seconds until `found`, told for the record."""
    started = time.monotonic()
    until(found, seconds, what)
    took = time.monotonic() - started
    print(f"{what}: {took:.2f} s")
    return took


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the program, run to its end."""
    return subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=2 * PATIENCE_S, check=False)


def alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


class Answer(NamedTuple):
    status: int  # 0: nobody answered
    etag: str
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


NOBODY = Answer(0, "", b"{}")


class Wall:
    """A wall of a copy of the small city. Its processes live in `folder`/data and one run folder, its log in `folder`/log."""

    def __init__(self, folder: Path, agency_url: str, port: int = 0) -> None:
        self.city = folder / "small"
        if not self.city.is_dir():
            shutil.copytree(SMALL, self.city)
        self.data = folder / "data"
        self.port = port or free_port()
        self._log = folder / f"log-{self.port}"
        self._sources = ["--data", str(self.data), "--set", f"agency={agency_url}"]
        self._process: subprocess.Popen[bytes] | None = None

    # processes

    def start(self) -> "Wall":
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*COMMAND, "serve", str(self.city), *self._sources, "--port", str(self.port)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    @property
    def supervisor(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def family(self) -> list[psutil.Process]:
        """Every process of the wall."""
        top = psutil.Process(self.supervisor.pid)
        return [top, *top.children(recursive=True)]

    def child(self, name: str) -> psutil.Process | None:
        """The living child `engine` or `web`."""
        try:
            children = psutil.Process(self.supervisor.pid).children()
            return next((child for child in children if alive(child) and f"_{name}" in child.cmdline()), None)
        except psutil.NoSuchProcess:
            return None

    def worker(self) -> psutil.Process | None:
        """A living worker of the web server."""
        web = self.child("web")
        try:
            return next((child for child in web.children() if alive(child)), None) if web else None
        except psutil.NoSuchProcess:
            return None

    def kill(self, found: psutil.Process | None) -> psutil.Process:
        assert found is not None
        os.kill(found.pid, signal.SIGKILL)
        return found

    def end(self) -> None:
        """Whatever still runs is gone afterwards, and what it left on tmpfs."""
        if self._process is not None and self._process.poll() is None:
            family = self.family()
            self._process.terminate()
            _, left = psutil.wait_procs(family, 8)
            for process in left:
                process.kill()
            self._process.wait(5)
        shutil.rmtree(run_folder(self.data), ignore_errors=True)

    # what it says

    def get(self, path: str, *, wait_s: float = 5.0) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=wait_s)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            packed = answer.getheader("Content-Encoding") == "gzip"
            return Answer(answer.status, answer.getheader("ETag", ""), gzip.decompress(body) if packed else body)
        except (OSError, http.client.HTTPException):
            return NOBODY
        finally:
            connection.close()

    def ready(self) -> bool:
        return self.get("/readyz").status == 200

    def version(self) -> int:
        """Of the newest frame; 0 while there is none."""
        return int(self.frame().get("version", 0))

    def frame(self, lang: str = "zh") -> dict[str, Any]:
        answer = self.get(f"/frames/overview.city.{lang}")
        return dict(answer.json()) if answer.status == 200 else {}

    def buses(self) -> dict[str, tuple[float, float]]:
        """What a map would show: latitude and longitude by the vehicle's id, from the binary layer and the roster."""
        layer, roster = self.get("/frames/vehicles"), self.get("/frames/roster")
        return places(layer.body, roster.json()) if layer.status == roster.status == 200 else {}

    def show(self, view: str, *more: str) -> subprocess.CompletedProcess[str]:
        return command("show", str(self.city), view, *self._sources, *more)

    def rows(self, view: str) -> list[dict[str, Any]]:
        shown = self.show(view, "--format", "json")
        assert shown.returncode == 0, shown.stderr
        return list(json.loads(shown.stdout))

    def log(self) -> list[dict[str, Any]]:
        """The JSON lines of the log; what is none, such as a traceback, comes as {"text": line}."""
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) if line.startswith("{") else {"text": line} for line in lines]

    def tracebacks(self) -> list[str]:
        return [line for line in self._log.read_text(encoding="utf-8").splitlines() if "Traceback" in line]

    def said(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.log() if line.get("event") == event]


def places(layer: bytes, roster: list[list[str]]) -> dict[str, tuple[float, float]]:
    """The layer `vehicles` read as the page reads it."""
    assert layer[:4] == b"VEH1"
    _, n, _, _, west, south, east, north = struct.unpack_from("<III5d", layer, 4)
    start = 4 + struct.calcsize("<III5d")
    index = np.frombuffer(layer, "<u4", n, start)
    x, y = (np.frombuffer(layer, "<u2", n, start + offset * n) for offset in (4, 6))
    return {
        roster[i][0]: (south + float(b) / 65535 * (north - south), west + float(a) / 65535 * (east - west))
        for i, a, b in zip(index.tolist(), x, y, strict=True)
    }


def texts(tree: Any) -> list[str]:
    """Every text in a drawn panel."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, list):
        return [text for part in tree for text in texts(part)]
    return texts(tree["props"].get("children")) if isinstance(tree, dict) else []


def classed(tree: Any, name: str) -> list[Any]:
    """Every drawn block of that class."""
    if isinstance(tree, list):
        return [found for part in tree for found in classed(part, name)]
    if not isinstance(tree, dict):
        return []
    own = [tree] if name in str(tree["props"].get("className", "")).split() else []
    return own + classed(tree["props"].get("children"), name)
