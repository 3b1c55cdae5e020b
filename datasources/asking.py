"""Cursors that ask: each question has a cursor of its own, with its own moment and scope, so that none sees another's."""

import contextlib
import queue
import threading
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Literal, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import structlog

from datasources.kpi import measure_sql
from datasources.landing import set_variables
from datasources.lanes import Lane, Lanes
from datasources.opening import Connection
from datasources.precedence import Precedence
from datasources.statements import statement
from datasources.ticket import MOST_ROWS, QuestionError, Ticket, TooLong, ViewFailed

log = structlog.get_logger(__name__)

# the copy that it warns of costs less than binding every view twice, as .sql() does
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
T = TypeVar("T")
Tables = Mapping[str, pa.Table]
CLOSE_S, BREATH_S = 2.0, 0.01
JUDGED = "kpi_judged"  # in the schema of snapshots: every KPI that was measured
Schema = Literal["plain", "tick"]  # where a view is there for single questions, and for snapshots (datasources/made.py)


@dataclass(frozen=True)
class Moment:
    """What session variables hold while one question is answered."""

    as_of: datetime
    live: bool
    scope: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False  # read what is kept up as rows land
    patient: bool = False  # those who wait for an answer go first


class Cursors:
    """A pool of cursors of one connection. Thread-safe."""

    def __init__(
        self, connection: Connection, ensure: Callable[[Collection[str], Schema], None], lanes: Lanes, precedence: Precedence
    ) -> None:
        """ensure: makes views where they are asked. lanes: are told what views take."""
        self._connection = connection
        self.ensure, self.lanes, self.precedence = ensure, lanes, precedence
        self._idle: queue.LifoQueue[Connection] = queue.LifoQueue()
        self._lent: set[Connection] = set()

    @contextlib.contextmanager
    def lend(self) -> Iterator[Connection]:
        """A cursor; one that raised is not used again."""
        try:
            cursor = self._idle.get_nowait()
        except queue.Empty:
            cursor = self._connection.cursor()
            cursor.execute("SET search_path = 'memory.main,memory.plain'").fetchall()
        self._lent.add(cursor)
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        finally:
            self._lent.discard(cursor)
        self._idle.put(cursor)

    def close(self, seconds: float = CLOSE_S) -> None:
        """Give the connection up, with the questions that are open. It refuses while one of its cursors works."""
        ends = time.monotonic() + seconds
        while True:
            try:
                return self._connection.close()
            except duckdb.ResourceInUseException:
                if time.monotonic() > ends:
                    raise
                for cursor in [*self._lent]:
                    with contextlib.suppress(duckdb.Error):  # closed just now
                        cursor.interrupt()
                time.sleep(BREATH_S)


class Deadline:
    """Interrupts a cursor's query when the time is over, and never a later one's."""

    def __init__(self, cursor: Connection, seconds: float) -> None:
        self._cursor, self._lock, self._over = cursor, threading.Lock(), False
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def _fire(self) -> None:
        with self._lock:
            if not self._over:
                self._cursor.interrupt()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._lock:
            self._over = True
        self._timer.cancel()


def look_at(cursor: Connection, moment: Moment) -> None:
    """Set what as_of(), is_live(), is_kept(), scope() and parameter() say on this cursor."""
    set_variables(cursor, as_of=moment.as_of, live=moment.live, kept=moment.kept, scope=moment.scope)
    parameters = moment.parameters
    cursor.execute("SET VARIABLE parameters = MAP(?::VARCHAR[], ?::VARCHAR[])", [list(parameters), list(parameters.values())]).fetchall()


def rows_of(cursor: Connection, view: str, limit: int | None = None, schema: Schema = "plain") -> pa.Table:
    """Every row of a known view, at most `limit`. Raises TooLong when interrupted, ViewFailed when it cannot be computed."""
    most = MOST_ROWS if limit is None else int(limit)
    return run(cursor, view, f'SELECT * FROM memory.{schema}."{view}" LIMIT {most}').to_arrow_table()  # noqa: S608 - a view's name


def run(cursor: Connection, view: str, sql: str) -> Connection:
    """A statement for a view. Raises TooLong, ViewFailed."""
    try:
        return cursor.execute(sql)
    except duckdb.InterruptException as error:
        raise TooLong(f"{view} took too long") from error
    except duckdb.Error as error:
        raise ViewFailed(f"{view}: {error}") from error


def answer(cursors: Cursors, ticket: Ticket, moment: Moment, seconds: float) -> pa.Table:
    """The rows of a ticket whose view is known to exist."""
    cursors.ensure([ticket.view], "plain")
    with cursors.lend() as cursor, Deadline(cursor, seconds):
        look_at(cursor, moment)
        return rows_of(cursor, ticket.view, ticket.limit)


def answer_all(
    cursors: Cursors, lanes: Sequence[Lane], moment: Moment, given: Sequence[Tables] | None = None
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """Tables of many views of one state of the data, and what those say that could not be computed. A failing view ends a transaction,
    so all are asked again without it: all that is given was read together. Where a shared view fails, what reads it is wrong too, so
    each view is asked for itself; and so is each KPI where they cannot be judged together. given: of each lane the shared views that are
    known already."""
    cursors.ensure([view for lane in lanes for view in (*lane.views, *lane.kpis)], "tick")
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
        _begin_together(held)
        threads = stack.enter_context(ThreadPoolExecutor(len(lanes)))  # ends before a cursor goes back
        asked = [
            threads.submit(_Lane(cursors, cursor, lane, moment.patient).asked, known)
            for cursor, lane, known in zip(held, lanes, given, strict=True)
        ]
        return {view: table for one in asked for view, table in one.result().items()}


def _begin_together(cursors: Sequence[Connection]) -> None:
    """Begin a transaction on each, all of one state: none of them may have seen a landing that another has not."""
    while True:
        states = set()
        for cursor in cursors:
            cursor.execute("BEGIN").fetchall()
            states.add(cursor.execute(statement("statements/state")).fetchall()[0])
        if len(states) == 1:
            return
        for cursor in cursors:
            cursor.execute("ROLLBACK").fetchall()


class _Lane:
    """A lane being asked on a cursor of its own."""

    def __init__(self, cursors: Cursors, cursor: Connection, lane: Lane, patient: bool) -> None:
        self._cursors, self._cursor, self._lane, self._patient = cursors, cursor, lane, patient

    def asked(self, given: Tables) -> dict[str, pa.Table]:
        """Its tables. What is computed once is written to tables in memory and rolled back: no other question ever sees it."""
        lane, cursor = self._lane, self._cursor
        if self._held(given):
            tables = {view: self._timed(view, lambda view: rows_of(cursor, view, schema="tick")) for view in lane.views}
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
                self._cursor.register("given", table)
                self._cursor.execute(statement("statements/hold_given", name=name)).fetchall()
                self._cursor.unregister("given")
            for name in self._lane.once:
                with self._noted(name):
                    self._cursor.execute(statement("statements/hold", name=name)).fetchall()
        except duckdb.Error as error:
            log.error("not_held", error=str(error))
            return False
        return True

    def _judged(self) -> Tables:
        """What each KPI measures, then all of them judged: to plan the judgement of one costs more than its measure does."""
        for kpi in self._lane.kpis:
            self._timed(kpi, lambda kpi: run(self._cursor, kpi, measure_sql(kpi)))
        try:
            judged = rows_of(self._cursor, JUDGED, schema="tick")
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
        if self._patient:
            self._cursors.precedence.give_way()
        started = time.perf_counter()
        yield
        self._cursors.lanes.note(view, time.perf_counter() - started)
