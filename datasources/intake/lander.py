"""From a reading to stored rows: sift, refuse or store, then renew what memory holds of it. One writer, one cursor."""

import contextlib
import hashlib
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from datasources.intake.checks import explained
from datasources.intake.district import Districts
from datasources.intake.landing import (
    Landed,
    Written,
    derive_together,
    joined_of,
    landed_before,
    store_batch,
    store_rows,
    write_message,
    write_refused,
)
from datasources.intake.roads import Roads
from datasources.intake.sifting import Arrival, Sifted, sift
from datasources.intake.source_clock import clock_fault
from datasources.place import Place
from datasources.reading import FeedRefused, Reading
from datasources.storage.cursor import Connection, rows_as, set_variables, transaction
from datasources.storage.schema import TableSpec, tables
from datasources.storage.statements import listed, statement


class Lander:
    """Works on the writer's cursor; the caller holds the writer's lock."""

    def __init__(self, cursor: Connection, place: Place) -> None:
        self._cursor = cursor
        self._districts: Districts | None = None
        self._roads: Roads | None = None
        self.reference_changes = 0
        cursor.execute("SET search_path = 'city.main,memory.main,memory.plain'").fetchall()
        self.fit(place)

    def fit(self, place: Place) -> None:
        """Take the city's facts, at the start and where they changed."""
        self._zone = ZoneInfo(place.timezone)
        set_variables(self._cursor, **place.bounds()._asdict())

    def land(self, reading: Reading, arrival: Arrival, refused_above: float) -> Landed:
        """As Store.land."""
        sifted = self._believed(reading, arrival, refused_above)
        if isinstance(sifted, Landed):
            return sifted
        landed = store_batch(self._cursor, arrival, sifted, self._zone)
        self._follow(sifted)
        return landed

    def land_together(self, batches: Sequence[tuple[Reading, Arrival]], refused_above: float) -> list[Landed]:
        """Batches of events, each as by itself, in one transaction: what follows from them is derived once. All or none."""
        landed: list[Landed] = []
        written: list[Written] = []
        positions: list[Sifted] = []
        with transaction(self._cursor):
            for reading, arrival in batches:
                sifted = self._believed(reading, arrival, refused_above)
                if isinstance(sifted, Landed):
                    landed.append(sifted)
                    continue
                written.append(store_rows(self._cursor, arrival, sifted))
                landed.append(written[-1].landed)
                positions += [part for part in sifted if part.spec.name == "vehicle_position"]
            derive_together(self._cursor, written, self._zone)
        if positions:
            self._follow([joined_of(positions)])
        return landed

    def _believed(self, reading: Reading, arrival: Arrival, refused_above: float) -> list[Sifted] | Landed:
        """What of a batch is to be stored, or what became of it where nothing is."""
        set_variables(self._cursor, feed=arrival.feed, batch=arrival.batch, loaded_at=arrival.loaded_at, arrived_at=arrival.arrived_at)
        reference = any(tables()[t].kind == "reference" for t in reading.tables if t in tables())
        if landed_before(self._cursor, not reference):
            return Landed("unchanged", arrival.batch)
        if reading.message is not None:
            write_message(self._cursor, arrival, reading.message)
        try:
            sifted = sift(self._cursor, reading, arrival, self._outlines())
        except FeedRefused as error:
            rows = reading.rows_in()
            return write_refused(self._cursor, arrival, rows, rows, error.reason, str(error))
        bad, rows = sum(part.quarantined for part in sifted), sum(part.rows_in for part in sifted)
        if bad > refused_above * rows:
            told = f"{bad} of {rows} rows are bad: " + "; ".join(filter(None, [clock_fault(reading, arrival.arrived_at), _told(sifted)]))
            return write_refused(self._cursor, arrival, rows, bad, "bad_rows", told)
        if reference and not rows:
            return write_refused(self._cursor, arrival, 0, 0, "empty", "reference data without a row would empty what is held")
        return sifted + (self._emptied(sifted, arrival) if reference else [])

    def shown(self, reading: Reading, arrival: Arrival) -> Landed:
        """Where nothing can be written: positions go to memory, so that the map goes on; nothing of the batch is kept."""
        rows = reading.rows_in()
        with contextlib.suppress(duckdb.Error, FeedRefused):
            set_variables(self._cursor, feed=arrival.feed, batch=arrival.batch, loaded_at=arrival.loaded_at, arrived_at=arrival.arrived_at)
            for part in sift(self._cursor, reading, arrival, self._outlines()):
                if part.spec.name == "vehicle_position":
                    place, nowhere = part.rows.column_names.index("batch"), pa.repeat(pa.scalar(""), part.rows.num_rows)
                    self.renew_latest(part.rows.set_column(place, "batch", nowhere))
        text = "the disk is full: nothing is kept until there is room"
        return Landed("refused", arrival.batch, rows_in=rows, quarantined=rows, reason="disk_full", text=text, since=arrival.arrived_at)

    def resume(self) -> None:
        """Memory after a start: the newest positions from the file."""
        self.renew_latest(self._cursor.sql(statement("statements/newest_positions")).to_arrow_table())

    def renew_latest(self, rows: pa.Table) -> None:
        """Take newer reports of `rows` (as vehicle_position) into memory."""
        if not rows.num_rows:
            return
        with rows_as(self._cursor, "incoming", rows):
            self._cursor.execute(statement("statements/latest", columns=listed(tables()["vehicle_position"].columns))).fetchall()

    def _emptied(self, sifted: list[Sifted], arrival: Arrival) -> list[Sifted]:
        """Reference tables that the feed brought before and not now are empty now: a feed's reference data are replaced whole."""
        brought = {part.spec.name for part in sifted}
        held = (str(row[0]) for row in self._cursor.execute(statement("statements/no_longer_brought")).fetchall())
        return [
            Sifted.nothing(tables()[name], arrival)
            for name in held
            if name in tables() and tables()[name].kind == "reference" and name not in brought
        ]

    def _follow(self, sifted: list[Sifted]) -> None:
        for part in sifted:
            if part.spec.name == "vehicle_position":
                self.renew_latest(part.rows)
        changed = {part.spec.name for part in sifted if part.spec.kind == "reference"}
        self.reference_changes += bool(changed)
        if "district" in changed:
            self._districts = None
            self._place_again()
        if "road_segment" in changed:
            self._roads = None
        if {"work_zone", "road_segment"} & {part.spec.name for part in sifted}:
            self._find_work_zones()

    def _place_again(self) -> None:
        """Stops and segments that came before the outlines did."""
        for spec in tables().values():
            if spec.kind == "reference" and spec.name != "district" and {"latitude", "longitude", "district_id"} <= set(spec.types):
                self._place(spec)

    def _place(self, spec: TableSpec) -> None:
        where = self._cursor.sql(statement("statements/positions_without_district", table=spec.name)).to_arrow_table()
        found = self._outlines().of(where.column("longitude").to_numpy(), where.column("latitude").to_numpy())
        with rows_as(self._cursor, "found", where.append_column("district_id", found)):
            self._cursor.execute(statement("statements/place_in_district", table=spec.name)).fetchall()

    def _find_work_zones(self) -> None:
        """The segments along the work zones of each feed's newest writing."""
        zones = self._cursor.execute(statement("statements/newest_work_zones")).fetchall()
        if not zones:
            return
        if self._roads is None:
            self._roads = Roads(
                self._cursor.execute("SELECT segment_id, geometry FROM city.main.road_segment ORDER BY segment_id").fetchall()
            )
        found = [
            {"feed": feed, "event_time": at, "work_zone_id": zone, "segment_id": segment}
            for feed, at, zone, line in zones
            for segment in self._roads.along(line)
        ]
        with rows_as(self._cursor, "found", pa.Table.from_pylist(found, schema=tables()["work_zone_segment"].arrow)):
            self._cursor.execute(statement("statements/place_work_zones")).fetchall()

    def _outlines(self) -> Districts:
        if self._districts is None:
            rows = self._cursor.execute("SELECT district_id, geometry FROM city.main.district ORDER BY district_id").fetchall()
            self._districts = Districts([(str(a), str(b)) for a, b in rows])
        return self._districts


def _told(sifted: list[Sifted]) -> str:
    """Each reason in words, with the first row that it met."""
    first = {reject.reason: reject for part in sifted for reject in reversed(part.rejected)}
    return "; ".join(f"{explained(reason, reject.table)}, as in {reject.sample}" for reason, reject in sorted(first.items()))


def arrival_of(feed: str, reading: Reading, received_at: datetime | None, now: datetime, digest: str | None, size: int) -> Arrival:
    """Who, which batch and when. One feed's same bytes have the same batch id."""
    batch = hashlib.sha256(f"{feed}\0{digest or _digest(reading)}".encode()).hexdigest()[:32]
    return Arrival(feed, batch, received_at, now, size)


def _digest(reading: Reading) -> str:
    digest = hashlib.sha256()
    for name in sorted(reading.tables):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, reading.tables[name].schema) as writer:
            writer.write_table(reading.tables[name])
        digest.update(name.encode() + b"\0" + sink.getvalue())
    digest.update(repr(reading.rejects).encode())
    return digest.hexdigest()
