"""Where views are asked: one question, or all those of a wall at one moment."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import structlog

from datasources.answering.asking import Cursors, Moment, answer
from datasources.answering.cache import Once
from datasources.answering.lanes import HERE, Doing, Lanes
from datasources.answering.precedence import Precedence
from datasources.answering.revision import Revisions
from datasources.answering.side_by_side import answer_all
from datasources.answering.snapshot import Snapshot
from datasources.answering.ticket import BadTicket, Ticket, UnknownView
from datasources.catalogue.keeping import Kept
from datasources.catalogue.kpi import unknown
from datasources.catalogue.library import Library
from datasources.catalogue.made import Made
from datasources.fault import nearest
from datasources.intake.datum_guess import Network
from datasources.intake.roads import line_of
from datasources.moment import naive_utc
from datasources.storage.cursor import Connection
from datasources.storage.statements import statement

log = structlog.get_logger(__name__)
ASK_S = 2.0
ANSWERS, ANSWER_BYTES = 512, 128_000_000


class Desk:
    """Every method is safe to call from any thread."""

    def __init__(
        self, con: Connection, kept: Kept, clock: Callable[[], datetime], lanes: int, precedence: Precedence, told: Callable[[str], None]
    ) -> None:
        """told: is told what a view failed with."""
        self.clock, self.precedence = clock, precedence
        self.revisions = Revisions()
        self._library = Library()
        self._covers, self._told = kept.covers, told
        self._made = Made(con)
        self._cursors = Cursors(con, self._made.ensure, Lanes(lanes), precedence)
        self._answers: Once[pa.Table] = Once(ANSWERS, lambda table: int(table.nbytes), ANSWER_BYTES)

    def columns(self, view: str) -> dict[str, str]:
        """Column names and their Arrow types. Raises UnknownView."""
        return {field.name: str(field.type) for field in self._schema(view)}

    def headers(self) -> Mapping[str, Mapping[str, str]]:
        """Header comments by view."""
        return self._library.headers()

    def kpis(self) -> list[str]:
        return self._library.kpis()

    def _schema(self, view: str) -> pa.Schema:
        schemas = self._library.schemas
        if view not in schemas:
            raise UnknownView(f"no view {view!r}", nearest(view, schemas))
        return schemas[view]

    def ask(self, ticket: Ticket, seconds: float = ASK_S) -> pa.Table:
        """Rows of a view. Raises UnknownView, BadTicket, TooLong, ViewFailed."""
        self._schema(ticket.view)
        if not all(isinstance(v, str) for pair in ticket.parameters.items() for v in pair):
            raise BadTicket("parameters are strings")
        as_of = naive_utc(ticket.as_of) if ticket.as_of else self.clock().replace(microsecond=0)
        moment = self._moment(as_of, ticket.as_of is None, ticket.scope, ticket.parameters)
        key = (self.revisions.at(as_of), as_of, ticket.encoded())
        with self.precedence.asked():
            return self._answers.get(
                key, lambda: answer(self._cursors, ticket, self._library.once([ticket.view], self._there(moment)), moment, seconds)
            )

    def snapshot(
        self,
        views: Sequence[str],
        as_of: datetime | None = None,
        scope: str | None = None,
        *,
        live: bool | None = None,
        parameters: Mapping[str, str] | None = None,
        given: Snapshot | None = None,
    ) -> Snapshot:
        """Many views at one moment in one transaction. as_of None: now. live: may the newest memory be used (default: when as_of is None).
        parameters: what parameter() says, for all of them. given: a snapshot of that moment and scope without parameters: what does not
        depend on these is taken from it, as far as it is in there (`alike` says what to ask it for).

        Raises UnknownView; a view that fails is named in `.failed`: it has no rows, a KPI one that says so.
        """
        schemas = {view: self._schema(view) for view in views}
        moment = self._moment(as_of or self.clock(), as_of is None if live is None else live, scope, parameters or {})
        known = given.whole(self._library.alike(views, moment.parameters)) if given else {}
        asked = [view for view in views if view not in known]
        there = self._there(moment).union(known)
        lanes = self._cursors.lanes.of(asked, lambda view: self._library.once([view], there), there, self._library.judged, moment.patient)
        held = [{view: known[view] for view in self._library.given(lane.names(*HERE), known, lane.names(Doing.TAKE))} for lane in lanes]
        found, failed = answer_all(self._cursors, lanes, moment, held)
        found |= {view: table for view, table in known.items() if view in schemas}
        for view, text in failed.items():
            log.error("view_failed", view=view, error=text)
            self._told(text)
            found[view] = unknown(schemas[view], view, text) if view in self._library.judged else schemas[view].empty_table()
        return Snapshot(moment.as_of, found, failed, given)

    def alike(self, views: Collection[str], parameters: Collection[str]) -> frozenset[str]:
        """What of these views, and of the shared ones they read, does not depend on these parameters. Raises UnknownView."""
        for view in views:
            self._schema(view)
        return self._library.alike(views, parameters)

    def _moment(self, as_of: datetime, live: bool, scope: str | None, parameters: Mapping[str, str]) -> Moment:
        kept = live and self._covers(as_of, parameters)
        return Moment(as_of, live, scope, parameters, kept, patient=not self.precedence.mine)

    def _there(self, moment: Moment) -> frozenset[str]:
        """What need not be computed for it."""
        return self._library.there if moment.kept else frozenset()

    def recorded_span(self) -> tuple[datetime, datetime] | None:
        """The first and the last event_time that landed; None when none did."""
        with self._cursors.lend() as cursor:
            first, last = cursor.execute("SELECT min(event_min), max(event_max) FROM city.main.batch").fetchall()[0]
            return (first, last) if first else None

    def network(self) -> Network:
        """Where vehicles run: the lines of the timetable and the road segments."""
        with self._cursors.lend() as cursor:
            legs = cursor.sql(statement("statements/network_legs")).to_arrow_table()
            roads = cursor.execute("SELECT geometry FROM city.main.road_segment WHERE geometry IS NOT NULL").fetchall()
        ends = [legs[name].to_numpy() for name in legs.column_names]
        lines = [line for (text,) in roads if (line := line_of(text)) is not None]
        pieces = [np.stack([line[:-1], line[1:]], axis=1) for line in lines]
        return Network(np.concatenate([np.column_stack(ends).reshape(-1, 2, 2), *pieces]))
