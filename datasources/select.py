"""The SQL of a city's files: readable text, one SELECT. Whatever follows it would be executed too."""

from pathlib import Path

import duckdb

from datasources.fault import Fault


def read_text(path: Path, faults: list[Fault], file: str = "") -> str | None:
    """The text of a file of a city; None with a fault where there is none to read. A byte order mark is no part of it."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(
            Fault(file or str(path), "", f"expected text in UTF-8, found the byte 0x{error.object[error.start]:02x} at {error.start}")
        )
    except OSError as error:
        faults.append(Fault(file or str(path), "", f"cannot be read: {error.strerror or error}"))
    return None


def select_fault(sql: str) -> str:
    """What it is instead of one SELECT; "" where it is one, or no SQL at all: binding it says what is wrong."""
    try:
        kinds = [statement.type.name for statement in duckdb.extract_statements(sql)]
    except duckdb.Error:
        return ""
    return "" if kinds == ["SELECT"] else f"expected one SELECT, found {', '.join(kinds) or 'none'}"
