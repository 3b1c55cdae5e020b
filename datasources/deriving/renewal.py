"""What another version of the program derived is derived anew from the rows in the file: the newest first, a piece at a time, while
the wall runs.

Each part has a mark, a digest of what derives it; the file says by which mark its derived rows were told. Days that are in the Parquet
history already stay as they were told.
"""

import hashlib
import time
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import structlog

from datasources.catalogue.library import COMMENT
from datasources.deriving.derived import derive_from, expand_service_days, run_derivation
from datasources.deriving.timetable import forget, lay_out
from datasources.deriving.visits import tell_visits
from datasources.intake.landing import write_fault
from datasources.storage.cursor import Connection, transaction
from datasources.storage.statements import MODEL, statement

log = structlog.get_logger(__name__)
PIECE, HOUR, TICK = timedelta(minutes=10), timedelta(hours=1), timedelta(microseconds=1)
TIMETABLE = ("model/timetable/*.sql", "model/gtfs_finding.sql", "deriving/timetable.py", "deriving/line.py", "deriving/service_days.py")
BUSES = ("deriving/visits.py", "model/match/*.sql", "model/visits/*.sql", "model/vehicle_hour.sql", "model/track_5min.sql")
DETECTORS = ("model/detector_5min.sql", "model/segment_5min.sql")
PARTS = {  # by the table that they follow from; what each derives with
    "timetable": TIMETABLE,
    "vehicle_position": (*TIMETABLE, *BUSES),
    "trip_update": ("deriving/called_off.py", "model/called_off/*.sql", "model/line_told.sql"),
    "segment_speed": (*DETECTORS, "model/touched_speed.sql"),
    "detector_reading": DETECTORS,
}


@cache
def marks() -> dict[str, str]:
    """The mark of each part in this program. Comments do not count."""
    return {part: _mark(patterns) for part, patterns in PARTS.items()}


def _mark(patterns: tuple[str, ...]) -> str:
    files: list[Path] = [path for pattern in patterns for path in sorted(MODEL.parent.glob(pattern))]
    texts = [COMMENT.sub("", path.read_text("utf-8")) if path.suffix == ".sql" else path.read_text("utf-8") for path in files]
    return hashlib.blake2b("\0".join(" ".join(text.split()) for text in texts).encode(), digest_size=8).hexdigest()


class Renewal:
    """Works on the writer's cursor; the caller holds the writer's lock."""

    def __init__(self, cursor: Connection) -> None:
        self._cursor = cursor
        held = {
            part: (mark, until) for part, mark, until in cursor.execute("SELECT part, mark, told_from FROM city.main.derived_by").fetchall()
        }
        fresh = not cursor.execute("SELECT EXISTS (SELECT 1 FROM city.main.batch)").fetchall()[0][0]
        self._left: dict[str, datetime] = {}
        self._took = 0.0
        for part, mark in marks().items():
            known, until = held.get(part, ("", None))
            if fresh:
                self._note(part, None)
            elif known != mark or until is not None:
                self._left[part] = until if known == mark and until is not None else datetime.max
        if self._left:
            log.warning("derived_by_another_version", parts=sorted(self._left), does="derives anew what is in the file, the newest first")

    @property
    def left(self) -> bool:
        return bool(self._left)

    def step(self, zone: ZoneInfo, now: datetime) -> datetime | None:
        """Derive one piece anew; since when rows may be others now (None: any may)."""
        started = time.perf_counter()
        part = max(self._left, key=lambda name: (self._left[name], name == "timetable"))
        since = None if part == "timetable" else self._piece_before(part)
        try:
            with transaction(self._cursor):
                if part == "timetable":
                    self._timetable(zone)
                elif since is not None:
                    self._piece(part, since)
                self._note(part, since)
        except duckdb.Error as error:
            log.error("not_derived_anew", part=part, since=str(since), error=str(error))
            write_fault(self._cursor, now, "derivation", f"{part} from {since}: {error}")
            self._note(part, since)
        self._took += time.perf_counter() - started
        if not self._left:
            log.info("derived_anew", seconds=round(self._took, 1))
        return since

    def _note(self, part: str, told_from: datetime | None) -> None:
        self._cursor.execute("DELETE FROM city.main.derived_by WHERE part = ?", [part]).fetchall()
        self._cursor.execute("INSERT INTO city.main.derived_by VALUES (?, ?, ?)", [part, marks()[part], told_from]).fetchall()
        if told_from is None:
            self._left.pop(part, None)
        else:
            self._left[part] = told_from

    def _piece_before(self, part: str) -> datetime | None:
        """Where the next piece begins; None when nothing older can be derived: rows in the history are beyond reach, and so is what the
        first hour in the file followed from."""
        told = statement("statements/newest_before", table=part)
        newest, oldest = self._cursor.execute(told, [self._left[part]]).fetchall()[0]
        flushed = "SELECT EXISTS (SELECT 1 FROM city.main.history_file WHERE table_name = ?)"
        if newest is not None and self._cursor.execute(flushed, [part]).fetchall()[0][0]:
            oldest += HOUR
        return None if newest is None or newest < oldest else newest - (newest - datetime(1970, 1, 1)) % PIECE

    def _timetable(self, zone: ZoneInfo) -> None:
        expand_service_days(self._cursor, zone)
        forget(self._cursor)
        self._cursor.execute(statement("gtfs_finding")).fetchall()

    def _piece(self, part: str, since: datetime) -> None:
        last = min(self._left[part], since + PIECE) - TICK
        rows: pa.Table = self._cursor.sql(statement("statements/held_between", table=part), params=[since, last]).to_arrow_table()
        if part != "vehicle_position":
            derive_from(self._cursor, part, rows)
            return
        lay_out(self._cursor, since - 2 * PIECE, last + 2 * PIECE)  # as far as legs are made anew around the reports
        tell_visits(self._cursor, rows)
        if self._piece_of_another_hour(since):
            self._hour(since.replace(minute=0), last)

    def _piece_of_another_hour(self, since: datetime) -> bool:
        before = self._cursor.execute(statement("statements/newest_before", table="vehicle_position"), [since]).fetchall()[0][0]
        return before is None or before < since.replace(minute=0)

    def _hour(self, hour: datetime, last: datetime) -> None:
        """Sums that are cheaper by the hour than by the piece."""
        ends = max(last, hour + HOUR - TICK)
        self._cursor.execute("DELETE FROM city.main.vehicle_hour WHERE event_time = ?", [hour]).fetchall()
        run_derivation(self._cursor, "vehicle_hour", hour, ends)
        run_derivation(self._cursor, "track_5min", hour, ends)
