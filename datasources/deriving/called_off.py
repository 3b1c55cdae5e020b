"""What feeds say of trips and stops that do not run: kept where it changes, so that nobody reads every update again to know."""

import pyarrow as pa
import pyarrow.compute as pc

from datasources.storage.cursor import Connection, rows_as
from datasources.storage.statements import statement

WORDS = {"schedule_relationship": ("CANCELED", "DELETED"), "stop_schedule_relationship": ("SKIPPED",)}
KNOWN = """SELECT EXISTS (
  SELECT 1 FROM city.main.called_off WHERE event_time > CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' DAY)"""


def note_called_off(cursor: Connection, table: str, rows: pa.Table) -> None:
    """`rows` of trip_update or vehicle_position, which are stored; batch_from and batch_to are set to their span."""
    if _says_so(rows) or cursor.execute(KNOWN).fetchall()[0][0]:
        with rows_as(cursor, "arrived", rows):
            cursor.execute(statement(f"called_off/{table}")).fetchall()
        cursor.execute(statement("called_off/keep")).fetchall()


def _says_so(rows: pa.Table) -> bool:
    said = (pc.any(pc.is_in(rows[name], pa.array(words))).as_py() for name, words in WORDS.items() if name in rows.column_names)
    return any(said)
