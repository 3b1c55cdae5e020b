"""How much a .osm.pbf unpacks to, before anything is: its blobs say so themselves, and libosmium holds them to it."""

from collections.abc import Iterator

RAW_SIZE, DATA_SIZE = 2, 3  # fields of Blob and BlobHeader
VARINT, FIXED64, COUNTED, FIXED32 = 0, 1, 2, 5  # wire types


def unpacked_bytes(data: bytes) -> int:
    """Bytes of all blobs once unpacked. Raises ValueError where the bytes are no such file, or end within a blob."""
    total = at = 0
    while at < len(data):
        head = at + 4
        blob = head + int.from_bytes(data[at:head], "big")
        at = blob + _number(data[head:blob], DATA_SIZE)
        if blob <= head or at <= blob or at > len(data):
            raise ValueError("no whole blob")
        total += _number(data[blob:at], RAW_SIZE)
    return total


def _number(message: bytes, wanted: int) -> int:
    """The number in a field of a protobuf message, 0 where it has none."""
    return next((value for field, _, _, value in fields(message, 0, len(message)) if field == wanted), 0)


def fields(message: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Fields of the message between two places: number, wire type, where what it holds begins, and its number or how many bytes it holds.
    Raises ValueError."""
    while at < end:
        key, at = _varint(message, at)
        value, wire = 0, key & 7
        if wire in (VARINT, COUNTED):
            value, at = _varint(message, at)
        yield key >> 3, wire, at, value
        at += {VARINT: 0, COUNTED: value, FIXED64: 8, FIXED32: 4}.get(wire, end - at)


def _varint(message: bytes, at: int) -> tuple[int, int]:
    if at < len(message) and message[at] < 0x80:
        return message[at], at + 1
    value = 0
    for shift in range(0, 64, 7):
        if at >= len(message):
            break
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("no whole number")
