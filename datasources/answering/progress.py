"""Work that goes on says so between two statements, two views, two frames, to whoever watches the thread that does it: slow is not hung."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LOOK_S = 1.0
_told: ContextVar[Callable[[], None] | None] = ContextVar("told", default=None)


@contextmanager
def watched(tell: Callable[[], None]) -> Iterator[None]:
    """What this thread does meanwhile, and what it has others do for it (copy_context), is told."""
    before = _told.set(tell)
    try:
        yield
    finally:
        _told.reset(before)


def goes_on() -> None:
    """One more piece of the work is done."""
    if tell := _told.get():
        tell()


class Turn:
    """A lock. Who waits for it goes on as long as whoever has it does. done: counts what that one has done; it is looked at every
    look_s."""

    def __init__(self, done: Callable[[], int], look_s: float = LOOK_S) -> None:
        self._lock, self._done, self._look_s = threading.RLock(), done, look_s

    def __enter__(self) -> None:
        seen = None
        while not self._lock.acquire(timeout=self._look_s):
            if seen != (seen := self._done()):
                goes_on()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
