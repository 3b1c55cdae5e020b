"""Opening DuckDB: the file, the memory beside it, the doors that are shut before anything is read.

`memory` (the default catalog) holds macros and views, `city` is the file with every table, `hot` the mutable memory. Nothing that
depends on the program's version is kept in the file but the form of its tables (older_file.py) and what derives from rows (renewal.py).
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import structlog

from datasources.storage.cursor import Connection
from datasources.storage.older_file import create_tables
from datasources.storage.space import is_full
from datasources.storage.statements import literal, statement

log = structlog.get_logger(__name__)
DAMAGED = ".damaged"  # beside a file in which damage was met
STORAGE_VERSION = "v1.5.0"  # a file that the version before can open too: a way back
LOG = "64MB"  # upkeep folds the log every minute, before it is so long: a commit that has to do it takes twenty times as long


class StoreLocked(Exception):
    """Another process owns the file."""


@dataclass(frozen=True)
class Limits:
    """What the engine may use of the machine."""

    memory: str = "2GB"
    lanes: int = 2  # questions of one snapshot side by side
    threads: int = 1  # beside the one that asks: small statements on two cores cost more than they save
    temp: str = "4GB"


@dataclass(frozen=True)
class Opened:
    """A connection with everything attached, and where a damaged file was set aside (None: it was sound)."""

    connection: Connection
    path: Path | None
    history: Path | None
    aside: Path | None


def open_database(path: Path | None, limits: Limits, now: datetime) -> Opened:
    """Open or create the city's file (None: in memory only) and shut every other door.

    Raises StoreLocked when another process has it. A file that is no sound database is moved to <name>.corrupt-<time> and a
    fresh one made: the wall must come up. Raises StoreUnfit where the rows of another version's file cannot be this one's.
    """
    con = duckdb.connect(":memory:")
    try:
        return _open(con, path, limits, now)
    except BaseException:
        con.close()
        raise


def open_sound(path: Path | None, limits: Limits, now: datetime) -> Opened:
    """As open_database; a file in which damage shows as soon as it is read is set aside too."""
    for _ in range(2):
        opened = open_database(path, limits, now)
        try:
            opened.connection.execute(statement("statements/newest_positions")).fetchone()
            opened.connection.execute("SELECT count(batch) FROM city.main.batch").fetchall()
            return opened
        except duckdb.Error as error:
            opened.connection.close()
            if path is None or not is_damage(str(error)):
                raise
            mark_damaged(path)
    raise RuntimeError(f"{path} is damaged as soon as it is made")


def _open(con: Connection, path: Path | None, limits: Limits, now: datetime) -> Opened:
    folder = path.parent if path else None
    history = folder / "history" if folder else None
    if history:
        history.mkdir(parents=True, exist_ok=True)
    _limit(con, limits, folder)
    aside = _attach(con, path, now)
    con.execute("ATTACH ':memory:' AS hot").fetchall()
    create_tables(con, path)
    con.execute(statement("hot", vehicle_position="city.main.vehicle_position")).fetchall()
    con.execute("CREATE SCHEMA memory.plain").fetchall()
    _harden(con, history)
    return Opened(con, path, history, aside)


def _limit(con: Connection, limits: Limits, folder: Path | None) -> None:
    settings = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "TimeZone": "UTC",
        "enable_progress_bar": False,
        "max_temp_directory_size": limits.temp,
        "parquet_metadata_cache": True,
        "preserve_insertion_order": False,
        "checkpoint_threshold": LOG,
    }
    if folder:
        settings["temp_directory"] = str(folder / "tmp")
    for name, value in settings.items():
        con.execute(f"SET {name} = {literal(value) if isinstance(value, str) else value}").fetchall()


def _attach(con: Connection, path: Path | None, now: datetime) -> Path | None:
    if path is None:
        con.execute("ATTACH ':memory:' AS city").fetchall()
        return None
    aside = _marked(path, now)
    existed = path.exists()
    try:
        _attach_file(con, path, existed)
    except duckdb.Error as error:
        if "set lock on file" in str(error):
            raise StoreLocked(f"{path} is open in another process") from error
        if not existed or isinstance(error, (duckdb.PermissionException, duckdb.ResourceInUseException)) or is_full(error):
            raise
        aside = set_aside(path, now, str(error))
        _attach_file(con, path, existed=False)
    return aside


def is_damage(error: str) -> bool:
    """Whether a statement failed because the file does not hold what was written."""
    return "Corrupt database file" in error


def mark_damaged(path: Path) -> None:
    """The next opening sets the file aside."""
    path.with_name(path.name + DAMAGED).touch()


def _marked(path: Path, now: datetime) -> Path | None:
    mark = path.with_name(path.name + DAMAGED)
    if not mark.exists():
        return None
    aside = set_aside(path, now, "damage was met while reading") if path.exists() else None
    mark.unlink()
    return aside


def _attach_file(con: Connection, path: Path, existed: bool) -> None:
    option = "" if existed else f" (STORAGE_VERSION {literal(STORAGE_VERSION)})"
    con.execute(f"ATTACH {literal(str(path))} AS city{option}").fetchall()


def set_aside(path: Path, now: datetime, why: str) -> Path:
    """Move a damaged file and its log out of the way."""
    log.error("store_set_aside", path=str(path), error=why)
    aside = path.with_name(f"{path.name}.corrupt-{now:%Y%m%dT%H%M%S}")
    path.rename(aside)
    wal = path.with_name(path.name + ".wal")
    with contextlib.suppress(FileNotFoundError):
        wal.rename(aside.with_name(aside.name + ".wal"))
    return aside


def _harden(con: Connection, history: Path | None) -> None:
    """The order matters: what is shut last shuts the key away."""
    allowed = f"[{literal(str(history))}]" if history else "[]"
    for name, value in {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
        "allowed_directories": allowed,
        "enable_external_access": "false",
        "lock_configuration": "true",
    }.items():
        con.execute(f"SET {name} = {value}").fetchall()
