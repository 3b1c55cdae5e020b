"""Plain requests for frames, answered from bytes to bytes: what a frame request may look like, and what goes back."""

import re
import time
from collections.abc import Sequence
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dashboard.asked import NAME
from dashboard.front import headers_of
from dashboard.viewers import Viewers
from datasources.frames import Frame, Reader

ASKS = b"GET /frames/"
# With any of these a request is not plain: a body, another protocol, a part of a frame.
UNUSUAL = re.compile(rb"\r\n(?:content-length|transfer-encoding|upgrade|range|expect):")
KNOWN, LAST = b"\r\nif-none-match: ", b"\r\nconnection: close"
MOST_HELD = 1000
Parts = Sequence[bytes]


class Plain(NamedTuple):
    """A plain request for a frame. known: the ETag held, quoted; drawn: its name is one of frames drawn while somebody looks."""

    name: str
    query: str
    known: bytes
    drawn: bool
    last: bool  # the viewer wants the connection to end


@lru_cache(MOST_HELD)  # viewers with the same browser who hold the same frame send the same bytes
def plain(head: bytes) -> Plain | None:
    """What a plain HTTP/1.1 GET of a frame asks for, else None. `head`: a request's bytes up to and with its last header's line end."""
    end = head.find(b" HTTP/1.1\r\n")
    if end < 0 or not head.startswith(ASKS) or head.find(b"\r\n") != end + 9:
        return None
    lower = head.lower()
    if UNUSUAL.search(lower):
        return None
    path, _, query = head[len(ASKS) : end].decode("latin-1").partition("?")
    at = lower.find(KNOWN)
    known = head[at + len(KNOWN) :].partition(b"\r\n")[0] if at > 0 else b""
    return Plain(path, query, known, NAME.fullmatch(path) is not None, LAST in lower)


class Answers:
    """Answers what it can without a web server."""

    def __init__(self, run: Path) -> None:
        self._frames = Reader(run / "frames")
        self._viewers = Viewers(run)
        self._heads: dict[str, tuple[bytes, bytes]] = {}
        self._dated = (0, b"")
        self.served = {"200": 0, "304": 0}

    def to(self, asked: Plain) -> Parts | None:
        """The bytes to send; None for a frame that is not on the shelf."""
        frame = self._frames.get(asked.name)
        if frame is None:
            return None
        if asked.query:
            self._viewers.note(asked.query)
        if asked.drawn:
            self._viewers.keep(asked.name)
        etag, ready = self._head(frame)
        if asked.known == etag:
            self.served["304"] += 1
            return (b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\nCache-Control: no-cache\r\n", self._date())
        self.served["200"] += 1
        return (ready, self._date(), frame.data)

    def _head(self, frame: Frame) -> tuple[bytes, bytes]:
        """The ETag and the head of a 200 but for its date, made once a frame."""
        held = self._heads.get(frame.etag)
        if held is None:
            if len(self._heads) > MOST_HELD:
                self._heads.clear()
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers_of(frame))
            held = self._heads[frame.etag] = (f'"{frame.etag}"'.encode(), f"HTTP/1.1 200 OK\r\n{lines}".encode())
        return held

    def _date(self) -> bytes:
        """The last header and the end of a head: a page reads from it how old a frame is."""
        second = int(time.time())
        if second != self._dated[0]:
            self._dated = (second, f"Date: {formatdate(second, usegmt=True)}\r\n\r\n".encode())
        return self._dated[1]


def last_request(data: bytes) -> bytes:
    """A request whose connection ends with its answer: what follows on a kept connection may be for somebody else."""
    end = data.find(b"\r\n\r\n")
    lines = data[:end].split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith((b"connection:", b"keep-alive:", b"upgrade:"))]
    return b"\r\n".join([*kept, b"Connection: close"]) + data[end:]
