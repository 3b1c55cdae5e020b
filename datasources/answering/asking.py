"""Cursors that ask: each question has a cursor of its own, with its own moment and scope, so that none sees another's."""

import contextlib
import queue
import threading
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Literal, TypeVar

import duckdb
import pyarrow as pa
import structlog

from datasources.answering.lanes import Lanes
from datasources.answering.precedence import Precedence
from datasources.answering.ticket import MOST_ROWS, Ticket, TooLong, ViewFailed
from datasources.storage.cursor import Connection, set_variables
from datasources.storage.statements import statement

log = structlog.get_logger(__name__)

# the copy that it warns of costs less than binding every view twice, as .sql() does
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
T = TypeVar("T")
Tables = Mapping[str, pa.Table]
CLOSE_S, BREATH_S = 2.0, 0.01
Schema = Literal["plain", "now", "then"]  # see datasources/catalogue/made.py


@dataclass(frozen=True)
class Moment:
    """What session variables hold while one question is answered."""

    as_of: datetime
    live: bool
    scope: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False  # read what is kept up as rows land
    patient: bool = False  # those who wait for an answer go first

    @property
    def schema(self) -> Schema:
        """Where its questions are asked."""
        return "now" if self.kept else "then"


class Cursors:
    """A pool of cursors of one connection. Thread-safe."""

    def __init__(
        self, connection: Connection, ensure: Callable[[Collection[str], Schema], None], lanes: Lanes, precedence: Precedence
    ) -> None:
        """ensure: makes views where they are asked. lanes: are told what views take."""
        self._connection = connection
        self.ensure, self.lanes, self.precedence = ensure, lanes, precedence
        # many that begin together slow each other down, until rows land between each two of their beginnings
        self.beginning = threading.Lock()
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
    """Interrupts a cursor's queries when the time is over, and never a later one's."""

    def __init__(self, cursor: Connection, seconds: float) -> None:
        self._cursor, self._lock, self._over = cursor, threading.Lock(), False
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def _fire(self) -> None:
        while True:
            with self._lock:
                if self._over:
                    return
                self._cursor.interrupt()
            time.sleep(BREATH_S)  # between two queries it is not heard

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


def answer(cursors: Cursors, ticket: Ticket, once: Sequence[str], moment: Moment, seconds: float) -> pa.Table:
    """The rows of a ticket whose view is known. once: the shared views it reads, computed for it alone. Raises TooLong, ViewFailed."""
    cursors.ensure([ticket.view], moment.schema)
    with cursors.lend() as cursor:
        look_at(cursor, moment)
        with Deadline(cursor, seconds):
            run(cursor, ticket.view, "BEGIN").fetchall()
            for name in once:
                run(cursor, ticket.view, statement("statements/hold", name=name, schema=moment.schema)).fetchall()
            rows = rows_of(cursor, ticket.view, ticket.limit, moment.schema)
        cursor.execute("ROLLBACK").fetchall()
    return rows
