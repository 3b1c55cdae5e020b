"""Views of the schema in which snapshots are read, made when a snapshot first needs them: a library has hundreds, a wall reads some."""

import threading
from collections.abc import Iterable

from datasources.asking import Cursors
from datasources.library import Library, create_for_snapshots
from datasources.opening import Connection


class Made:
    def __init__(self, cursors: Cursors) -> None:
        self._cursors = cursors
        self._lock = threading.Lock()
        self._library = Library()
        self._names: set[str] = set()

    def anew(self, cursor: Connection, library: Library) -> None:
        """None is made of this library; inside the transaction of `cursor` that loads it."""
        with self._lock:
            cursor.execute("DROP SCHEMA IF EXISTS memory.tick CASCADE; CREATE SCHEMA memory.tick").fetchall()
            self._library, self._names = library, set()

    def ensure(self, views: Iterable[str]) -> None:
        """Make these and all that they read, as far as they are not there."""
        with self._lock:
            missing = self._library.closure(views) - self._names
            if not missing:
                return
            with self._cursors.lend() as cursor:
                for view in self._library.views:
                    if view.name in missing:
                        cursor.execute(create_for_snapshots(view)).fetchall()
            self._names |= missing
