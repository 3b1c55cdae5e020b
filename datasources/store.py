"""The only door to DuckDB: rows land here, views are asked here (desk.py). One process owns it; any thread may call."""

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import structlog

from datasources.answering.desk import Desk
from datasources.answering.precedence import Patient, Precedence
from datasources.answering.progress import Turn
from datasources.catalogue.keeping import Kept
from datasources.catalogue.trial import read_library
from datasources.deriving.renewal import Renewal
from datasources.fault import Fault
from datasources.intake.lander import Lander, arrival_of
from datasources.intake.landing import Landed, write_fault
from datasources.intake.sifting import Arrival
from datasources.moment import naive_utc, utc_now
from datasources.place import Place
from datasources.reading import Reading
from datasources.recorded import recording
from datasources.recorded.recorder import Recorder
from datasources.storage.cursor import Connection, rows_as, transaction
from datasources.storage.flushing import Upkeep
from datasources.storage.history import build_views
from datasources.storage.opening import Limits, Opened, is_damage, mark_damaged, open_sound
from datasources.storage.schema import tables
from datasources.storage.session import prepare_session
from datasources.storage.space import Space, is_full

log = structlog.get_logger(__name__)
BREATH_S = 0.02  # in which whoever waits to land gets the lock
REFUSED_ABOVE = 0.2


class NotTogether(Exception):
    """Batches land one by one."""


