"""Cells of text to the types of a canonical table. A row with a cell that does not read is a reject, not a guess."""

import pyarrow as pa
import pyarrow.compute as pc

from datasources.readers.mapping import set_aside
from datasources.reading import Reject

WHOLE = r"^[+-]?\d{1,9}(\.0*)?$"
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$"
CLOCK = r"^(?P<h>\d{1,3}):(?P<m>[0-5]\d):(?P<s>[0-5]\d)$"


def typed(rows: pa.Table, types: dict[str, str], table: str) -> tuple[pa.Table, list[Reject]]:
    """`rows` with the columns of `types` in their types; an INT column named *_s also reads times of day, past 24:00 too."""
    text = pa.table({c: _trimmed(rows[c]) if c in rows.column_names else pa.nulls(rows.num_rows, pa.string()) for c in types})
    cast = pa.table({c: _read(text[c], kind, c) for c, kind in types.items()})
    return set_aside(table, text, cast, [c for c, kind in types.items() if kind != "VARCHAR"])


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    text = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _read(text: pa.ChunkedArray, kind: str, name: str) -> pa.ChunkedArray:
    if kind == "VARCHAR":
        return text
    if kind == "DOUBLE":
        return _only(text, NUMBER).cast(pa.float64())
    whole = pc.cast(_only(text, WHOLE).cast(pa.float64()), pa.int32(), safe=False)
    return pc.coalesce(_time_of_day(text), whole) if name.endswith("_s") else whole


def _only(text: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    return pc.if_else(pc.match_substring_regex(text, pattern), text, pa.scalar(None, pa.string()))


def _time_of_day(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """'25:10:00' -> 90600 seconds after noon minus 12 hours of the service day."""
    parts = pc.extract_regex(text, CLOCK)
    hours, minutes, seconds = (pc.struct_field(parts, name).cast(pa.int32()) for name in ("h", "m", "s"))
    return pc.add(pc.add(pc.multiply(hours, 3600), pc.multiply(minutes, 60)), seconds)
