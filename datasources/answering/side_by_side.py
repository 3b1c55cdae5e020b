"""Many views of one state of the data, asked side by side: lanes with a cursor of their own each."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from typing import TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import structlog

from datasources.answering.asking import Cursors, Moment, look_at, rows_of, run
from datasources.answering.lanes import Lane
from datasources.answering.progress import goes_on
from datasources.answering.ticket import QuestionError
from datasources.catalogue.kpi import measure_sql
from datasources.storage.cursor import Connection
from datasources.storage.statements import statement

log = structlog.get_logger(__name__)
T = TypeVar("T")
Tables = Mapping[str, pa.Table]
JUDGED = "kpi_judged"  # in the schemas of snapshots: every KPI that was measured


def answer_all(
    cursors: Cursors, lanes: Sequence[Lane], moment: Moment, given: Sequence[Tables] | None = None
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """Tables of many views of one state of the data, and what those say that could not be computed. A failing view ends a transaction,
    so all are asked again without it: all that is given was read together. Where a shared view fails, what reads it is wrong too, so
    each view is asked for itself; and so is each KPI where they cannot be judged together. given: of each lane the shared views that are
    known already."""
    if not lanes:
        return {}, {}
    cursors.ensure([view for lane in lanes for view in (*lane.views, *lane.kpis)], moment.schema)
    failed: dict[str, str] = {}
    while True:
        try:
            return _side_by_side(cursors, lanes, moment, given or [{} for _ in lanes]), failed
        except _OneFailed as error:
            failed[error.view] = error.text
            lanes = [lane.without(error.view) for lane in lanes]
        except _NotJudged as error:
            log.error("not_judged_together", error=str(error))
            lanes = [Lane((*lane.views, *lane.kpis), lane.once) for lane in lanes]


class _NotJudged(Exception):
    pass


class _OneFailed(Exception):
    def __init__(self, view: str, text: str) -> None:
        self.view, self.text = view, text


def _side_by_side(cursors: Cursors, lanes: Sequence[Lane], moment: Moment, given: Sequence[Tables]) -> dict[str, pa.Table]:
    with ExitStack() as stack:
        held = [stack.enter_context(cursors.lend()) for _ in lanes]
        for cursor in held:
            look_at(cursor, moment)
        with cursors.beginning:
            _begin_together(held)
        threads = stack.enter_context(ThreadPoolExecutor(len(lanes)))  # ends before a cursor goes back
        asked = [
            threads.submit(copy_context().run, _Lane(cursors, cursor, lane, moment).asked, known)
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
    """A lane being asked on a cursor of its own."""

    def __init__(self, cursors: Cursors, cursor: Connection, lane: Lane, moment: Moment) -> None:
        self._cursors, self._cursor, self._lane = cursors, cursor, lane
        self._schema, self._patient = moment.schema, moment.patient

    def asked(self, given: Tables) -> dict[str, pa.Table]:
        """Its tables. What is computed once is written to tables in memory and rolled back: no other question ever sees it."""
        lane, cursor = self._lane, self._cursor
        if self._held(given):
            tables = {view: self._timed(view, lambda view: rows_of(cursor, view, schema=self._schema)) for view in lane.views}
            tables |= self._judged() if lane.kpis else {}
        else:
            cursor.execute("ROLLBACK").fetchall()
            self._cursors.ensure([*lane.views, *lane.kpis], "plain")
            cursor.execute("BEGIN").fetchall()
            tables = {view: self._timed(view, lambda view: rows_of(cursor, view)) for view in (*lane.views, *lane.kpis)}
        cursor.execute("ROLLBACK").fetchall()
        return tables

    def _held(self, given: Tables) -> bool:
        """Put what is given where it is looked for and compute what else is shared; False where that fails."""
        try:
            for name, table in given.items():
                if not table.num_rows:
                    continue  # none are held
                self._cursor.register("given", table)
                self._cursor.execute(statement("statements/hold_given", name=name, schema=self._schema)).fetchall()
                self._cursor.unregister("given")
            for name in self._lane.once:
                with self._noted(name):
                    self._cursor.execute(statement("statements/hold", name=name, schema=self._schema)).fetchall()
        except duckdb.Error as error:
            log.error("not_held", error=str(error))
            return False
        return True

    def _judged(self) -> Tables:
        """What each KPI measures, then all of them judged: to plan the judgement of one costs more than its measure does."""
        for kpi in self._lane.kpis:
            self._timed(kpi, lambda kpi: run(self._cursor, kpi, measure_sql(kpi, self._schema)))
        try:
            judged = rows_of(self._cursor, JUDGED, schema=self._schema)
        except QuestionError as error:
            raise _NotJudged(error.text) from error
        return {kpi: judged.filter(pc.equal(judged["kpi"], kpi)) for kpi in self._lane.kpis}

    def _timed(self, view: str, ask: Callable[[str], T]) -> T:
        try:
            if view in self._lane.once:  # only read here: what it takes was seen as it was computed
                return ask(view)
            with self._noted(view):
                return ask(view)
        except QuestionError as error:
            raise _OneFailed(view, error.text) from error

    @contextlib.contextmanager
    def _noted(self, view: str) -> Iterator[None]:
        """Let others pass, then take the time."""
        goes_on()
        if self._patient:
            self._cursors.precedence.give_way()
        started = time.perf_counter()
        yield
        self._cursors.lanes.note(view, time.perf_counter() - started)
