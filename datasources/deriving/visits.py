"""Stop visits from positions: legs between reports, the trips that they may be on, their place along the line, sightings at stops."""

from typing import Final

import pyarrow as pa

from datasources.storage.cursor import Connection, rows_as
from datasources.storage.statements import statement

WAYS: Final = ("trip_id", "block", "start", "frequency", "line", "stops")  # model/match/<way>.sql, see the key `match` of a feed


def tell_visits(cursor: Connection, reports: pa.Table) -> None:
    """Write the sightings that these reports of vehicle_position tell. They are stored already, and memory has not seen them yet."""
    if not cursor.execute("SELECT EXISTS (SELECT 1 FROM trip_pattern)").fetchall()[0][0]:
        return
    with rows_as(cursor, "arrived", reports):
        cursor.execute(statement("visits/leg")).fetchall()
    for way in _ways(cursor):
        cursor.execute(statement(f"match/{way}")).fetchall()
    for step in _steps(cursor):
        cursor.execute(statement(f"visits/{step}")).fetchall()


def _ways(cursor: Connection) -> list[str]:
    """The ways that the feeds of the legs ask for."""
    asked = ",".join(str(row[0]) for row in cursor.execute("SELECT DISTINCT match FROM leg").fetchall()).split(",")
    return [way for way in WAYS if way in asked]


def _steps(cursor: Connection) -> list[str]:
    """What there is to do: nothing where no trip was found, and only what those found ask for."""
    planned, unplanned, named = cursor.execute(statement("visits/steps")).fetchall()[0]
    told = [name for name, wanted in (("planned", planned), ("unplanned", unplanned), ("named", named)) if wanted]
    return ["locate", *told, "keep"] if told else []
