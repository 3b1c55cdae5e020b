"""`opens`: where a row of a view leads, `trip_rows(route = route_id, direction = direction_id) as route_name`.

Each parameter of the view named gets the value of a column of this one; `as` names the column that says what the row is called.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from datasources.fault import Fault, nearest

OPENS = re.compile(r"(\w+)\s*\(([^()]*)\)(?:\s+as\s+(\w+))?")
PAIR = re.compile(r"\s*(\w+)\s*=\s*(\w+)\s*")
FORM = "expected view(parameter = column, ...), then `as column` where a row has a name"


def opens_faults(
    file: Path, text: str, own: pa.Schema, schemas: Mapping[str, pa.Schema], asked: Mapping[str, frozenset[str]]
) -> Iterator[Fault]:
    """What is wrong with an `opens`. `own`: columns of the view itself; `asked`: the parameters that each view reads, itself or below."""
    where, found = str(file), OPENS.fullmatch(text)
    pairs = [PAIR.fullmatch(part) for part in found[2].split(",") if part.strip()] if found else [None]
    if found is None or not all(pairs):
        yield Fault(where, "opens", f"{FORM}; found {text!r}")
        return
    target, named = found[1], found[3]
    if target not in schemas:
        yield Fault(where, "opens", f"no view {target!r}", nearest(target, list(schemas)))
        return
    known = asked.get(target, frozenset())
    for parameter, column in (pair.groups() for pair in pairs if pair):
        if parameter not in known:
            reads = f"it reads {', '.join(sorted(known))}" if known else "it reads none"
            yield Fault(where, "opens", f"view {target!r} reads no parameter {parameter!r}; {reads}", nearest(parameter, known))
        yield from _column(where, column, own)
    if named and not {f"{named}_zh", f"{named}_en"} <= set(own.names):  # a name in each language is asked for by what both begin with
        yield from _column(where, named, own)


def _column(where: str, column: str, own: pa.Schema) -> Iterator[Fault]:
    if column not in own.names:
        yield Fault(where, "opens", f"this view gives no column {column!r}; it gives {', '.join(own.names)}", nearest(column, own.names))
