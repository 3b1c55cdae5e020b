"""What every KPI said, each five minutes and for each scope, and what was usual then: trends, normal bands and comparisons with
other days come from here."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import structlog

from datasources.answering.asking import Cursors, Moment, answer
from datasources.answering.lanes import Lane
from datasources.answering.side_by_side import answer_all
from datasources.answering.ticket import Ticket
from datasources.reading import Reading
from datasources.storage.cursor import Connection, rows_as, transaction
from datasources.storage.schema import tables
from datasources.storage.statements import statement

log = structlog.get_logger(__name__)
STEP = timedelta(minutes=5)
FINE, COARSE = timedelta(hours=25), 20  # minutes
DAY, SAME_TIME = timedelta(days=1), timedelta(minutes=15)
SLOWEST_S = 60.0
LONGEST_WINDOW = timedelta(hours=2)  # of a KPI: rows change what is said up to so long after them
USUAL = "kpi_usual_now"
COLUMNS = ("value", "numerator", "denominator", "coverage", "state")


def bucket(moment: datetime) -> datetime:
    """The five-minute moment at or before."""
    return moment - (moment - datetime(1970, 1, 1)) % STEP


def said(cursors: Cursors, kpis: Sequence[str], moment: datetime, scope: str, once: Sequence[str]) -> list[dict[str, object]]:
    """Rows of kpi_5min for one moment and scope ('' = the city); a KPI that fails has none."""
    found, failed = answer_all(cursors, [Lane.only(once, kpis=kpis)], Moment(moment, live=False, scope=scope or None, patient=True))
    for kpi, text in failed.items():
        log.error("kpi_failed", kpi=kpi, error=text)
    rows = ((kpi, row) for kpi, table in found.items() for row in table.to_pylist())
    return [{"event_time": moment, "kpi": kpi, "scope": scope, **{c: row[c] for c in COLUMNS}} for kpi, row in rows]


def usual(cursors: Cursors, moment: datetime, once: Sequence[str]) -> pa.Table:
    """What the history known by now says of the moment, by KPI and scope."""
    return answer(cursors, Ticket(USUAL), once, Moment(moment, live=False), seconds=SLOWEST_S)


def write(cursor: Connection, moment: datetime, scopes: Iterable[str], rows: list[dict[str, object]]) -> None:
    """Replace what is held for the moment and scopes. What is usual then, and on later days at this time, is to be told anew."""
    with writing(cursor, pa.Table.from_pylist(rows, schema=tables()["kpi_5min"].arrow)):
        told = [moment, [*scopes]]
        cursor.execute("DELETE FROM city.main.kpi_5min WHERE event_time = ? AND list_contains(?, scope)", told).fetchall()
        cursor.execute("DELETE FROM city.main.kpi_usual WHERE event_time = ? AND list_contains(?, scope)", told).fetchall()
        cursor.execute("INSERT INTO city.main.kpi_5min SELECT * FROM incoming").fetchall()
        cursor.execute(statement("statements/unsettled_new")).fetchall()
        cursor.execute(statement("statements/unsettle"), [moment, moment]).fetchall()


def write_usual(cursor: Connection, moment: datetime, rows: pa.Table) -> None:
    """Replace what is held to be usual at the moment."""
    with writing(cursor, rows):
        cursor.execute("DELETE FROM city.main.kpi_usual WHERE event_time = ?", [moment]).fetchall()
        cursor.execute(statement("statements/settle"), [moment]).fetchall()


@contextlib.contextmanager
def writing(cursor: Connection, incoming: pa.Table) -> Iterator[None]:
    """A transaction in which these rows are the table `incoming`."""
    with rows_as(cursor, "incoming", incoming), transaction(cursor):
        yield


def unsettled(cursor: Connection, first: datetime, last: datetime) -> list[datetime]:
    """Moments of which it is not told what was usual, or was before all of their history was there; newest first."""
    found = cursor.execute(statement("statements/unsettled"), [first, last]).fetchall()
    return sorted((row[0] for row in found), reverse=True)


def forget(cursor: Connection, since: datetime, readings: Iterable[Reading]) -> None:
    """What KPIs said of moments that recorded rows now turn out to have been in: to be asked again."""
    newest = [
        moment
        for reading in readings
        for table in reading.tables.values()
        if "event_time" in table.column_names
        if (moment := pc.max(table["event_time"]).as_py())
    ]
    until = max(newest, default=since) + LONGEST_WINDOW
    cursor.execute("DELETE FROM city.main.kpi_5min WHERE event_time >= ? AND event_time <= ?", [since, until]).fetchall()


def missing(cursor: Connection, first: datetime, last: datetime, scope: str = "") -> list[datetime]:
    """Moments from first to last in which something happened and that are not held for the scope: every five minutes of the last day,
    before that every twenty, which are enough to tell what is usual. The newest first, but those at the present time of
    day before all others: a wall compares with them at once."""
    held = {
        row[0]
        for row in cursor.execute(
            "SELECT DISTINCT event_time FROM city.main.kpi_5min WHERE scope = ? AND event_time BETWEEN ? AND ?", [scope, first, last]
        ).fetchall()
    }
    lively = {row[0] for row in cursor.execute(statement("statements/lively_moments"), [first, last]).fetchall()}
    wanted = (moment for moment in lively - held if moment <= last and (moment > last - FINE or moment.minute % COARSE == 0))
    return sorted(wanted, key=lambda moment: (_time_apart(moment, last) > SAME_TIME, last - moment))


def passed_over(moment: datetime, last: datetime) -> list[datetime]:
    """Five-minute moments after a missing one that are not asked of."""
    return [moment + n * STEP for n in range(1, COARSE // 5) if moment + n * STEP <= last - FINE]


def _time_apart(moment: datetime, other: datetime) -> timedelta:
    """Between two times of day."""
    apart = (other - moment) % DAY
    return min(apart, DAY - apart)
