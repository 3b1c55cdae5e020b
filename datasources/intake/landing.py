"""Landing: a sifted batch becomes rows, with its ledger and what derives from it, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import structlog

from datasources.deriving.derived import derive
from datasources.intake.checks import told_once
from datasources.intake.sifting import Arrival, Sifted, merged
from datasources.reading import Message, Reject
from datasources.storage.cursor import Connection, rows_as, set_variables, transaction
from datasources.storage.schema import TableSpec
from datasources.storage.space import is_full
from datasources.storage.statements import listed, statement

log = structlog.get_logger(__name__)
OWN_TIME = "time_bucket(INTERVAL '30' SECOND, event_time)"
READINGS = {"segment_speed": "segment_id", "detector_reading": "detector_id"}  # what they are about: told again, the last counts
WRITINGS = ("work_zone",)  # a batch is all there is: what it repeats belongs to it, too
NO_SLOT = "CAST(NULL AS TIMESTAMP)"


@dataclass(frozen=True)
class Landed:
    """What became of a batch: rows_in = accepted + quarantined, exactly; repeated (held already) is a part of accepted.

    outcome: landed; unchanged (this very batch landed before, nothing was done); refused (nothing stored, the one before stays;
    `reason` is a short stable word, `text` the difference for people). reasons: quarantined rows by reason. fault: what is wrong
    though they landed. since: the arrival of the oldest new row.
    """

    outcome: Literal["landed", "unchanged", "refused"]
    batch: str
    rows_in: int = 0
    accepted: int = 0
    repeated: int = 0
    quarantined: int = 0
    flagged: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    text: str = ""
    notices: tuple[str, ...] = ()
    fault: str = ""
    since: datetime | None = None


def landed_before(cursor: Connection, sifted_events: bool) -> bool:
    events = "TRUE" if sifted_events else "FALSE"
    return bool(cursor.execute(statement("statements/landed_before", events=events)).fetchall()[0][0])


def store_batch(cursor: Connection, arrival: Arrival, sifted: list[Sifted], zone: ZoneInfo) -> Landed:
    """Store every table of the batch, its ledger lines and what derives from it, all or nothing.

    A derivation that fails must not cost the rows: they land without it, and the fault is written down.
    """
    try:
        return _stored(cursor, arrival, sifted, zone)
    except duckdb.Error as error:
        if is_full(error):
            raise
        log.error("derivation_failed", feed=arrival.feed, error=str(error))
        landed = _stored(cursor, arrival, sifted, None)
        write_fault(cursor, arrival.loaded_at, "derivation", f"{arrival.feed}: {error}")
        return replace(landed, fault=f"nothing could be derived: {error}".split("\n\n")[0])


def write_fault(cursor: Connection, moment: datetime, kind: str, text: str) -> None:
    cursor.execute("INSERT INTO city.main.store_fault VALUES (?, ?, ?)", [moment, kind, text[:2000]]).fetchall()


def _stored(cursor: Connection, arrival: Arrival, sifted: list[Sifted], zone: ZoneInfo | None) -> Landed:
    """zone None: without what derives from it."""
    with transaction(cursor):
        written = store_rows(cursor, arrival, sifted)
        if zone is not None:
            derive(cursor, written.new, written.first, zone)
    return written.landed


class Written(NamedTuple):
    """A batch in the tables: the rows that were new, and the tables that no feed had brought before."""

    landed: Landed
    new: list[Sifted]
    first: list[str]


def store_rows(cursor: Connection, arrival: Arrival, sifted: list[Sifted]) -> Written:
    """The batch and its ledger lines, without what derives from it; inside a transaction."""
    stored = [_store(cursor, arrival, part) for part in sifted]
    first = [part.spec.name for part in sifted if _brought_first(cursor, part)]
    if not sifted:
        _line_of_nothing(cursor, arrival)
    _write_reasons(cursor, "quarantine", arrival, [r for part in sifted for r in part.rejected])
    _write_reasons(cursor, "flag", arrival, [r for part in sifted for r in part.flagged])
    return Written(_summed(arrival, sifted, stored), stored, first)


def derive_together(cursor: Connection, batches: Sequence[Written], zone: ZoneInfo) -> None:
    """What derives from batches of events that were stored one after another, at one go."""
    new = [part for written in batches for part in written.new]
    names = dict.fromkeys(part.spec.name for part in new)
    joined = [joined_of([part for part in new if part.spec.name == name]) for name in names]
    derive(cursor, joined, [name for written in batches for name in written.first], zone)


def joined_of(parts: Sequence[Sifted]) -> Sifted:
    """The rows of one table."""
    return replace(parts[0], rows=pa.concat_tables([part.rows for part in parts]))


def _summed(arrival: Arrival, sifted: list[Sifted], new: list[Sifted]) -> Landed:
    accepted = sum(part.rows.num_rows for part in sifted)
    rejected = merged([r for part in sifted for r in part.rejected])
    reasons: dict[str, int] = {}
    for r in rejected:
        reasons[r.reason] = reasons.get(r.reason, 0) + r.rows
    quarantined = sum(reasons.values())
    return Landed(
        "landed",
        arrival.batch,
        rows_in=accepted + quarantined,
        accepted=accepted,
        repeated=accepted - sum(part.stored for part in new),
        quarantined=quarantined,
        flagged=sum(r.rows for part in sifted for r in part.flagged),
        reasons=reasons,
        notices=tuple(f"{part.spec.name}: column {name!r} is not used" for part in sifted for name in part.extra),
        since=_oldest(new) if any(part.rows.num_rows for part in new) else _oldest(sifted),
    )


def _oldest(sifted: list[Sifted]) -> datetime | None:
    """None where reference tables changed: they are seen from any moment."""
    if any(part.spec.kind == "reference" for part in sifted):
        return None
    found: list[datetime] = [pc.min(part.rows.column("received_at")).as_py() for part in sifted if part.rows.num_rows]
    return min(found, default=None)


def _store(cursor: Connection, arrival: Arrival, part: Sifted) -> Sifted:
    """Store one table's rows and its ledger line; the part with only the rows that were new."""
    new = _new_events(cursor, part, arrival.received_at is None) if part.spec.kind == "events" else part
    stored = _with_incoming(cursor, new.rows, _landing(part.spec))
    slot = OWN_TIME if arrival.received_at is None and part.spec.kind == "events" else NO_SLOT
    set_variables(
        cursor,
        table_name=part.spec.name,
        quarantined=part.quarantined,
        repeated=part.rows.num_rows - stored,
        bytes=arrival.size,
        flagged=sum(r.rows for r in part.flagged),
    )
    _with_incoming(cursor, part.rows, statement("statements/batch_line", slot=slot))
    return replace(new, stored=stored)


