"""JSON that means one thing: no NaN, no endless numbers, no key twice in an object, no nesting beyond what data has."""

import math
import re
from typing import Any

import numpy as np
import orjson

from datasources.reading import FeedRefused

DEEPEST = 64
MOST_VALUES = 2_000_000
STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)  # one without an end too: to look for it once is enough
OTHER_THAN_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def parse(data: bytes) -> Any:
    """The document. Raises FeedRefused."""
    bare = STRINGS.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    if (values := sum(bare.count(mark) for mark in (b"[", b"{", b","))) > MOST_VALUES:
        raise FeedRefused("too_large", f"{values} values, more than {MOST_VALUES}")
    if (depth := _depth(bare)) > DEEPEST:
        raise FeedRefused("depth", f"nested {depth} deep, more than {DEEPEST}")
    try:
        document = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise FeedRefused("json", str(error)) from error
    entries = _entries(document)
    if bare.count(b":") != entries:
        raise FeedRefused("twice", f"{bare.count(b':') - entries} keys stand twice in their object")
    return document


def _depth(bare: bytes) -> int:
    brackets = np.frombuffer(bare.translate(None, OTHER_THAN_BRACKETS), dtype=np.uint8)
    steps = np.where((brackets == ord("[")) | (brackets == ord("{")), 1, -1)
    return int(np.cumsum(steps).max(initial=0))


def _entries(document: Any) -> int:
    """Keys of all objects. Refuses numbers without an end on the way."""
    count, waiting = 0, [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            count += len(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise FeedRefused("number", "holds a number without an end")
    return count


def flat(item: Any, prefix: str = "") -> dict[str, str | None]:
    """One object as a row of text: nested keys are joined by dots, lists stay JSON."""
    row: dict[str, str | None] = {}
    for key, value in item.items():
        name = prefix + key
        if isinstance(value, dict):
            row |= flat(value, name + ".")
        elif value is None or isinstance(value, str):
            row[name] = value if value != "" else None
        else:
            row[name] = orjson.dumps(value).decode()
    return row
