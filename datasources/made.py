"""Views of the schema in which snapshots are read, made when a snapshot first needs them: a library has hundreds, a wall reads some."""

import threading
from collections.abc import Collection

from datasources.library import Library, create_for_snapshots
from datasources.opening import Connection


class Made:
    """Thread-safe."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.cursor()
        self._lock = threading.Lock()
        self._library = Library()
        self._names: set[str] = set()

    def anew(self, cursor: Connection, library: Library) -> None:
        """None is made of this library; inside the transaction of `cursor` that loads it."""
        with self._lock:
            cursor.execute("DROP SCHEMA IF EXISTS memory.tick CASCADE; CREATE SCHEMA memory.tick").fetchall()
            self._library, self._names = library, set()

    def ensure(self, views: Collection[str]) -> None:
        """Make these and all that they read, as far as they are not there."""
        with self._lock:
            missing = self._library.closure(views) - self._names
            for view in self._library.views if missing else ():
                if view.name in missing:
                    self._cursor.execute(create_for_snapshots(view)).fetchall()
            self._names |= missing
