"""The macros that every view can call: as_of(), scope(), is_live(), is_kept(), is_telling(), parameter(), setting(), local_time(),
local_hour(), local_midnight(), clock_s(), run_name()."""

from collections.abc import Mapping

from datasources.place import Place
from datasources.storage.cursor import Connection
from datasources.storage.statements import literal, statement


def prepare_session(con: Connection, place: Place) -> None:
    """Make the macros in the default catalog. Settings and zone are the city's; the rest are variables of the asking cursor."""
    con.execute(statement("session", settings=_map(place.settings), timezone=literal(place.timezone))).fetchall()


def _map(settings: Mapping[str, float]) -> str:
    """One text that is cast: views say setting() at every turn, and to bind each name and number for itself takes three times as long."""
    return literal("{" + ", ".join(f"{_quoted(name)}={float(value)!r}" for name, value in settings.items()) + "}")


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
