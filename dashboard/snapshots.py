"""The snapshots that frames are drawn from. Frames of one moment, scope and subject share one: other languages, other orders of a list."""

from collections.abc import Collection
from datetime import datetime

from dashboard.asked import Subject
from datasources.answering.cache import Once
from datasources.answering.snapshot import Snapshot
from datasources.store import Store

KEPT, HEAVIEST = 16, 128 * 2**20
VALUE_BYTES = 16  # a short text with its place, or a number and whether it is there


class Snapshots:
    """Asks the store, once for all who ask the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._once: Once[Snapshot] = Once(KEPT, _weight, HEAVIEST)

    def read(self, views: Collection[str], subject: Subject) -> Subject:
        """What of a subject any of these views reads; the rest (the order of a list) is the drawing's alone."""
        return tuple((key, value) for key, value in subject if not set(views) <= self._store.alike(views, [key]))

    def of(
        self, views: Collection[str], as_of: datetime, scope: str | None, subject: Subject, *, live: bool, given: Snapshot | None = None
    ) -> Snapshot:
        """given: the city's of that moment, whose part in this one is not asked again."""
        told = self.read(views, subject)
        key = (tuple(sorted(views)), as_of, scope, told, live, None if live else self._store.revisions.at(as_of))
        return self._once.get(key, lambda: self._store.snapshot(sorted(views), as_of, scope, live=live, parameters=dict(told), given=given))


def _weight(snapshot: Snapshot) -> int:
    """Bytes, about: to ask each column for its own takes longer than many a view."""
    return sum(VALUE_BYTES * table.num_rows * table.num_columns for table in snapshot.values())
