"""Views kept up as rows land, so that a tick reads what is there already.

A kept view (header `kept: true`) is filled with its own SQL when the library is loaded; after a landing the same SQL is asked of the trips
that the landing touched alone, and of the stops where their visits changed. Questions about now read it; a past moment is computed anew.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import duckdb
import structlog

from datasources.asking import Moment, look_at
from datasources.landing import set_variables
from datasources.library import KEPT, Library
from datasources.opening import Connection
from datasources.place import Place
from datasources.statements import same, statement

log = structlog.get_logger(__name__)
HOUR = timedelta(hours=1)
SLACK = timedelta(minutes=10)  # clocks of buses may be ahead, questions a little behind
ALWAYS = Moment(datetime(3000, 1, 1), live=False, parameters={"window_s": "1e11"})  # every row that is given


class Kept:
    """Works on the writer's cursor; the caller holds the writer's lock."""

    def __init__(self, writer: Connection) -> None:
        self._writer = writer
        self._rules: dict[str, str] = {}
        self._columns: list[str] = []
        self._window = HOUR
        self._newest: datetime | None = None
        self._whole = False
        writer.execute(statement("kept/touched")).fetchall()
        look_at(writer, ALWAYS)

    def covers(self, parameters: Mapping[str, str]) -> bool:
        """Whether a question about now finds in it all that it may read."""
        asked = parameters.get("window_s")
        return self._whole and (asked is None or _seconds(asked) <= self._window.total_seconds())

    def fill(self, cursor: Connection, library: Library, place: Place) -> None:
        """Fill the tables that this library's views are kept in; inside the transaction of `cursor` that made them."""
        self._rules = {view.name: view.sql for view in library.views if view.is_kept}
        self._whole = False
        self._window = timedelta(seconds=place.settings.get("window_s", HOUR.total_seconds()))
        if self._rules.keys() == set(KEPT):
            self._columns = (library.schemas or {})["stop_visit"].names
            self._fill(cursor)

    def _fill(self, cursor: Connection) -> None:
        event, arrival = cursor.execute("SELECT max(event_time), max(received_at) FROM city.main.stop_visit_candidate").fetchall()[0]
        self._newest = event
        longest = {"window_s": str((self._window + SLACK).total_seconds())}
        if event is not None:
            look_at(cursor, Moment(max(event, arrival), live=False, parameters=longest))
            cursor.execute(statement("kept/fill", headways=self._rules["headways"])).fetchall()
        self._whole = True

    def follow(self) -> None:
        """Renew what the last landing touched. What cannot be renewed is filled anew; until then questions about now do without."""
        if not self._rules:
            return
        newest = self._writer.execute("SELECT max(event_time) FROM touched_trip").fetchall()[0][0]
        if newest is None:
            return
        try:
            self._renew(newest) if self._whole else self._fill(self._writer)
        except duckdb.Error as error:
            self._whole = False
            log.error("not_kept", error=str(error))
        self._writer.execute("DELETE FROM touched_trip").fetchall()

    def _renew(self, newest: datetime) -> None:
        self._newest = max(newest, self._newest or newest)
        visits_from = self._newest - self._window - HOUR - SLACK
        look_at(self._writer, ALWAYS)
        self._writer.execute("BEGIN").fetchall()
        try:
            set_variables(self._writer, read_from=visits_from - HOUR, visits_from=visits_from, headways_from=visits_from + HOUR)
            self._writer.execute(statement("kept/renew_visits", stop_visit=self._rules["stop_visit"], same=same(self._columns))).fetchall()
            self._writer.execute(statement("kept/renew_headways", headways=self._rules["headways"])).fetchall()
            self._writer.execute("COMMIT").fetchall()
        except duckdb.Error:
            self._writer.execute("ROLLBACK").fetchall()
            raise


def _seconds(text: str) -> float:
    """Infinite for what is no number: such a question is not for what is kept."""
    try:
        return float(text)
    except ValueError:
        return float("inf")
