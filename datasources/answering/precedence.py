"""Who waits for an answer goes first: landing, ticking and recording stand still between two statements while a question is open."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from datasources.answering.progress import goes_on
from datasources.storage.cursor import Connection

MOST_S = 1.0  # at a stretch
SHARE = 0.25  # of the time, where questions never end


class Precedence:
    """Thread-safe. most_s: how long work stands still for questions at a stretch; a quarter of the time in the long run."""

    def __init__(self, most_s: float = MOST_S) -> None:
        self.most_s = most_s
        self._changed = threading.Condition()
        self._open = 0
        self._stood, self._seen = 0.0, time.monotonic()  # seconds stood still, less what was made up for since
        self._here = threading.local()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Somebody waits for what this thread does."""
        outer, self._here.asked = self.mine, True
        with self._changed:
            self._open += 1
        try:
            yield
        finally:
            self._here.asked = outer
            with self._changed:
                self._open -= 1
                self._changed.notify_all()

    @property
    def mine(self) -> bool:
        """Whether somebody waits for what this thread does."""
        return getattr(self._here, "asked", False)

    def give_way(self) -> None:
        """Stand still while a question is open, as long as that may be."""
        if not self._open or self.mine:
            return
        with self._changed:
            now = time.monotonic()
            self._stood, self._seen = max(0.0, self._stood - SHARE * (now - self._seen)), now
            self._changed.wait_for(lambda: not self._open, timeout=max(0.0, self.most_s - self._stood))
            self._stood += time.monotonic() - now


class Patient:
    """A cursor that gives way before each statement of a script, and counts them."""

    def __init__(self, cursor: Connection, precedence: Precedence) -> None:
        self._cursor, self._precedence = cursor, precedence
        self.statements = 0

    def execute(self, sql: str, parameters: object = None) -> Connection:
        *before, last = self._cursor.extract_statements(sql)
        for one in before:
            self._pass()
            self._cursor.execute(one).fetchall()
        self._pass()
        return self._cursor.execute(last, parameters)

    def _pass(self) -> None:
        self.statements += 1
        goes_on()
        self._precedence.give_way()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)
