"""What follows from landed rows: stop visits, 5-minute sums, service days. Each can run again without harm."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from datasources.deriving.called_off import note_called_off
from datasources.deriving.service_days import agreed, service_dates, service_day_rows, zone_shift_s
from datasources.deriving.timetable import forget, lay_out
from datasources.deriving.visits import tell_visits
from datasources.intake.sifting import Sifted
from datasources.storage.cursor import Connection, rows_as, set_variables
from datasources.storage.schema import tables
from datasources.storage.statements import statement

DERIVING = ("vehicle_position", "trip_update", "segment_speed", "detector_reading")
WAITING = dict.fromkeys(
    ("gtfs_trip", "gtfs_stop", "gtfs_stop_time", "gtfs_calendar", "gtfs_calendar_date", "gtfs_shape", "gtfs_frequency"),
    ("vehicle_position", "trip_update"),
) | {"road_segment": ("segment_speed", "detector_reading"), "detector": ("detector_reading",)}
TOUCHED = {"segment_speed": "touched_speed", "detector_reading": "detector_5min"}  # which segments and five minutes are to be summed anew
HOUR = timedelta(hours=1)
CALENDARS = ("gtfs_agency", "gtfs_calendar", "gtfs_calendar_date", "gtfs_trip")


def derive(cursor: Connection, sifted: list[Sifted], first: Sequence[str], zone: ZoneInfo) -> None:
    """Bring the derived tables up to the batch just stored; inside its transaction.

    `sifted`: the rows that were new. `first`: tables that no feed had brought before: what came too early for a timetable is derived now.
    """
    if any(part.spec.name in CALENDARS for part in sifted):
        expand_service_days(cursor, zone)
    if any(part.spec.name.startswith("gtfs_") for part in sifted):
        forget(cursor)
        cursor.execute(statement("gtfs_finding")).fetchall()
    for part in sifted:
        if part.spec.name in DERIVING and part.rows.num_rows:
            derive_from(cursor, part.spec.name, part.rows)
    for table in {waiting for name in first for waiting in WAITING.get(name, ())}:
        _derive_all(cursor, table)


def derive_from(cursor: Connection, table: str, rows: pa.Table) -> None:
    """Bring the derived tables up to these rows, which are stored, new or not."""
    span = pc.min_max(rows.column("event_time")).as_py()
    first, last = span["min"], span["max"]
    if table == "trip_update":
        # a day's timetable costs seconds, and updates of the past tell of weeks: where vehicles are heard of, it is laid out for theirs
        if not cursor.execute("SELECT EXISTS (SELECT 1 FROM city.main.vehicle_position)").fetchall()[0][0]:
            lay_out(cursor, first, last)
        set_variables(cursor, batch_from=first, batch_to=last)
        note_called_off(cursor, table, rows)
        with rows_as(cursor, "arrived", rows):
            cursor.execute(statement("line_told")).fetchall()
    elif table == "vehicle_position":
        lay_out(cursor, first, last)
        note_called_off(cursor, table, rows)
        tell_visits(cursor, rows)
        run_derivation(cursor, "vehicle_hour", first, last)
        run_derivation(cursor, "track_5min", first, last)
    elif table in TOUCHED:
        with rows_as(cursor, "arrived", rows):
            run_derivation(cursor, TOUCHED[table], first, last)
        run_derivation(cursor, "segment_5min", first, last)


def _derive_all(cursor: Connection, table: str) -> None:
    """From every row in the file, an hour at a time."""
    moment, last = cursor.execute(statement("statements/held_span", table=table)).fetchall()[0]
    while moment is not None and moment <= last:
        held = statement("statements/held_between", table=table)
        rows: pa.Table = cursor.sql(held, params=[moment, min(moment + HOUR, last)]).to_arrow_table()
        if rows.num_rows:
            derive_from(cursor, table, rows)
        moment += HOUR


def run_derivation(cursor: Connection, name: str, first: datetime, last: datetime) -> None:
    """Run model/<name>.sql for the event times first..last."""
    set_variables(cursor, batch_from=first, batch_to=last)
    cursor.execute(statement(name)).fetchall()


def expand_service_days(cursor: Connection, zone: ZoneInfo) -> None:
    """Rebuild service_day and gtfs_service_date from the calendars of every feed, each in the zone on which its agencies agree."""
    named: dict[str, list[str]] = {}
    for feed, name in cursor.sql(statement("statements/agency_zones")).fetchall():
        named.setdefault(feed, []).append(name)
    calendar = cursor.sql("SELECT * FROM city.main.gtfs_calendar").to_arrow_table().to_pylist()
    exceptions = cursor.sql("SELECT * FROM city.main.gtfs_calendar_date").to_arrow_table().to_pylist()
    dates = sorted(service_dates(calendar, exceptions))
    common = agreed(sorted({name for names in named.values() for name in names}), zone)
    of_feed = {feed: agreed(named[feed], zone) if feed in named else common for feed, _, _ in dates}
    zones = set(of_feed.values()) or {common}
    rows = [{"feed": f, "service_id": s, "service_date": d, "shift_s": zone_shift_s(d, of_feed[f], zones)} for f, s, d in dates]
    _replace(cursor, "gtfs_service_date", rows)
    _replace(cursor, "service_day", service_day_rows((d for _, _, d in dates), zones))


def _replace(cursor: Connection, table: str, rows: list[dict[str, object]]) -> None:
    with rows_as(cursor, "incoming", pa.Table.from_pylist(rows, schema=tables()[table].arrow)):
        cursor.execute(f"DELETE FROM city.main.{table}").fetchall()  # noqa: S608 - a name of the DDL
        cursor.execute(f"INSERT INTO city.main.{table} SELECT * FROM incoming").fetchall()  # noqa: S608
