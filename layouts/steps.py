"""The way from a number down to raw rows, as the URL carries it: one step a view, with the parameters it is asked with.

`trip_rows?route=51&direction=0#51路/trip_visits?trip=51-0-0730`: values are percent-encoded, so that whatever a feed calls things fits in.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from layouts.context import Context

DEEPEST, LONGEST = 6, 200
NAME = re.compile(r"\w{1,64}")
OPENS = re.compile(r"(\w+)\s*\(([^()]*)\)(?:\s+as\s+(\w+))?")


class Step(NamedTuple):
    """`name`: what the row is called from which the step leads; empty for the first."""

    view: str
    parameters: Mapping[str, str]
    name: str = ""


def encoded(steps: Sequence[Step]) -> str:
    return "/".join(f"{step.view}?{urlencode(step.parameters)}#{quote(step.name, safe='')}" for step in steps)


def decoded(text: str) -> tuple[Step, ...]:
    """Raises ValueError for what is no such way; a browser is not believed more than that."""
    steps = tuple(_decoded(part) for part in text.split("/")) if text else ()
    if len(steps) > DEEPEST:
        raise ValueError(f"{len(steps)} steps, {DEEPEST} at most")
    return steps


def _decoded(text: str) -> Step:
    view, _, rest = text.partition("?")
    query, _, name = rest.partition("#")
    parameters = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    known = [view, *parameters]
    if not all(NAME.fullmatch(word) for word in known) or any(len(value) > LONGEST for value in (*parameters.values(), unquote(name))):
        raise ValueError(f"no step: {text[:LONGEST]!r}")
    return Step(view, parameters, unquote(name))


def next_step(view: str, row: Mapping[str, Any], context: Context) -> Step | None:
    """Where a row of the view leads, by the `opens` of its header; None where it leads nowhere or the row lacks what it takes."""
    found = OPENS.fullmatch(context.headers.get(view, {}).get("opens", ""))
    if found is None:
        return None
    target, pairs, named = found.groups()
    columns = dict(_pair(pair) for pair in pairs.split(",") if pair.strip())
    if any(row.get(column) is None for column in columns.values()):
        return None
    name = _name(row, named) if named else ""
    return Step(target, {key: _text(row[column]) for key, column in columns.items()}, name[:LONGEST])


def _name(row: Mapping[str, Any], column: str) -> str:
    """What the row is called, in both languages where it has a name in each."""
    pair = [row.get(f"{column}_{lang}") for lang in ("zh", "en")]
    return " | ".join(map(str, pair)) if all(pair) else str(row.get(column) or pair[0] or pair[1] or "")


def _pair(text: str) -> tuple[str, str]:
    parameter, _, column = text.partition("=")
    return parameter.strip(), column.strip()


def _text(value: Any) -> str:
    """As a view compares it."""
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)[:LONGEST]
