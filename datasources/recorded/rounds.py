"""What is too dear for a tick is asked at the five-minute moments and written down: the rows of the view <table>_now in the table
<table>."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
import structlog

from datasources.answering.asking import Cursors, Moment
from datasources.answering.lanes import Lane
from datasources.answering.side_by_side import answer_all
from datasources.catalogue.library import Library
from datasources.recorded.recording import writing
from datasources.storage.cursor import Connection
from datasources.storage.schema import tables

log = structlog.get_logger(__name__)
Pace = Literal["five minutes", "day"]
TABLES: dict[str, Pace] = {  # in this order: a later one rests on what earlier ones wrote
    "detector_diagnosis": "five minutes", "segment_health": "five minutes", "segment_suspect": "five minutes",
    "corridor_5min": "five minutes", "segment_reliability": "day",
}  # fmt: skip
DOUBTS = ("detector_diagnosis", "segment_health")  # what counts as none is looked up by the very five minutes


def view_of(table: str) -> str:
    return f"{table}_now"


def moment_of(table: str, moment: datetime, zone: ZoneInfo) -> datetime:
    """As of when the rows are asked that hold at the five-minute `moment` (UTC): then, or at the local midnight before."""
    if TABLES[table] == "five minutes":
        return moment
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC).replace(tzinfo=None)


def _due(cursor: Connection, moment: datetime, zone: ZoneInfo, views: Collection[str]) -> dict[str, datetime]:
    """Tables to ask for at `moment`, and as of when: those with a view, and by the day only where the day is not held."""
    asked = {table: moment_of(table, moment, zone) for table in TABLES if view_of(table) in views}
    return {table: at for table, at in asked.items() if TABLES[table] == "five minutes" or not _held(cursor, table, at)}


def _held(cursor: Connection, table: str, at: datetime) -> bool:
    question = f"SELECT 1 FROM city.main.{table} WHERE event_time = ? LIMIT 1"  # noqa: S608 - a name of the DDL
    return bool(cursor.execute(question, [at]).fetchall())


def ask_round(
    cursors: Cursors, cursor: Connection, writing: AbstractContextManager[object], moment: datetime, zone: ZoneInfo, library: Library
) -> None:
    """Ask and write down what is due at the five-minute `moment`. Asking does not hold the writer up: only `writing` does."""
    with writing:
        due = _due(cursor, moment, zone, library.names())
    for table, at in due.items():
        rows, failed = told(cursors, table, at, library)
        if failed:
            log.error("not_asked", table=table, error=failed)
            continue
        with writing:
            write(cursor, table, at, rows)


def told(cursors: Cursors, table: str, at: datetime, library: Library) -> tuple[pa.Table, str]:
    """The view's rows as rows of the table, and what went wrong ('' when nothing did)."""
    view = view_of(table)
    found, failed = answer_all(cursors, [Lane.only(library.once([view]), [view])], Moment(at, live=False, patient=True))
    spec = tables()[table]
    if view in failed:
        return spec.arrow.empty_table(), failed[view]
    rows = found[view]
    stamped = rows.add_column(0, "event_time", pa.repeat(pa.scalar(at, spec.arrow.field("event_time").type), rows.num_rows))
    return stamped.select(spec.columns).cast(spec.arrow), ""


def write(cursor: Connection, table: str, at: datetime, rows: pa.Table) -> None:
    """Replace what is held as of `at`."""
    with writing(cursor, rows):
        cursor.execute(f"DELETE FROM city.main.{table} WHERE event_time = ?", [at]).fetchall()  # noqa: S608 - a name of the DDL
        cursor.execute(f"INSERT INTO city.main.{table} SELECT * FROM incoming").fetchall()  # noqa: S608


def hold(cursor: Connection, moment: datetime, moments: list[datetime]) -> None:
    """What was found in doubt at `moment` is so at these later moments, of which nobody asks, too."""
    for at in moments:
        if not cursor.execute("SELECT 1 FROM city.main.kpi_5min WHERE event_time = ? LIMIT 1", [at]).fetchall():
            for table in DOUBTS:
                write(cursor, table, at, _at(cursor, table, moment, at))


def _at(cursor: Connection, table: str, moment: datetime, at: datetime) -> pa.Table:
    question = f"SELECT * REPLACE (CAST(? AS TIMESTAMP) AS event_time) FROM city.main.{table} WHERE event_time = ?"  # noqa: S608 - a name of the DDL
    return cursor.execute(question, [at, moment]).to_arrow_table()


def forget(cursor: Connection, since: datetime) -> None:
    """What was written of days from `since` on rests on rows that were not all there: to be asked again. A five-minute moment is asked
    again with its KPIs."""
    for table in (name for name, pace in TABLES.items() if pace == "day"):
        cursor.execute(f"DELETE FROM city.main.{table} WHERE event_time >= ?", [since]).fetchall()  # noqa: S608 - a name of the DDL
