"""The book of what KPIs said: kept at every five-minute moment, filled in where it was missed."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import RLock
from zoneinfo import ZoneInfo

from datasources import recording, rounds
from datasources.asking import Cursors
from datasources.library import Library
from datasources.opening import Connection
from datasources.place import Place
from datasources.revision import Revisions

Scopes = Sequence[str | None]  # None: the city


class Recorder:
    """Asks by cursors of its own and writes by the writer's, whose lock it takes only to write."""

    def __init__(
        self,
        cursors: Cursors,
        writer: Connection,
        writing: RLock,
        revisions: Revisions,
        library: Callable[[], Library],
        place: Callable[[], Place],
    ) -> None:
        self._cursors, self._writer, self._writing = cursors, writer, writing
        self._revisions, self._library, self._place = revisions, library, place
        self._behind = True  # moments of the past may be missing

    def fell_behind(self, since: datetime) -> None:
        """Rows of the past have come, the earliest from `since`; inside the writer's lock."""
        self._behind = True
        rounds.forget(self._writer, since)

    def record(self, moment: datetime, scopes: Scopes) -> None:
        """What every KPI says at the moment, and what history says is usual then."""
        self._say(moment, scopes)
        self._settle(moment)

    def backfill(self, first: datetime, last: datetime, scopes: Scopes, seconds: float) -> int:
        """As Store.backfill_kpis."""
        if not self._behind:
            return 0
        ends = time.monotonic() + seconds
        with self._writing:
            self._behind = False
            missing = recording.missing(self._writer, first, last)
        while missing and time.monotonic() < ends:
            self._say(missing.pop(0), scopes)
        with self._writing:
            unsettled = recording.unsettled(self._writer, first, last)
        while unsettled and time.monotonic() < ends:
            self._settle(unsettled.pop(0))
        self._behind |= bool(missing or unsettled)
        return len(missing) + len(unsettled)

    def _say(self, moment: datetime, scopes: Scopes) -> None:
        zone, views = ZoneInfo(self._place().timezone), self._library().names()
        rounds.ask_round(self._cursors, self._writer, self._writing, moment, zone, views)
        kpis = self._library().kpis()
        names, once = [scope or "" for scope in scopes], self._library().once(kpis)
        rows = [row for scope in names for row in recording.said(self._cursors, kpis, moment, scope, once)]
        with self._writing:
            recording.write(self._writer, moment, names, rows)
            self._revisions.changed(moment)

    def _settle(self, moment: datetime) -> None:
        usual = recording.usual(self._cursors, moment)
        with self._writing:
            recording.write_usual(self._writer, moment, usual)
            self._revisions.changed(moment)
