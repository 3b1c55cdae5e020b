"""Cursors that ask: each question has a cursor of its own, with its own moment and scope, so that none sees another's."""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

import duckdb
import pyarrow as pa
import structlog

from datasources.landing import set_variables
from datasources.opening import Connection
from datasources.statements import statement
from datasources.ticket import MOST_ROWS, QuestionError, Ticket, TooLong, ViewFailed

log = structlog.get_logger(__name__)

NOTHING: Mapping[str, pa.Table] = {}


@dataclass(frozen=True)
class Moment:
    """What session variables hold while one question is answered."""

    as_of: datetime
    live: bool
    scope: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False  # read what is kept up as rows land


class Cursors:
    """A pool of cursors of one connection. Thread-safe."""

    def __init__(self, connection: Connection, ensure: Callable[[Iterable[str]], None]) -> None:
        """ensure: makes views in the schema where snapshots are read."""
        self._connection = connection
        self.ensure = ensure
        self._idle: queue.LifoQueue[Connection] = queue.LifoQueue()

    @contextlib.contextmanager
    def lend(self) -> Iterator[Connection]:
        """A cursor; one that raised is not used again."""
        try:
            cursor = self._idle.get_nowait()
        except queue.Empty:
            cursor = self._connection.cursor()
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        self._idle.put(cursor)


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


def rows_of(cursor: Connection, view: str, limit: int | None = None, schema: str = "main") -> pa.Table:
    """Every row of a known view, at most `limit`. Raises TooLong when interrupted, ViewFailed when it cannot be computed."""
    try:
        return cursor.sql(f'SELECT * FROM memory.{schema}."{view}" LIMIT {MOST_ROWS if limit is None else int(limit)}').to_arrow_table()  # noqa: S608
    except duckdb.InterruptException as error:
        raise TooLong(f"{view} took too long") from error
    except duckdb.Error as error:
        raise ViewFailed(f"{view}: {error}") from error


def answer(cursors: Cursors, ticket: Ticket, moment: Moment, seconds: float) -> pa.Table:
    """The rows of a ticket whose view is known to exist."""
    with cursors.lend() as cursor, Deadline(cursor, seconds):
        look_at(cursor, moment)
        return rows_of(cursor, ticket.view, ticket.limit)


def answer_all(
    cursors: Cursors, views: list[str], moment: Moment, once: Sequence[str] = (), given: Mapping[str, pa.Table] = NOTHING
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """Tables of many views in one transaction, and what those say that could not be computed. A failing view ends a transaction,
    so the others are asked again in a new one: all that is given was read in one. `once`: the views to compute first, for those that
    read them; where one of these fails, what reads it is wrong too, so each view is asked for itself.
    `given`: such views that are known already."""
    cursors.ensure(views)
    failed: dict[str, str] = {}
    while True:
        asked = [view for view in views if view not in failed]
        try:
            return _in_one_transaction(cursors, asked, moment, once, given), failed
        except _OneFailed as error:
            failed[error.view] = error.text


class _OneFailed(Exception):
    def __init__(self, view: str, text: str) -> None:
        self.view, self.text = view, text


def _in_one_transaction(
    cursors: Cursors, views: list[str], moment: Moment, once: Sequence[str], given: Mapping[str, pa.Table]
) -> dict[str, pa.Table]:
    """What is computed once is written to tables in memory and rolled back: no other question ever sees it."""
    with cursors.lend() as cursor:
        look_at(cursor, moment)
        cursor.execute("BEGIN").fetchall()
        schema = "tick" if _held(cursor, once, given) else "main"
        tables: dict[str, pa.Table] = {}
        for view in views:
            try:
                tables[view] = rows_of(cursor, view, schema=schema)
            except QuestionError as error:
                raise _OneFailed(view, error.text) from error
        cursor.execute("ROLLBACK").fetchall()
        return tables


def _held(cursor: Connection, once: Sequence[str], given: Mapping[str, pa.Table]) -> bool:
    """Put what is given where it is looked for and compute what else is shared; False (and a new transaction) where that fails."""
    try:
        for name, table in given.items():
            cursor.register("given", table)
            cursor.execute(statement("statements/hold_given", name=name)).fetchall()
            cursor.unregister("given")
        for name in once:
            cursor.execute(statement("statements/hold", name=name)).fetchall()
    except duckdb.Error as error:
        log.error("not_held", error=str(error))
        cursor.execute("ROLLBACK").fetchall()
        cursor.execute("BEGIN").fetchall()
        return False
    return True
