"""How a process of the wall ends: when it is told to, and when its parent is gone; and where it stands when it does not."""

import faulthandler
import os
import select
import signal
import threading
import time
from pathlib import Path
from types import FrameType

STDIN = 0
KEPT_MS = 60_000  # ticks are seconds apart
ALLOCATION = {
    # planning a query is thousands of small allocations, given back together; by itself glibc keeps seven of a size at hand
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=2000",
    # DuckDB by itself gives unused memory back after a second: 28,000 page faults a landing, for a tenth less of memory held
    "DUCKDB_JE_MALLOC_CONF": f"dirty_decay_ms:{KEPT_MS},muzzy_decay_ms:{KEPT_MS}",
}


def environment() -> dict[str, str]:
    """What a process of the wall is started with: how memory is allocated can only be said there."""
    return {**ALLOCATION, **os.environ}


class Stop:
    """SIGTERM and SIGINT as something to wait for, in the main thread.

    No threading.Event: a handler runs in the thread that it interrupts, and where that just holds the event's lock they wait for
    each other for ever.
    """

    def __init__(self) -> None:
        self._asked, self._ask = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        os.write(self._ask, b".")

    def wait(self, seconds: float) -> bool:
        """Whether the end was asked for; waits at most `seconds` for that."""
        return bool(select.select([self._asked], [], [], max(0.0, seconds))[0])


def answer_where(file: Path) -> None:
    """On SIGUSR1 write down where each thread stands: also one that holds the interpreter's lock for ever is found so."""
    faulthandler.register(signal.SIGUSR1, file.open("w"))


def die_with_parent() -> None:
    """End this process when the supervisor is gone, however it went: its end of our stdin closes with it."""

    def watch() -> None:
        while os.read(STDIN, 4096):  # not sys.stdin: a forked worker would wait for ever for the lock this thread holds on it
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(3)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def die_with_master() -> None:
    """The same for a web worker, whose parent is the web server's master: a new parent means the old one is gone."""
    master = os.getppid()

    def watch() -> None:
        while os.getppid() == master:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, name="master-watch", daemon=True).start()