class Store(Desk):
    """Canonical tables in a file, the newest positions in memory, the library of views above them.

    path: the DuckDB file (its folder also holds history/ and tmp/), or None for memory only. clock: UTC without zone. speed: how much
    faster than this machine's it runs.
    """

    def __init__(
        self, path: Path | None, place: Place, *, clock: Callable[[], datetime] = utc_now, speed: float = 1.0, limits: Limits | None = None
    ) -> None:
        """Raises StoreLocked when another process has the file, StoreUnfit. A damaged file is set aside: see `aside`. With no room on the
        disk all is in memory: see `faults`, `lost`."""
        self.place = place
        limits = limits or Limits()
        home = Space(path)
        self._waits = None if home.enough() else home  # in memory only until there is room
        self._opened: Opened = open_sound(None if self._waits else path, limits, clock())
        self._space = Space(self._opened.path)
        self._damaged = False
        con = self._opened.connection
        prepare_session(con, place)
        build_views(self._opened)
        precedence = Precedence()
        patient = Patient(con.cursor(), precedence)
        self._writer, self._writing = cast(Connection, patient), Turn(lambda: patient.statements)
        self._lander = Lander(self._writer, place)
        self._lander.resume()
        self._kept = Kept(self._writer, speed)
        super().__init__(con, self._kept, clock, limits.lanes, precedence, self._met)
        self._recorder = Recorder(self._cursors, self._writer, self._writing, self.revisions, lambda: self._library, lambda: self.place)
        self._upkeep = Upkeep(self._opened, self._writer, place)
        self._renewal = Renewal(self._writer)
        if self.aside:
            write_fault(self._writer, clock(), "damaged", f"set aside as {self.aside.name}")

    @property
    def aside(self) -> Path | None:
        """Where a damaged file was put when this store was opened."""
        return self._opened.aside

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with it now: disk_full | damaged."""
        full = ("disk_full",) if self._waits or self._space.full else ()
        return (*full, "damaged") if self.aside or self._damaged else full

    @property
    def lost(self) -> bool:
        """Whether it has to be opened anew: the file answers no more, damage was met in it, or there is room for one again."""
        return self._space.lost or self._damaged or (self._waits is not None and self._waits.enough())

    def _met(self, error: str) -> None:
        """Look at an error for damage to the file."""
        if not self._damaged and self._opened.path is not None and is_damage(error):
            log.error("damage_met", path=str(self._opened.path), error=error)
            mark_damaged(self._opened.path)
            self._damaged = True

    def close(self) -> None:
        """Fold the log into the file and give it up. Questions still open fail."""
        with self._writing, contextlib.suppress(duckdb.Error):  # no room for the log: it stays beside the file, whole
            if self._space.enough():
                self._upkeep.checkpoint(always=True)
        self._cursors.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- landing

    def land(
        self,
        feed: str,
        reading: Reading,
        received_at: datetime | None,
        *,
        batch: str | None = None,
        size: int = 0,
        refused_above: float = REFUSED_ABOVE,
    ) -> Landed:
        """Check a reading and store what is good of it, all or nothing, exactly once.

        received_at: UTC, when the bytes came; None: recorded bytes land as if each row had come at its own event_time. batch: a digest of
        the bytes (default: of the rows); the same batch of a feed lands once. size: bytes. refused_above: the share of bad rows (0..1)
        beyond which nothing is stored. Never raises for what a feed sent, nor for want of room: see Landed.outcome.
        """
        with self._writing:
            moment = naive_utc(received_at) if received_at else None
            landed = self._landed(reading, arrival_of(feed, reading, moment, self.clock(), batch, size), refused_above)
            self._kept.follow(self.clock(), reference=landed.outcome == "landed" and landed.since is None)
            if landed.outcome != "unchanged":
                self.revisions.changed(landed.since)
            if received_at is None and landed.since is not None and landed.repeated < landed.accepted:
                recording.forget(self._writer, landed.since, [reading])
                self._recorder.fell_behind(landed.since)
            return landed

    def land_together(self, feed: str, recorded: Sequence[tuple[Reading, int]], refused_above: float = REFUSED_ABOVE) -> list[Landed]:
        """Recorded batches of events with their sizes in bytes, each as by `land`, in one transaction: a hundred small ones cost little
        more than one. Where they cannot land together they land one by one."""
        arrivals = [arrival_of(feed, reading, None, self.clock(), None, size) for reading, size in recorded]
        readings = [reading for reading, _ in recorded]
        with self._writing:
            try:
                if not self._space.enough():
                    raise NotTogether
                landed = self._lander.land_together(list(zip(readings, arrivals, strict=True)), refused_above)
            except (duckdb.Error, NotTogether):  # which of them it was shows, and is told, then
                return [self.land(feed, reading, None, size=size, refused_above=refused_above) for reading, size in recorded]
            self._kept.follow(self.clock())
            since = [told.since for told in landed if told.since is not None and told.repeated < told.accepted]
            if any(told.outcome != "unchanged" for told in landed):
                self.revisions.changed(min((told.since for told in landed if told.since is not None), default=None))
            if since:
                recording.forget(self._writer, min(since), readings)
                self._recorder.fell_behind(min(since))
            return landed

    def _landed(self, reading: Reading, arrival: Arrival, refused_above: float) -> Landed:
        if self._space.enough():
            try:
                return self._lander.land(reading, arrival, refused_above)
            except duckdb.Error as error:
                self._met(str(error))
                if not is_full(error):
                    raise
                self._space.failed(error)
        return self._lander.shown(reading, arrival)

    def append(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append ledger rows (alert_event, fetch ...); columns that are not given are NULL. With no room on the disk they are let go."""
        spec = tables()[table]
        if not self._space.enough():
            return
        with self._writing:
            try:
                with rows_as(self._writer, "incoming", pa.Table.from_pylist([dict(row) for row in rows], schema=spec.arrow)):
                    self._writer.execute(f'INSERT INTO city.main."{table}" SELECT * FROM incoming').fetchall()  # noqa: S608 - a name of the DDL
            except duckdb.Error as error:
                if not is_full(error):
                    raise
                self._space.failed(error)
            self.revisions.changed(self.clock())

    def register_feeds(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Say which feeds the city has: the rows of the table `feed`, whole."""
        with self._writing:
            self._writer.execute("DELETE FROM city.main.feed").fetchall()
            self.append("feed", rows)
            self.revisions.changed()

    def record_kpis(self, as_of: datetime, scopes: Sequence[str | None] = (None,)) -> datetime:
        """Keep what every KPI says at the five-minute moment at or before `as_of`, for these scopes (None: the city), and what
        history says is usual then; that moment. Doing it again replaces it.
        """
        moment = recording.bucket(naive_utc(as_of))
        if self._space.enough():
            self._recorder.record(moment, scopes)
        return moment

    def backfill_kpis(self, first: datetime, last: datetime, scopes: Sequence[str | None] = (None,), seconds: float = 30.0) -> int:
        """Record moments between two that were never recorded, newest first, then tell what was usual where their history has
        changed, for at most so many seconds; how many are still to do."""
        if not self._space.enough():
            return 1
        return self._recorder.backfill(naive_utc(first), naive_utc(last), scopes, seconds)

    def derive_anew(self, seconds: float = float("inf")) -> bool:
        """What another version of the program derived from the rows in the file is derived anew, for about so many seconds; whether
        something is left to do. Rows land between two pieces."""
        ends = time.monotonic() + seconds
        while self._renewal.left and time.monotonic() < ends and self._space.enough():
            with self._writing:
                since = self._renewal.step(ZoneInfo(self.place.timezone), self.clock())
                self._kept.follow(self.clock(), reference=since is None)
                self.revisions.changed(since)
            time.sleep(BREATH_S)
        return self._renewal.left

    def maintain(self) -> int:
        """Old rows to Parquet, older ones forgotten, the log folded into the file: call it every minute or so. Rows moved."""
        with self._writing:
            self._kept.follow(self.clock())
            return self._upkeep.run(self.clock()) if self._space.enough() else 0

    def load_views(self, folders: Sequence[Path], place: Place | None = None) -> list[Fault]:
        """Read the view files of these folders, later ones replacing earlier ones by name; `place`: the city's facts, where they changed.

        With any fault nothing changes.
        """
        place = place or self.place
        library, faults = read_library(folders, place)
        if not faults:
            with self._writing, self._cursors.lend() as lent:
                cursor = cast(Connection, Patient(lent, self.precedence))
                with transaction(cursor):
                    prepare_session(cursor, place)
                    self._made.anew(cursor, library)
                    self._kept.fill(cursor, library, place)
                self._library, self.place = library, place
                self._lander.fit(place)
                self._cursors.lanes.forget()
                self._upkeep.fit(place)
                self.revisions.changed()
        return faults

    def reference_revision(self) -> str:
        """Changes when a reference table does."""
        return str(self._lander.reference_changes)
