"""CSV: a header line, then rows. Every cell is text to the mapping; an empty cell is NULL."""

import csv
import io
import re
from collections import Counter
from datetime import datetime

import pyarrow as pa
import pyarrow.csv

from datasources.feed import FeedSpec
from datasources.readers.heavy import table_fits
from datasources.readers.mapping import SAMPLE
from datasources.readers.tabular import mapped
from datasources.reading import FeedRefused, Reading, Reject

FILLED_LINE = re.compile(rb"^\r*[^\r\n]", re.MULTILINE)


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: encoding, columns, quotes, mapping."""
    source, rejects = read_text(decoded(data, spec.encoding), spec, str(spec.table))
    return mapped(source, rejects, spec, mapping_sql, received_at)


def decoded(data: bytes, encoding: str) -> bytes:
    """UTF-8 without a mark. Raises FeedRefused."""
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding).encode()
    except UnicodeDecodeError as error:
        raise FeedRefused("encoding", f"is not {encoding}: {error.reason} at byte {error.start}") from error


def read_text(text: bytes, spec: FeedSpec, table: str) -> tuple[pa.Table, list[Reject]]:
    """All columns as text, and one reject for the rows of another width."""
    lines = text.split(b"\n", spec.skip_rows + 1)
    if len(lines) <= spec.skip_rows:
        raise FeedRefused("columns", f"ends within the {spec.skip_rows} lines above the header")
    names = _header(lines[spec.skip_rows].decode(), spec.delimiter)
    body = lines[spec.skip_rows + 1] if len(lines) > spec.skip_rows + 1 else b""
    return split_rows(body, names, table, spec)


def _header(line: str, delimiter: str) -> list[str]:
    names = next(csv.reader(io.StringIO(line.rstrip("\r")), delimiter=delimiter), [])
    names = [name.strip() for name in names]
    if twice := sorted(name for name, times in Counter(names).items() if times > 1):
        raise FeedRefused("columns", f"twice in the header: {', '.join(twice)[:SAMPLE]}")
    return names


def split_rows(body: bytes, names: list[str], table: str, spec: FeedSpec) -> tuple[pa.Table, list[Reject]]:
    """Rows of text. Every line is accounted for: one that a stray quote swallowed makes the whole batch unbelievable."""
    came = sum(1 for _ in FILLED_LINE.finditer(body))
    table_fits(came, len(names), spec.max_bytes)
    if not body.strip():
        return pa.table({name: pa.array([], pa.string()) for name in names}), []
    odd = Odd()

    try:
        rows = pyarrow.csv.read_csv(
            io.BytesIO(body),
            read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=max(len(body), 2**16)),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=spec.delimiter, newlines_in_values=spec.newlines_in_values, invalid_row_handler=odd.set_aside
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid as error:
        raise FeedRefused("quotes", str(error)[:SAMPLE]) from error
    if not spec.newlines_in_values and rows.num_rows + odd.rows != came:
        raise FeedRefused("quotes", f"{came} lines read as {rows.num_rows + odd.rows} rows: an open quote?")
    return rows, [Reject(table, "columns", odd.sample, odd.rows)] if odd.rows else []


class Odd:
    """Rows of another width than the header's: how many, and one of them."""

    def __init__(self) -> None:
        self.rows, self.sample = 0, ""

    def set_aside(self, row: pyarrow.csv.InvalidRow) -> str:
        self.rows += 1
        if self.rows == 1:
            self.sample = f"{row.actual_columns} columns, {row.expected_columns} expected: {row.text}"[:SAMPLE]
        return "skip"
