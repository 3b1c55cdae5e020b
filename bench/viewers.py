"""Many viewers in one process of their own: keep-alive connections, one refresh a second each, on a fixed timetable.

`python -m bench.viewers --port P --viewers N --seconds S PATH...` prints one line of JSON. A refresh asks for every PATH in turn
with the ETag held, like the page does, which names itself in the first. Its latency counts from the moment it was due, so a slow
answer makes the next ones late too.
"""

import argparse
import json
import resource
import select
import socket
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.goal import percentile

GRACE_S = 5.0  # refreshes still under way when the timetable ends
BUFFER = bytearray(1 << 19)


@dataclass
class Tally:
    latencies: list[float] = field(default_factory=list)  # seconds, one a refresh
    fresh: int = 0
    unchanged: int = 0
    errors: int = 0
    received: int = 0  # bytes

    def report(self, due: int, cpu_s: float) -> dict[str, float]:
        missed = due - len(self.latencies)
        taken = self.latencies or [float("inf")]
        return {
            "refreshes": len(self.latencies),
            "errors": self.errors + missed,
            "answers_200": self.fresh,
            "answers_304": self.unchanged,
            "bytes": self.received,
            "p50_ms": percentile(taken, 0.5) * 1e3,
            "p99_ms": percentile(taken, 0.99) * 1e3,
            "client_cpu_s": cpu_s,
        }


class Viewer:
    """One connection. `waiting` holds the moments of refreshes that are due and not yet begun."""

    def __init__(self, port: int, number: int, paths: Sequence[str], tally: Tally) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setblocking(False)
        self._paths = [f"{path}?wall=bench-{number}&seen=1".encode() if at == 0 else path.encode() for at, path in enumerate(paths)]
        self._etags = [b""] * len(paths)
        self._tally = tally
        self._step = 0
        self._left = 0  # bytes of the answer still to come
        self._head = b""
        self._due: float | None = None
        self.waiting: deque[float] = deque()

    def come_due(self, moment: float) -> None:
        self.waiting.append(moment)
        if self._due is None:
            self._begin()

    def _begin(self) -> None:
        self._due, self._step = self.waiting.popleft(), 0
        self._ask()

    def _ask(self) -> None:
        etag = self._etags[self._step]
        known = b"If-None-Match: " + etag + b"\r\n" if etag else b""
        head = b"GET " + self._paths[self._step] + b" HTTP/1.1\r\nHost: wall\r\nAccept-Encoding: gzip, deflate\r\n"
        self._head = b""
        self.socket.send(head + known + b"\r\n")

    def readable(self) -> None:
        """Take what has come. Raises OSError when the server closed."""
        got = self.socket.recv_into(BUFFER)
        if got == 0:
            raise ConnectionError("closed by the server")
        self._tally.received += got
        if self._left:
            self._left -= got
        else:
            self._head += bytes(memoryview(BUFFER)[:got])
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            self._left = self._opened(self._head[:end]) - (len(self._head) - end - 4)
        if self._left == 0:
            self._answered()

    def _opened(self, head: bytes) -> int:
        """Note status and ETag; the bytes of the body that follow."""
        status, lower = head[9:12], head.lower()
        if status == b"200":
            self._tally.fresh += 1
            self._etags[self._step] = value(head, lower, b"\r\netag: ")
            return int(value(head, lower, b"\r\ncontent-length: "))
        if status == b"304":
            self._tally.unchanged += 1
            return 0
        self._tally.errors += 1
        return int(value(head, lower, b"\r\ncontent-length: ") or 0)

    def _answered(self) -> None:
        self._step += 1
        if self._step < len(self._paths):
            self._ask()
            return
        assert self._due is not None
        self._tally.latencies.append(time.perf_counter() - self._due)
        self._due = None
        if self.waiting:
            self._begin()


def value(head: bytes, lower: bytes, name: bytes) -> bytes:
    """A header's value, empty when absent. `name` in lower case with its leading line end and ": "."""
    start = lower.find(name)
    if start < 0:
        return b""
    start += len(name)
    end = head.find(b"\r\n", start)
    return head[start:] if end < 0 else head[start:end]


def run(port: int, viewers: int, seconds: float, paths: Sequence[str]) -> dict[str, float]:
    """Drive all viewers for `seconds`; their dues are spread evenly over each second."""
    tally = Tally()
    crowd = [Viewer(port, number, paths, tally) for number in range(viewers)]
    poll = select.epoll()
    by_descriptor = {viewer.socket.fileno(): viewer for viewer in crowd}
    for descriptor in by_descriptor:
        poll.register(descriptor, select.EPOLLIN)
    due, begun, cpu_before = int(viewers * seconds), 0, cpu()
    start = time.perf_counter()
    while len(tally.latencies) < due and by_descriptor:
        now = time.perf_counter()
        while begun < due and start + begun / viewers <= now:
            crowd[begun % viewers].come_due(start + begun / viewers)
            begun += 1
        if now > start + seconds + GRACE_S:
            break
        wait = max(0.0, start + begun / viewers - now) if begun < due else 0.05
        for descriptor, _ in poll.poll(wait):
            try:
                by_descriptor[descriptor].readable()
            except OSError:
                tally.errors += 1
                poll.unregister(descriptor)
                by_descriptor.pop(descriptor).socket.close()
    spent = cpu() - cpu_before
    poll.close()
    for viewer in by_descriptor.values():
        viewer.socket.close()
    return tally.report(due, spent)


def cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.viewers", description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10.0)
    told = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, told.viewers + 256)), hard))
    print(json.dumps(run(told.port, told.viewers, told.seconds, told.paths)))


if __name__ == "__main__":
    main()
