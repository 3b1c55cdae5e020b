"""What a source may weigh once it is read: few bytes can stand for many objects, and nothing is made of them before they are counted."""

import contextlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from google.transit import gtfs_realtime_pb2 as rt

from datasources.readers.pbf import fields
from datasources.reading import FeedRefused

UNPACKED_TIMES = 8  # of max_bytes, that a packed file may hold once it is unpacked
MOST_COLUMNS = 2000
MOST_MESSAGES = 3_000_000  # a message within a message takes two bytes to say and eighty to hold
COUNTED = 2  # protobuf's wire type of what has a length

Within = Mapping[int, "Within"]  # fields of a message that are messages, with theirs


def table_fits(rows: int, columns: int, max_bytes: int) -> None:
    """Raises FeedRefused."""
    if columns > MOST_COLUMNS:
        raise FeedRefused("columns", f"{columns} columns, more than {MOST_COLUMNS}")
    if rows * columns > max(max_bytes // 2, MOST_COLUMNS):
        raise FeedRefused("too_large", f"{rows} rows of {columns} columns")


def message_fits(data: bytes) -> None:
    """Raises FeedRefused. What is no message is left to its reader."""
    if len(data) <= 2 * MOST_MESSAGES:
        return
    with contextlib.suppress(ValueError):
        for count, _ in enumerate(_walk(data, 0, len(data), _within())):
            if count > MOST_MESSAGES:
                raise FeedRefused("too_large", f"more than {MOST_MESSAGES} fields in {len(data)} bytes")


def _walk(data: bytes, begin: int, end: int, within: Within) -> Iterator[int]:
    """The number of every field, of those within too. Raises ValueError."""
    for field, wire, at, size in fields(data, begin, end):
        yield field
        if wire == COUNTED and field in within:
            yield from _walk(data, at, at + size, within[field])


@cache
def _within() -> Within:
    return _messages(rt.FeedMessage.DESCRIPTOR)


def _messages(message: Any) -> Within:
    return {field.number: _messages(field.message_type) for field in message.fields if field.message_type is not None}
