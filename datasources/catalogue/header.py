"""The `-- key: value` lines at the top of a .sql file."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from datasources.catalogue.select import read_text
from datasources.fault import Fault, nearest

LINE = re.compile(r"^--\s?([a-z_]+):\s*(.*?)\s*$")
COMMENT = re.compile(r"--[^\n]*")
CLOCK = re.compile(r"\b(?:(?:now|today|get_current_timestamp)\(\)|current_(?:date|time|timestamp)\b|localtime(?:stamp)?\b)", re.IGNORECASE)
SWITCHES = {"kpi": ("true", "false"), "once": ("true", "false"), "recorded": ("true", "false"), "kept": ("true", "minute", "false")}
CONTINUED = re.compile(r"^--\s{2,}(\S.*?)\s*$")


class Headed(NamedTuple):
    """A file's header and its statement without the closing semicolon. unread: there is no text."""

    header: dict[str, str]
    sql: str
    faults: list[Fault]
    unread: bool = False


def read_headed(path: Path, known: Collection[str], required: Collection[str]) -> Headed:
    """Read a file and its header strictly: an unknown, repeated or missing key is a fault. A line indented after the dashes
    continues the value before it."""
    faults: list[Fault] = []
    text = read_text(path, faults)
    if text is None:
        return Headed({}, "", faults, unread=True)
    header: dict[str, str] = {}
    for line in _leading_comments(text):
        _take(line, header, faults, str(path), known)
    faults += [Fault(str(path), key, "missing from the header") for key in required if not header.get(key)]
    sql = text.strip().rstrip(";").rstrip()
    return Headed(header, sql, faults)


def _leading_comments(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line)
    return lines


def _take(line: str, header: dict[str, str], faults: list[Fault], file: str, known: Collection[str]) -> None:
    key_value = LINE.match(line)
    if key_value:
        key, value = key_value.groups()
        if key not in known:
            faults.append(Fault(file, key, "unknown key; known are " + ", ".join(sorted(known)), nearest(key, known)))
        elif key in header:
            faults.append(Fault(file, key, "given twice"))
        header[key] = value
        return
    more = CONTINUED.match(line)
    if more and header:
        last = next(reversed(header))
        header[last] = f"{header[last]} {more[1]}".strip()
        return
    faults.append(Fault(file, "", f"expected `-- key: value`, found {line!r}"))


def said_faults(path: Path, headed: Headed) -> Iterator[Fault]:
    """What a view's header says that it cannot mean, and a statement that looks at a clock."""
    for key, words in SWITCHES.items():
        if key in headed.header and headed.header[key] not in words:
            yield Fault(str(path), key, f"expected {' or '.join(words)}, found {headed.header[key]!r}")
    title = headed.header.get("title", "")
    if "|" in title and not all(bilingual(title)):
        yield Fault(str(path), "title", f"expected `中文 | English`, found {title!r}")
    if clock := CLOCK.search(COMMENT.sub("", headed.sql)):
        yield Fault(str(path), "", f"reads the clock with {clock[0]}: a view's moment is as_of(), so that it can be asked of any")


def bilingual(value: str) -> tuple[str, str]:
    """`中文 | English` as a pair; the same text twice where there is no bar."""
    zh, bar, en = value.partition("|")
    return (zh.strip(), en.strip()) if bar else (value.strip(), value.strip())
