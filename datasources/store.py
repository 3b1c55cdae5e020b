"""The only door to DuckDB: rows land here, views are asked here. One process owns it; every method is safe to call from any thread."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import structlog

from datasources.asking import Cursors, Moment, answer, answer_all
from datasources.district import Districts
from datasources.header import SqlFault, nearest
from datasources.history import build_views
from datasources.landing import Landed, landed_before, set_variables, store_batch, write_fault, write_refused
from datasources.library import Library, create, read_library
from datasources.opening import Limits, Opened, open_database
from datasources.place import Place
from datasources.reading import FeedRefused, Reading
from datasources.revision import Revisions
from datasources.schema import tables
from datasources.session import prepare_session
from datasources.sifting import Arrival, sift
from datasources.statements import listed, statement
from datasources.ticket import BadTicket, Ticket, UnknownView, naive_utc

log = structlog.get_logger(__name__)
ASK_S = 2.0
REFUSED_ABOVE = 0.2


def utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Snapshot(Mapping[str, pa.Table]):
    """What every view said at one moment, read in one transaction. A view that failed is in `failed` and has an empty table."""

    def __init__(self, as_of: datetime, tables: Mapping[str, pa.Table], failed: Mapping[str, str]) -> None:
        self.as_of, self.failed = as_of, dict(failed)
        self._tables = dict(tables)

    def __getitem__(self, view: str) -> pa.Table:
        return self._tables[view]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def rows(self, view: str) -> list[dict[str, Any]]:
        return list(self._tables[view].to_pylist())


class Store:
    """Canonical tables in a file, the newest positions in memory, the library of views above them.

    path: the DuckDB file (its folder also holds history/ and tmp/), or None for memory only. clock: UTC without zone.
    """

    def __init__(self, path: Path | None, place: Place, *, clock: Callable[[], datetime] = utc_now, limits: Limits | None = None) -> None:
        """Raises StoreLocked when another process has the file. A damaged file is set aside: see `aside`."""
        self.place = place
        self.clock = clock
        self.revisions = Revisions()
        self._opened: Opened = open_database(path, limits or Limits(), clock())
        self._writing = threading.RLock()
        self._library = Library()
        self._districts: Districts | None = None
        self._reference = 0
        con = self._opened.connection
        prepare_session(con, place)
        build_views(self._opened)
        self._writer = con.cursor()
        self._writer.execute("SET search_path = 'city.main,memory.main'").fetchall()
        bounds = place.bounds()
        set_variables(self._writer, **bounds._asdict())
        self._cursors = Cursors(con)
        self._resume()

    @property
    def aside(self) -> Path | None:
        """Where a damaged file was put when this store was opened."""
        return self._opened.aside

    def close(self) -> None:
        with self._writing:
            self._opened.connection.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- landing

    def land(self, feed: str, reading: Reading, received_at: datetime | None, *, batch: str | None = None, size: int = 0,
             refused_above: float = REFUSED_ABOVE) -> Landed:
        """Check a reading and store what is good of it, all or nothing, exactly once.

        received_at: UTC, when the bytes came; None: recorded bytes land as if each row had come at its own event_time. batch: a digest of
        the bytes (default: of the rows); the same batch of a feed lands once. size: bytes. refused_above: the share of bad rows (0..1)
        beyond which nothing is stored. Never raises for what a feed sent: see Landed.outcome.
        """
        with self._writing:
            moment = naive_utc(received_at) if received_at else None
            arrival = Arrival(feed, batch_id(feed, batch or digest_of(reading)), moment, self.clock(), size)
            return self._land(reading, arrival, refused_above)

    def _land(self, reading: Reading, arrival: Arrival, refused_above: float) -> Landed:
        cursor = self._writer
        set_variables(cursor, feed=arrival.feed, batch=arrival.batch, loaded_at=arrival.loaded_at, arrived_at=arrival.arrived_at)
        reference = any(tables()[t].kind == "reference" for t in reading.tables if t in tables())
        if landed_before(cursor, not reference):
            return Landed("unchanged", arrival.batch)
        try:
            sifted = sift(cursor, reading, arrival, self._district_outlines())
        except FeedRefused as error:
            rows = reading.rows_in()
            return write_refused(cursor, arrival, rows, rows, error.reason, str(error))
        bad, rows = sum(part.quarantined for part in sifted), sum(part.rows_in for part in sifted)
        if rows and bad > refused_above * rows:
            reasons = ", ".join(sorted({r.reason for part in sifted for r in part.rejected}))
            return write_refused(cursor, arrival, rows, bad, "bad_rows", f"{bad} of {rows} rows are bad: {reasons}")
        landed = store_batch(cursor, arrival, sifted, ZoneInfo(self.place.timezone))
        for part in sifted:
            if part.spec.name == "vehicle_position" and part.rows.num_rows:
                self._renew_latest(part.rows)
        self._changed(landed, {part.spec.name for part in sifted if part.spec.kind == "reference"})
        return landed

    def _changed(self, landed: Landed, reference: set[str]) -> None:
        if "district" in reference:
            self._districts = None
        self._reference += bool(reference)
        self.revisions.changed(landed.since)

    def _renew_latest(self, rows: pa.Table) -> None:
        self._writer.register("incoming", rows)
        try:
            self._writer.execute(statement("statements/latest", columns=listed(tables()["vehicle_position"].columns))).fetchall()
        finally:
            self._writer.unregister("incoming")

    def _resume(self) -> None:
        """Memory after a start: the newest positions from the file."""
        newest = statement("statements/newest_positions")
        rows = self._writer.sql(newest).to_arrow_table()
        if rows.num_rows:
            self._renew_latest(rows)
        if self.aside:
            write_fault(self._writer, self.clock(), "damaged", f"set aside as {self.aside.name}")

    def _district_outlines(self) -> Districts:
        if self._districts is None:
            rows = self._writer.execute("SELECT district_id, geometry FROM city.main.district ORDER BY district_id").fetchall()
            self._districts = Districts([(str(a), str(b)) for a, b in rows])
        return self._districts

    def append(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append ledger rows (alert_event, fetch ...); columns that are not given are NULL."""
        spec = tables()[table]
        with self._writing:
            self._writer.register("incoming", pa.Table.from_pylist([dict(row) for row in rows], schema=spec.arrow))
            try:
                self._writer.execute(f'INSERT INTO city.main."{table}" SELECT * FROM incoming').fetchall()  # noqa: S608 - a name of the DDL
            finally:
                self._writer.unregister("incoming")
            self.revisions.changed(self.clock())

    def register_feeds(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Say which feeds the city has: the rows of the table `feed`, whole."""
        with self._writing:
            self._writer.execute("DELETE FROM city.main.feed").fetchall()
            self.append("feed", rows)
            self.revisions.changed()

    # ---- views

    def load_views(self, folders: Sequence[Path]) -> list[SqlFault]:
        """Read the view files of these folders, later ones replacing earlier ones by name. With any fault nothing changes."""
        library, faults = read_library(folders, self.place)
        if not faults:
            with self._writing, self._cursors.lend() as cursor:
                cursor.execute("BEGIN").fetchall()
                for gone in self._library.names() - library.names():
                    cursor.execute(f'DROP VIEW IF EXISTS memory.main."{gone}"').fetchall()
                for view in library.views:
                    cursor.execute(create(view)).fetchall()
                cursor.execute("COMMIT").fetchall()
                self._library = library
                self.revisions.changed()
        return faults

    def columns(self, view: str) -> dict[str, str]:
        """Column names and their Arrow types. Raises UnknownView."""
        return {field.name: str(field.type) for field in self._schema(view)}

    def headers(self) -> Mapping[str, Mapping[str, str]]:
        """Header comments by view."""
        return self._library.headers()

    def kpis(self) -> list[str]:
        return self._library.kpis()

    def _schema(self, view: str) -> pa.Schema:
        schemas = self._library.schemas or {}
        if view not in schemas:
            raise UnknownView(f"no view {view!r}", nearest(view, schemas))
        return schemas[view]

    def ask(self, ticket: Ticket, seconds: float = ASK_S) -> pa.Table:
        """Rows of a view. Raises UnknownView, BadTicket, TooLong, ViewFailed."""
        self._schema(ticket.view)
        if not all(isinstance(v, str) for pair in ticket.parameters.items() for v in pair):
            raise BadTicket("parameters are strings")
        moment = Moment(ticket.as_of or self.clock(), ticket.as_of is None, ticket.scope)
        return answer(self._cursors, ticket, moment, seconds)

    def snapshot(self, views: Sequence[str], as_of: datetime | None = None, scope: str | None = None, *,
                 live: bool | None = None) -> Snapshot:
        """Many views at one moment in one transaction. as_of None: now. live: may the newest memory be used (default: when as_of is None).

        Raises UnknownView; a view that fails is named in `.failed`.
        """
        empty = {view: self._schema(view).empty_table() for view in views}
        moment = Moment(as_of or self.clock(), as_of is None if live is None else live, scope)
        found, failed = answer_all(self._cursors, list(views), moment)
        for view, text in failed.items():
            log.error("view_failed", view=view, error=text)
        return Snapshot(moment.as_of, {**empty, **found}, failed)

    def recorded_from(self) -> datetime | None:
        """The moment from which anything was received; None when nothing was."""
        with self._cursors.lend() as cursor:
            first = cursor.execute("SELECT min(received_at) FROM city.main.batch").fetchall()[0][0]
            return first if isinstance(first, datetime) else None

    def reference_revision(self) -> str:
        """Changes when a reference table does."""
        return str(self._reference)


def digest_of(reading: Reading) -> str:
    """sha256 of a reading's rows."""
    digest = hashlib.sha256()
    for name in sorted(reading.tables):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, reading.tables[name].schema) as writer:
            writer.write_table(reading.tables[name])
        digest.update(name.encode() + b"\0" + sink.getvalue())
    digest.update(repr(reading.rejects).encode())
    return digest.hexdigest()


def batch_id(feed: str, digest: str) -> str:
    """One id for one feed's bytes."""
    return hashlib.sha256(f"{feed}\0{digest}".encode()).hexdigest()[:32]
