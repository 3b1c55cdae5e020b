"""JSON: one document that holds a list of objects, at the top or at `items`."""

from datetime import datetime
from typing import Any

from datasources.feed import FeedSpec
from datasources.readers.mapping import SAMPLE
from datasources.readers.strict import flat, parse
from datasources.readers.tabular import mapped, text_table
from datasources.reading import FeedRefused, Reading, Reject


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: json, depth, twice, number, items, columns, mapping."""
    items = listed_at(parse(data), spec.items)
    rows, rejects = objects(items, str(spec.table))
    return mapped(text_table([flat(row) for row in rows], spec.max_bytes), rejects, spec, mapping_sql, received_at)


def listed_at(document: Any, path: str | None) -> list[Any]:
    """The list at `path` ("data.list"); without a path the document itself."""
    found = document
    for key in path.split(".") if path else []:
        if not isinstance(found, dict) or key not in found:
            raise FeedRefused("items", f"has no {path!r}")
        found = found[key]
    if not isinstance(found, list):
        raise FeedRefused("items", f"expected a list{f' at {path!r}' if path else ''}, found {type(found).__name__}")
    return found


def objects(items: list[Any], table: str) -> tuple[list[dict[str, Any]], list[Reject]]:
    """The objects of the list; whatever else stands in it is a reject."""
    rows = [item for item in items if isinstance(item, dict)]
    odd = next((item for item in items if not isinstance(item, dict)), None)
    if len(rows) == len(items):
        return rows, []
    return rows, [Reject(table, "no_object", repr(odd)[:SAMPLE], len(items) - len(rows))]
