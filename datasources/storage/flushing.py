"""Upkeep of what was stored: old rows go to Parquet, older ones are forgotten, the log is folded into the file.

A Parquet file belongs to the history from the commit that both names it in the ledger and deletes its rows from the file: a crash
before leaves an orphan, removed at the next start, and never a row twice or not at all.
"""

import os
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import structlog

from datasources.place import Place
from datasources.storage.cursor import Connection, set_variables, transaction
from datasources.storage.history import FLUSHED, history_files, see
from datasources.storage.opening import Opened
from datasources.storage.schema import TableSpec, tables
from datasources.storage.statements import listed, literal, statement

log = structlog.get_logger(__name__)
LINES = {
    "quarantine": "received_at",
    "flag": "received_at",
    "refused": "received_at",
    "fetch": "event_time",
    "alert_judged": "event_time",
    "store_fault": "event_time",
    "rt_message": "received_at",
    "rt_finding": "received_at",
}
WAL_BYTES = 4_000_000


class Upkeep:
    """Works on the writer's cursor; the caller holds the writer's lock."""

    def __init__(self, opened: Opened, cursor: Connection, place: Place) -> None:
        self._opened, self._cursor, self._place = opened, cursor, place
        self._retired: list[Path] = []
        self.remove_orphans()

    def fit(self, place: Place) -> None:
        """Take the city's facts where they changed."""
        self._place = place

    def run(self, now: datetime) -> int:
        """Flush, merge, forget and checkpoint; how many rows went to Parquet."""
        present = self._present(now)
        self._unlink_retired()
        flushed = self._flush(present) if self._opened.history else 0
        self._forget(present)
        self.checkpoint()
        return flushed

    def _present(self, now: datetime) -> datetime:
        newest = self._cursor.execute(statement("statements/newest_arrival")).fetchall()[0][0]
        return min(now, newest) if isinstance(newest, datetime) else now

    # ---- to Parquet

    def _flush(self, present: datetime) -> int:
        hot_from = (present - timedelta(hours=self._place.hot_hours)).replace(minute=0, second=0, microsecond=0)
        set_variables(self._cursor, hot_from=hot_from)
        rows = 0
        for spec in (tables()[name] for name in FLUSHED):
            found = self._cursor.execute(statement("statements/flush_days", table=spec.name)).fetchall()
            rows += sum(self._flush_day(spec, str(day)) for (day,) in found)
            self._merge_finished_days(spec, hot_from)
        return rows

    def _flush_day(self, spec: TableSpec, day: str) -> int:
        path = self._write(spec, day, "statements/flush_copy", table=spec.name, day=day)
        with transaction(self._cursor):
            rows = int(self._cursor.execute(statement("statements/flush_delete", table=spec.name, day=day)).fetchall()[0][0])
            self._name(spec, day, path, rows)
        return rows

    def _merge_finished_days(self, spec: TableSpec, hot_from: datetime) -> None:
        """One file a day, once the day is over: hundreds of files would have to be opened for every question."""
        found = self._cursor.execute(
            "SELECT day, sum(rows) FROM city.main.history_file WHERE table_name = ? AND day < ? GROUP BY day HAVING count(*) > 1",
            [spec.name, f"{hot_from:%Y-%m-%d}"],
        ).fetchall()
        for day, rows in found:
            old = [p for p in history_files(self._cursor, spec.name) if f"dt={day}/" in p]
            files = "[" + ", ".join(literal(str(self._folder / p)) for p in old) + "]"
            path = self._write(spec, str(day), "statements/merge_copy", files=files)
            with transaction(self._cursor):
                self._cursor.execute("DELETE FROM city.main.history_file WHERE table_name = ? AND day = ?", [spec.name, day]).fetchall()
                self._name(spec, str(day), path, int(rows))
            self._retired += [self._folder / p for p in old]

    @property
    def _folder(self) -> Path:
        if self._opened.history is None:
            raise RuntimeError("a store in memory has no history")
        return self._opened.history

    def _write(self, spec: TableSpec, day: str, name: str, /, **fills: str) -> Path:
        """A whole file, safe on disk, not yet part of the history."""
        folder = self._folder / spec.name / f"dt={day}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{uuid.uuid4().hex}.parquet"
        temporary = path.with_suffix(".tmp")
        self._cursor.execute(statement(name, columns=listed(spec.columns), path=literal(str(temporary)), **fills)).fetchall()
        _sync(temporary)
        temporary.replace(path)
        _sync(folder)
        return path

    def _name(self, spec: TableSpec, day: str, path: Path, rows: int) -> None:
        line = [spec.name, day, str(path.relative_to(self._folder)), rows, path.stat().st_size]
        self._cursor.execute("INSERT INTO city.main.history_file VALUES (?, ?, ?, ?, ?, now()::TIMESTAMP)", line).fetchall()
        see(self._cursor, self._opened, spec)

    def remove_orphans(self) -> None:
        """Files that no ledger line names: left by a crash, or merged into another."""
        if self._opened.history is None:
            return
        named = {self._folder / path for name in FLUSHED for path in history_files(self._cursor, name)}
        _unlink(path for path in self._folder.glob("*/dt=*/*") if path not in named)

    def _unlink_retired(self) -> None:
        """Files replaced at the run before: whoever was reading them then is done by now."""
        _unlink(self._retired)
        self._retired = []

    # ---- forgetting

    def _forget(self, present: datetime) -> None:
        kept_from = present - timedelta(days=self._place.days)
        set_variables(self._cursor, kept_from=kept_from)
        self._cursor.execute(statement("statements/forget_lines")).fetchall()
        rows = {spec.name: "event_time" for spec in tables().values() if spec.kind in ("events", "derived")}
        for name, column in (rows | LINES).items():
            self._cursor.execute(f'DELETE FROM city.main."{name}" WHERE "{column}" < ?', [kept_from]).fetchall()  # noqa: S608 - DDL names
        if self._opened.history:
            self._forget_files(f"{kept_from:%Y-%m-%d}")

    def _forget_files(self, first_day: str) -> None:
        gone = self._cursor.execute("DELETE FROM city.main.history_file WHERE day < ? RETURNING table_name, path", [first_day]).fetchall()
        for name in {str(row[0]) for row in gone}:
            see(self._cursor, self._opened, tables()[name])
        self._retired += [self._folder / str(row[1]) for row in gone]

    def checkpoint(self, always: bool = False) -> bool:
        """Fold the write-ahead log into the file when it has grown; False when nothing was done. Open questions only postpone it."""
        path = self._opened.path
        wal = path.with_name(path.name + ".wal") if path else None
        if wal is None or not wal.exists() or (wal.stat().st_size < WAL_BYTES and not always):
            return False
        try:
            self._cursor.execute("CHECKPOINT city").fetchall()
        except duckdb.TransactionException as error:
            log.info("checkpoint_postponed", error=str(error))
            return False
        return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
