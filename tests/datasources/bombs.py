"""python -m tests.datasources.bombs: reads what weighs little and unpacks to much, and says what became of each, as JSON.

In a process of its own, for its memory is measured: {name: [reason, seconds, megabytes that the process had to grow]}.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused
from tests.datasources.feeds import ARRIVED, message, spec

MEGABYTE = 2**20
HEADER = b"vehicle_id,event_time,latitude,longitude\n"


def counted(key: int, held: bytes) -> bytes:
    """A field of a protobuf message that holds bytes."""
    size, length = len(held), b""
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return bytes([key << 3 | 2]) + length + bytes([size]) + held


def entities() -> bytes:
    return message(0) + b"\x12\x02\x0a\x00" * (2 * MEGABYTE)


def stops_of_one_trip() -> bytes:
    trip = counted(1, b"") + b"\x12\x00" * (4 * MEGABYTE)
    return message(0) + counted(2, counted(1, b"x") + counted(3, trip))


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entities": ("gtfs-rt", entities),
    "stops of one trip": ("gtfs-rt", stops_of_one_trip),
    "lists": ("json", lambda: b"[" + b"[]," * (8 * MEGABYTE) + b"[]]"),
    "objects": ("json", lambda: b"[" + b"{}," * (8 * MEGABYTE) + b"{}]"),
    "nested": ("json", lambda: b"[" * 100_000 + b"]" * 100_000),
    "a text without an end": ("json", lambda: b'["' + b'\\"' * MEGABYTE),
    "keys": ("json", lambda: b"[" + b",".join(b'{"k%d":1}' % n for n in range(20_000)) + b"]"),
    "keys in lines": ("ndjson", lambda: b"".join(b'{"k%d":1}\n' % n for n in range(20_000))),
    "columns": ("csv", lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n"),
    "rows": ("csv", lambda: HEADER + b",,,\n" * (9 * MEGABYTE)),
    "odd rows": ("csv", lambda: HEADER + b"1\n" * (9 * MEGABYTE)),
}


def grown() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    told = {}
    for name, (kind, make) in BOMBS.items():
        data = make()
        feed = spec(format=kind) if kind == "gtfs-rt" else spec(format=kind, table="vehicle_position")
        before, begun = grown(), time.monotonic()
        try:
            read_feed(data, feed, None, ARRIVED)
            reason = "read"
        except FeedRefused as refused:
            reason = refused.reason
        told[name] = [reason, time.monotonic() - begun, grown() - before]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
