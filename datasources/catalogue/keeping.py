"""Views kept up as rows land, so that a tick reads what is there already.

A kept view (header `kept: true`) is filled with its own SQL when the library is loaded; after a landing the same SQL is asked of the trips
that the landing touched alone, and of the stops where their visits changed. Questions about now read it; a past moment is computed anew.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import duckdb
import structlog

from datasources.answering.asking import Moment, look_at
from datasources.catalogue.library import KEPT, Library
from datasources.place import Place
from datasources.storage.cursor import Connection, set_variables, transaction
from datasources.storage.statements import statement

log = structlog.get_logger(__name__)
HOUR = timedelta(hours=1)
LET_GO_EVERY = SAID_EVERY = timedelta(minutes=1)
SAID_WITHIN = timedelta(seconds=5)  # and no more often by this machine's time, where the city's runs faster
SAID_UNTIL = 3  # times as long
ASKED_FOR = timedelta(minutes=10)  # since somebody asked about now: while days are imported nobody does
GROWN = 1.1  # at a start, while the past lands, a minute is too long
SLACK = timedelta(minutes=10)  # clocks of buses may be ahead, questions a little behind
STEPS = ("renew_visits", "renew_headways", "renew_trips", "note_runs")
FOREVER = {"window_s": "1e11"}
ALWAYS = Moment(datetime(3000, 1, 1), live=False, parameters=FOREVER)  # every row that is given


class Kept:
    """Works on the writer's cursor; the caller holds the writer's lock."""

    def __init__(self, writer: Connection, speed: float = 1.0) -> None:
        self._writer, self._said_every = writer, max(SAID_EVERY, speed * SAID_WITHIN)
        self._rules: dict[str, str] = {}
        self._window = HOUR
        self._newest: datetime | None = None  # event time
        self._let_go: datetime | None = None
        self._whole = False
        self._slow: list[str] = []
        self._said: datetime | None = None
        self._said_of = 0  # visits
        self._asked = datetime.min
        writer.execute(statement("kept/touched")).fetchall()
        look_at(writer, ALWAYS)

    def covers(self, as_of: datetime, parameters: Mapping[str, str]) -> bool:
        """Whether a question about now finds in it all that it may read, and nothing else."""
        self._asked = as_of
        asked = parameters.get("window_s")
        fresh = self._said is not None and abs(as_of - self._said) <= SAID_UNTIL * self._said_every
        return self._whole and fresh and (asked is None or _seconds(asked) == self._window.total_seconds())

    def fill(self, cursor: Connection, library: Library, place: Place) -> None:
        """Fill the tables that this library's views are kept in; inside the transaction of `cursor` that made them."""
        self._rules, self._slow = {view.name: view.sql for view in library.views if view.is_kept}, []
        self._whole, self._said = False, None
        self._window = timedelta(seconds=place.settings.get("window_s", HOUR.total_seconds()))
        if self._possible:
            cursor.execute(statement("kept/tables")).fetchall()
            self._fill(cursor)
            self._slow = [view.name for view in library.views if view.is_slow]
            self._whole = True

    @property
    def _possible(self) -> bool:
        """Whether the city left every view that can be kept as it is."""
        return self._rules.keys() == set(KEPT)

    def _fill(self, cursor: Connection) -> None:
        event, arrival = cursor.execute("SELECT max(event_time), max(received_at) FROM city.main.stop_visit_candidate").fetchall()[0]
        self._newest = self._let_go = event
        longest = {"window_s": str((self._window + SLACK).total_seconds())}
        if event is not None:
            look_at(cursor, Moment(max(event, arrival), live=False, parameters=longest))
            set_variables(cursor, **self._horizons(event))
            cursor.execute(statement("kept/fill", **self._rules)).fetchall()

    def follow(self, now: datetime, reference: bool = False) -> None:
        """Renew what the last landing touched; reference: timetables or roads came. What cannot be renewed is filled anew; until then
        questions about now do without."""
        first, last = self._writer.execute(statement("kept/changes")).fetchall()[0]
        if last is not None:
            self._whole = self._possible and self._done(lambda: self._renew(first, last) if self._whole else self._fill(self._writer))
            self._writer.execute("DELETE FROM touched_trip").fetchall()
        if self._possible and (reference or self._due(now)):
            told = now - self._asked <= ASKED_FOR and self._done(lambda: self._say(now))
            self._said, self._said_of = (now if told else None), self._visits()
            set_variables(self._writer, telling=False)

    def _due(self, now: datetime) -> bool:
        return self._said is None or now - self._said >= self._said_every or self._visits() > GROWN * self._said_of

    def _visits(self) -> int:
        return int(self._writer.execute("SELECT count(*) FROM memory.kept.stop_visit").fetchall()[0][0])

    def _done(self, work: Callable[[], None]) -> bool:
        """Whether it could be done; else it left nothing."""
        try:
            with transaction(self._writer):
                work()
        except duckdb.Error as error:
            log.error("not_kept", error=str(error))
            return False
        return True

    def _say(self, now: datetime) -> None:
        """Keep what slow views say now, each after those it reads."""
        look_at(self._writer, Moment(now, live=True, kept=self._whole))
        set_variables(self._writer, telling=True)
        for name in self._slow:
            self._writer.execute(statement("kept/say", name=name)).fetchall()

    def _horizons(self, newest: datetime) -> dict[str, datetime]:
        """From when rows are kept, and passes read."""
        visits_from = newest - self._window - HOUR - SLACK
        return {"newest": newest, "read_from": visits_from - HOUR, "visits_from": visits_from, "headways_from": visits_from + HOUR}

    def _renew(self, first: datetime, last: datetime) -> None:
        present = max(last, self._newest or last)
        set_variables(self._writer, changed_from=first, **self._horizons(present))
        look_at(self._writer, ALWAYS)
        for step in STEPS:
            self._writer.execute(statement(f"kept/{step}", **self._rules)).fetchall()
        look_at(self._writer, Moment(present, live=False, parameters=FOREVER))
        self._writer.execute(statement("kept/renew_last", **self._rules)).fetchall()
        if self._let_go is None or present >= self._let_go + LET_GO_EVERY:
            self._writer.execute(statement("kept/let_go")).fetchall()
            self._let_go = present
        self._newest = present


def _seconds(text: str) -> float:
    """Infinite for what is no number: such a question is not for what is kept."""
    try:
        return float(text)
    except ValueError:
        return float("inf")
