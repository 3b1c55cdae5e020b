"""The Parquet history: which files there are, and the views that join them to the file's tables."""

from datasources.storage.cursor import Connection
from datasources.storage.opening import Opened
from datasources.storage.schema import TableSpec, tables
from datasources.storage.statements import listed, literal, statement

FLUSHED = (
    "vehicle_position",
    "trip_update",
    "segment_speed",
    "detector_reading",
    "stop_visit_candidate",
    "work_zone",
    "work_zone_segment",
)  # what grows by the second


def build_views(opened: Opened) -> None:
    """Every table under its own name in the default catalog: rows of the file and of its history, a view cannot tell which."""
    con = opened.connection
    con.execute("CREATE SCHEMA IF NOT EXISTS city.seen").fetchall()
    for spec in tables().values():
        see(con, opened, spec)
        con.execute(statement("statements/forward", table=spec.name)).fetchall()


def see(con: Connection, opened: Opened, spec: TableSpec) -> None:
    """(Re)make the view of one table over its rows and the history files that the ledger names."""
    files = history_files(con, spec.name) if opened.history else []
    name = "statements/seen_with_history" if files else "statements/seen"
    paths = ", ".join(literal(str(opened.history / path)) for path in files if opened.history)
    con.execute(statement(name, table=spec.name, columns=listed(spec.columns), **({"files": f"[{paths}]"} if files else {}))).fetchall()


def history_files(con: Connection, table: str) -> list[str]:
    """Paths relative to the history folder, oldest day first."""
    rows = con.execute("SELECT path FROM city.main.history_file WHERE table_name = ? ORDER BY day, path", [table]).fetchall()
    return [str(row[0]) for row in rows]