def _landing(spec: TableSpec) -> str:
    names = {"table": spec.name, "columns": listed(spec.columns)}
    if spec.kind == "events":
        return statement("statements/land_event", **names)
    once = told_once(spec.name)
    again = f'"{once}" IN (SELECT "{once}" FROM incoming)' if once else "FALSE"  # noqa: S608 - a name of the DDL
    return statement("statements/land_reference", told_again=again, **names)


def _brought_first(cursor: Connection, part: Sifted) -> bool:
    """Note that the feed brings the table; True when no feed ever brought it before."""
    known = cursor.execute("SELECT count(*) FROM city.main.feed_table WHERE table_name = ?", [part.spec.name]).fetchall()[0][0]
    set_variables(cursor, table_name=part.spec.name)
    cursor.execute(statement("statements/feed_table")).fetchall()
    return not known


def _new_events(cursor: Connection, part: Sifted, recorded: bool) -> Sifted:
    """recorded: memory has no parked vehicles of the past to save looking for, and what is told again is told at the same time."""
    spec, rows = part.spec, part.rows
    if spec.name in WRITINGS:
        return part
    equal = " AND ".join(f'held."{c}" IS NOT DISTINCT FROM incoming."{c}"' for c in spec.content)
    if spec.name == "vehicle_position" and not recorded:
        rows = _among_incoming(cursor, rows, statement("statements/not_latest", same=equal))
    span = pc.min_max(rows.column("event_time")).as_py()
    set_variables(cursor, batch_from=span["min"], batch_to=span["max"])
    if about := READINGS.get(spec.name):
        told = {"about": about, "content": listed(spec.content, "incoming."), "recorded": str(recorded).upper()}
        rows = _among_incoming(cursor, rows, statement("statements/versions", table=spec.name, **told))
    new = statement("statements/new_events", table=spec.name, columns=listed(spec.columns), same=equal)
    return replace(part, rows=_among_incoming(cursor, rows, new))


def _among_incoming(cursor: Connection, rows: pa.Table, sql: str) -> pa.Table:
    with rows_as(cursor, "incoming", rows):
        return cursor.sql(sql).to_arrow_table()


def _line_of_nothing(cursor: Connection, arrival: Arrival) -> None:
    set_variables(cursor, table_name="", quarantined=0, repeated=0, bytes=arrival.size, flagged=0)
    nothing = pa.table({"received_at": pa.nulls(0, pa.timestamp("us")), "event_time": pa.nulls(0, pa.timestamp("us"))})
    _with_incoming(cursor, nothing, statement("statements/batch_line", slot=NO_SLOT))


def _with_incoming(cursor: Connection, rows: pa.Table, sql: str) -> int:
    with rows_as(cursor, "incoming", rows):
        return int(cursor.execute(sql).fetchall()[0][0])


def _write_reasons(cursor: Connection, table: Literal["quarantine", "flag"], arrival: Arrival, rejects: Iterable[Reject]) -> None:
    for r in merged(list(rejects)):
        cursor.execute(
            f"INSERT INTO city.main.{table} VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - one of two names
            [arrival.feed, arrival.batch, arrival.arrived_at, r.table, r.reason, r.rows, r.sample],
        ).fetchall()


def write_message(cursor: Connection, arrival: Arrival, message: Message) -> None:
    """A recorded message came at its own time."""
    came = arrival.received_at or message.header_time or arrival.arrived_at
    line = [arrival.feed, arrival.batch, came, message.header_time, message.version, message.incrementality, message.entities]
    cursor.execute("INSERT INTO city.main.rt_message VALUES (?, ?, ?, ?, ?, ?, ?)", line).fetchall()
    for found in message.findings:
        row = [arrival.feed, arrival.batch, came, found.rule, found.rows, found.sample]
        cursor.execute("INSERT INTO city.main.rt_finding VALUES (?, ?, ?, ?, ?, ?)", row).fetchall()


def write_refused(cursor: Connection, arrival: Arrival, rows_in: int, quarantined: int, reason: str, text: str) -> Landed:
    """Nothing of the batch is stored; that it came and why it was refused is."""
    cursor.execute(
        "INSERT INTO city.main.refused VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [arrival.feed, arrival.batch, arrival.arrived_at, arrival.loaded_at, rows_in, quarantined, reason, text[:2000], arrival.size],
    ).fetchall()
    return Landed("refused", arrival.batch, rows_in=rows_in, quarantined=rows_in, reason=reason, text=text)
