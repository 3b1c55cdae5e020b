"""Many views of one state of the data, asked side by side: lanes with a cursor of their own each."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from typing import TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import structlog

from datasources.answering.asking import Cursors, Moment, look_at, rows_of, run
from datasources.answering.lanes import ASKED, JUDGED, SHARED, Doing, Lane
from datasources.answering.progress import goes_on
from datasources.answering.ticket import QuestionError
from datasources.catalogue.kpi import measure_sql
from datasources.storage.cursor import Connection
from datasources.storage.statements import statement

log = structlog.get_logger(__name__)
T = TypeVar("T")
Tables = Mapping[str, pa.Table]
EVERY = 2**62  # rows


def answer_all(
    cursors: Cursors, lanes: Sequence[Lane], moment: Moment, given: Sequence[Tables] | None = None
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """Tables of many views of one state of the data, and what those say that could not be computed. A failing view ends a transaction,
    so all are asked again without it: all that is given was read together. Where a shared view fails, what reads it is wrong too, so
    each view is asked for itself; and so is each KPI where they cannot be judged together. given: of each lane the shared views that are
    known already."""
    if not lanes:
        return {}, {}
    cursors.ensure([view for lane in lanes for view in lane.names(*ASKED)], moment.schema)
    failed: dict[str, str] = {}
    while True:
        try:
            return _side_by_side(cursors, lanes, moment, given or [{} for _ in lanes]), failed
        except _OneFailed as error:
            failed[error.view] = error.text
            lanes = [lane.without(error.view) for lane in lanes]
        except _NotJudged as error:
            log.error("not_judged_together", error=str(error))
            lanes = [lane.unmeasured() for lane in lanes]


class _NotJudged(Exception):
    pass


class _NotHeld(Exception):
    """A shared view is not there."""


class _OneFailed(Exception):
    def __init__(self, view: str, text: str) -> None:
        self.view, self.text = view, text


def _side_by_side(cursors: Cursors, lanes: Sequence[Lane], moment: Moment, given: Sequence[Tables]) -> dict[str, pa.Table]:
    handed: dict[str, Future[pa.Table]] = {name: Future() for lane in lanes for name in lane.lent}
    with ExitStack() as stack:
        held = [stack.enter_context(cursors.lend()) for _ in lanes]
        for cursor in held:
            look_at(cursor, moment)
        with cursors.beginning:
            _begin_together(held)
        threads = stack.enter_context(ThreadPoolExecutor(len(lanes)))  # ends before a cursor goes back
        asked = [
            threads.submit(copy_context().run, _Lane(cursors, cursor, lane, moment, handed).asked, known)
            for cursor, lane, known in zip(held, lanes, given, strict=True)
        ]
        return {view: table for one in asked for view, table in one.result().items()}


def _begin_together(cursors: Sequence[Connection]) -> None:
    """Begin a transaction on each, all of one state: none of them may have seen a landing that another has not."""
    while len({_begun(cursor) for cursor in cursors}) > 1:
        for cursor in cursors:
            cursor.execute("ROLLBACK").fetchall()


def _begun(cursor: Connection) -> tuple[object, ...]:
    """Begin a transaction; the state that it sees."""
    cursor.execute("BEGIN").fetchall()
    return tuple(cursor.execute(statement("statements/state")).fetchall()[0])


class _Lane:
    """A lane being asked on a cursor of its own. handed: shared views on their way from lane to lane."""

    def __init__(self, cursors: Cursors, cursor: Connection, lane: Lane, moment: Moment, handed: Mapping[str, Future[pa.Table]]) -> None:
        self._cursors, self._cursor, self._lane, self._handed = cursors, cursor, lane, handed
        self._schema, self._patient = moment.schema, moment.patient

    def asked(self, given: Tables) -> dict[str, pa.Table]:
        """Its tables. What is computed once is written to tables in memory and rolled back: no other question ever sees it."""
        try:
            tables = self._stepped(given)
        except _NotHeld as error:
            log.error("not_held", error=str(error))
            tables = self._each_for_itself()
        self._cursor.execute("ROLLBACK").fetchall()
        return tables

    def _stepped(self, given: Tables) -> dict[str, pa.Table]:
        try:
            for name, table in given.items():
                self._hold(name, table)
            tables = {name: table for doing, name in self._lane.steps if (table := self._done(doing, name)) is not None}
            return tables | self._judged(self._lane.names(Doing.MEASURE))
        except BaseException as error:
            for name in self._lane.lent:  # nobody waits for what does not come
                if not self._handed[name].done():
                    self._handed[name].set_exception(error)
            raise

    def _done(self, doing: Doing, name: str) -> pa.Table | None:
        """Do a step; the rows of a view that was asked."""
        if doing is Doing.ASK:
            return self._timed(name, lambda view: rows_of(self._cursor, view, schema=self._schema))
        if doing is Doing.MEASURE:  # to plan the judgement of one KPI costs more than its measure does
            self._timed(name, lambda kpi: run(self._cursor, kpi, measure_sql(kpi, self._schema)))
        elif doing is Doing.TAKE:
            self._hold(name, self._handed[name].result())
        else:
            self._compute(name)
        return None

    def _compute(self, name: str) -> None:
        try:
            with self._noted(name) as noted:
                noted.rows = self._cursor.execute(statement("statements/hold", name=name, schema=self._schema)).fetchall()[0][0]
            if name in self._lane.lent:
                self._handed[name].set_result(rows_of(self._cursor, name, EVERY, self._schema))
        except (duckdb.Error, QuestionError) as error:
            raise _NotHeld(str(error)) from error

    def _hold(self, name: str, table: pa.Table) -> None:
        """Put rows where they are looked for."""
        if not table.num_rows:
            return  # none are held
        try:
            self._cursor.register("given", table)
            self._cursor.execute(statement("statements/hold_given", name=name, schema=self._schema)).fetchall()
            self._cursor.unregister("given")
        except duckdb.Error as error:
            raise _NotHeld(str(error)) from error

    def _each_for_itself(self) -> dict[str, pa.Table]:
        self._cursor.execute("ROLLBACK").fetchall()
        views = self._lane.names(*ASKED)
        self._cursors.ensure(views, "plain")
        self._cursor.execute("BEGIN").fetchall()
        return {view: self._timed(view, lambda view: rows_of(self._cursor, view)) for view in views}

    def _judged(self, kpis: Sequence[str]) -> dict[str, pa.Table]:
        """All that were measured, at once."""
        if not kpis:
            return {}
        try:
            with self._noted(JUDGED):
                judged = rows_of(self._cursor, JUDGED, schema=self._schema)
        except QuestionError as error:
            raise _NotJudged(error.text) from error
        return {kpi: judged.filter(pc.equal(judged["kpi"], kpi)) for kpi in kpis}

    def _timed(self, view: str, ask: Callable[[str], T]) -> T:
        try:
            if view in self._lane.names(*SHARED):  # only read here: what it takes was seen as it was computed
                return ask(view)
            with self._noted(view):
                return ask(view)
        except QuestionError as error:
            raise _OneFailed(view, error.text) from error

    @contextlib.contextmanager
    def _noted(self, view: str) -> Iterator["_Noted"]:
        """Let others pass, then take the time."""
        goes_on()
        if self._patient:
            self._cursors.precedence.give_way()
        noted, started = _Noted(), time.perf_counter()
        yield noted
        self._cursors.lanes.note(view, time.perf_counter() - started, noted.rows)


class _Noted:
    rows = 0  # of a shared view
