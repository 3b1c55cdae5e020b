"""Workers of the web server that hang: the server itself replaces only those that died."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

log = structlog.get_logger()
LOOK_EVERY_S = 2.0
ANSWER_S = 8.0
MOST_SILENT = 2  # looks in a row


def watch_workers(upstream: Path) -> None:
    """Look after the workers of this process that answer on a Unix socket."""
    threading.Thread(target=look_after, args=(lambda: answers(upstream, ANSWER_S), kill_workers), name="pulse", daemon=True).start()


def look_after(answered: Callable[[], bool], kill: Callable[[], None], wait: Callable[[float], object] = time.sleep) -> None:
    """For ever: workers that answered once and then are silent are killed. Those that have not come up yet are let be."""
    silent: int | None = None
    while True:
        wait(LOOK_EVERY_S)
        if answered():
            silent = 0
        elif silent is not None:
            silent += 1
        if silent == MOST_SILENT:
            log.error("web workers hung, killed")
            kill()
            silent = None


def answers(upstream: Path, within_s: float) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(within_s)
            probe.connect(str(upstream))
            probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: wall\r\nConnection: close\r\n\r\n")
            return probe.recv(16).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def kill_workers() -> None:
    """A stopped process ends by SIGKILL alone."""
    for listed in Path("/proc/self/task").glob("*/children"):
        for pid in listed.read_text().split():
            os.kill(int(pid), signal.SIGKILL)
