"""Unpacking with caps: neither more bytes than allowed nor more than `max_ratio` times what came."""

import zlib
from collections.abc import Iterable

SMALL = 2**20  # the ratio of so little cannot hurt
CHUNK = 2**16
GZIP = b"\x1f\x8b"


class TooLarge(Exception):
    """More bytes than the feed may bring."""


class Incomplete(Exception):
    """The packed bytes end before their end, or are no such bytes at all."""


class Cap:
    """Counts bytes in and out."""

    def __init__(self, max_bytes: int, max_ratio: float) -> None:
        self.max_bytes, self.max_ratio = max_bytes, max_ratio
        self.came, self.made = 0, 0

    def take(self, count: int) -> None:
        self.came += count
        if self.came > self.max_bytes:
            raise TooLarge(f"more than {self.max_bytes} bytes")

    def make(self, count: int) -> None:
        self.made += count
        if self.made > self.max_bytes:
            raise TooLarge(f"more than {self.max_bytes} bytes once unpacked")
        if self.made > SMALL and self.made > self.max_ratio * self.came:
            raise TooLarge(f"unpacks to more than {self.max_ratio:g} times its size")


def plain(chunks: Iterable[bytes], cap: Cap) -> bytes:
    parts = []
    for chunk in chunks:
        cap.take(len(chunk))
        parts.append(chunk)
    return b"".join(parts)


def gunzip(chunks: Iterable[bytes], cap: Cap) -> bytes:
    """Raises TooLarge before the memory is taken, Incomplete for damaged or cut bytes."""
    parts: list[bytes] = []
    engine = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        cap.take(len(chunk))
        _inflate(engine, chunk, cap, parts)
    if not engine.eof:
        raise Incomplete("the gzip stream is cut")
    return b"".join(parts)


def _inflate(engine: "zlib._Decompress", chunk: bytes, cap: Cap, parts: list[bytes]) -> None:
    while chunk and not engine.eof:
        try:
            piece = engine.decompress(chunk, CHUNK)
        except zlib.error as error:
            raise Incomplete(f"damaged gzip: {error}") from error
        cap.make(len(piece))
        parts.append(piece)
        chunk = engine.unconsumed_tail


def gunzip_file(data: bytes, max_bytes: int, max_ratio: float) -> bytes:
    """A file's bytes, unpacked when they are gzip."""
    if not data.startswith(GZIP):
        return data
    return gunzip((data[i : i + CHUNK] for i in range(0, len(data), CHUNK)), Cap(max_bytes, max_ratio))
