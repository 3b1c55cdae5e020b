"""The SQL of a city's files: readable text, one SELECT. Whatever follows it would be executed too."""

from pathlib import Path
from stat import S_ISDIR, S_ISREG

import duckdb

from datasources.fault import Fault

MOST_BYTES = 1_000_000  # people write these files


def read_text(path: Path, faults: list[Fault], file: str = "") -> str | None:
    """The text of a file of a city; None with a fault where there is none to read. A byte order mark is no part of it."""
    try:
        told = _unfit(path)
        if not told:
            return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"expected text in UTF-8, found the byte 0x{error.object[error.start]:02x} at {error.start}"
    except OSError as error:
        told = f"cannot be read: {error.strerror or error}"
    faults.append(Fault(file or str(path), "", told))
    return None


def _unfit(path: Path) -> str:
    facts = path.stat()
    if not (S_ISREG(facts.st_mode) or S_ISDIR(facts.st_mode)):
        return "cannot be read: is no ordinary file"  # a pipe would wait for ever
    return f"expected a file of at most {MOST_BYTES} bytes, found {facts.st_size}" if facts.st_size > MOST_BYTES else ""


def select_fault(sql: str) -> str:
    """What it is instead of one SELECT; "" where it is one, or no SQL at all: binding it says what is wrong."""
    try:
        kinds = [statement.type.name for statement in duckdb.extract_statements(sql)]
    except duckdb.Error:
        return ""
    return "" if kinds == ["SELECT"] else f"expected one SELECT, found {', '.join(kinds) or 'none'}"
