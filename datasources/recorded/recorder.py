"""The book of what KPIs said: kept at every five-minute moment, filled in where it was missed."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from datasources.answering.asking import Cursors
from datasources.answering.progress import Turn
from datasources.answering.revision import Revisions
from datasources.catalogue.library import Library
from datasources.place import Place
from datasources.recorded import recording, rounds
from datasources.storage.cursor import Connection

Scopes = Sequence[str | None]  # None: the city


class Recorder:
    """Asks by cursors of its own and writes by the writer's, whose lock it takes only to write."""

    def __init__(
        self,
        cursors: Cursors,
        writer: Connection,
        writing: Turn,
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
        left, self._behind = 0, False
        for part, since in _parts(scopes, first, last):
            left = left or self._fill(since, last, part, seconds)
        self._behind |= left > 0
        return left

    def _fill(self, first: datetime, last: datetime, scopes: Scopes, seconds: float) -> int:
        """Moments missing for these scopes, then what was usual where history has changed; how many are left when the time is over."""
        with self._writing:
            missing = recording.missing(self._writer, first, last, scopes[0] or "")
        ends = time.monotonic() + seconds  # from here on, so that looking does not eat up the time for doing
        while missing and time.monotonic() < ends:
            self._say(moment := missing.pop(0), scopes)
            with self._writing:
                rounds.hold(self._writer, moment, recording.passed_over(moment, last))
        with self._writing:
            unsettled = recording.unsettled(self._writer, first, last)
        total = len(unsettled)
        while unsettled and (time.monotonic() < ends or len(unsettled) == total):  # the newest at least: it is on the screen
            self._settle(unsettled.pop(0))
        return len(missing) + len(unsettled)

    def _say(self, moment: datetime, scopes: Scopes) -> None:
        zone, library = ZoneInfo(self._place().timezone), self._library()
        rounds.ask_round(self._cursors, self._writer, self._writing, moment, zone, library)
        kpis = library.kpis()
        names, once = [scope or "" for scope in scopes], library.once(kpis)
        rows = [row for scope in names for row in recording.said(self._cursors, kpis, moment, scope, once)]
        with self._writing:
            recording.write(self._writer, moment, names, rows)
            self._revisions.changed(moment)

    def _settle(self, moment: datetime) -> None:
        usual = recording.usual(self._cursors, moment, self._library().once([recording.USUAL]))
        with self._writing:
            recording.write_usual(self._writer, moment, usual)
            self._revisions.changed(moment)


def _parts(scopes: Scopes, first: datetime, last: datetime) -> list[tuple[Scopes, datetime]]:
    """The city first: it is on every screen. Its districts of the last day only: a moment of theirs costs ten times as much, and what
    is usual in them comes to be known as the wall runs."""
    city, districts = [scope for scope in scopes if scope is None], [scope for scope in scopes if scope is not None]
    return [(part, since) for part, since in ((city, first), (districts, max(first, last - recording.FINE))) if part]
