"""NDJSON: one JSON object a line. A line that is none is a reject; the last line must have its end."""

from datetime import datetime
from typing import Any

from datasources.feed import FeedSpec
from datasources.readers.mapping import SAMPLE
from datasources.readers.strict import flat, parse
from datasources.readers.tabular import mapped, text_table
from datasources.reading import FeedRefused, Reading, Reject


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: truncated, columns, mapping."""
    if not data.endswith(b"\n"):
        raise FeedRefused("truncated", "the last line has no end")
    rows: list[dict[str, Any]] = []
    rejects: dict[str, Reject] = {}
    for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        if not line.strip():
            continue
        try:
            rows.append(_object(line))
        except FeedRefused as error:
            before = rejects.get(error.reason)
            sample = before.sample if before else line.decode("utf-8", "replace")[:SAMPLE]
            rejects[error.reason] = Reject(str(spec.table), error.reason, sample, (before.rows if before else 0) + 1)
    return mapped(text_table([flat(row) for row in rows], spec.max_bytes), list(rejects.values()), spec, mapping_sql, received_at)


def _object(line: bytes) -> dict[str, Any]:
    item = parse(line)
    if not isinstance(item, dict):
        raise FeedRefused("no_object")
    return item
