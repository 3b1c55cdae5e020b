"""The gate: one thread that owns the public port. Frames go out from here almost as cheaply as from nginx; all else is passed on.

A web server costs a frame three times what nginx does, most of it in waking one thread for another. Here a frame is one event, one
look into a dict and one write. Any request that is not a plain one for a frame on the shelf goes to the web server's Unix socket,
with `Connection: close`, so that the next request, on a new connection, is judged anew. A slow gesture never holds a frame up.
"""

import contextlib
import os
import select
import socket
import time
from pathlib import Path

import structlog

from dashboard.answers import Answers, Parts, last_request, plain
from dashboard.front import FIGURES
from dashboard.runfolder import beat
from datasources.frames import write_whole

log = structlog.get_logger()
READ, WRITE, GONE = select.EPOLLIN, select.EPOLLOUT, select.EPOLLHUP | select.EPOLLERR
CHUNK, MOST_HEAD = 65536, 32768
MOST_WIRES, IDLE_S, SWEEP_S, BEAT_S = 8192, 75.0, 5.0, 1.0
UPSTREAM_S = 30.0
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"


class Wire:
    """One socket: bytes that came and wait for the rest of their request, bytes still to go out, and the other end when passed on."""

    __slots__ = ("ending", "inbox", "out", "partner", "since", "socket", "watched")

    def __init__(self, own: socket.socket, since: float) -> None:
        own.setblocking(False)
        self.socket = own
        self.since = since  # of the last byte, monotonic
        self.inbox = b""
        self.out: memoryview | None = None
        self.partner: Wire | None = None
        self.ending = False  # closes when `out` is gone
        self.watched = 0  # what epoll looks for; 0: not registered

    def wish(self) -> int:
        """Who still has to send is not read from, and neither is who would fill a partner that is behind."""
        behind = self.out is not None or self.ending or (self.partner is not None and self.partner.out is not None)
        return (0 if behind else READ) | (WRITE if self.out is not None else 0)


class Gate:
    """Has the port from the moment it is made. Raises OSError when it is taken."""

    def __init__(self, run: Path, host: str, port: int, upstream: Path) -> None:
        self._listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((host, port))
        self._listener.setblocking(False)
        self._upstream = str(upstream)
        self._run = run
        self._answers = Answers(run)
        self._poll = select.epoll()
        self._wires: dict[int, Wire] = {}
        self._now = time.monotonic()
        self._swept = self._now

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def run(self) -> None:
        """Serve for ever. Without its gate a wall is blind: whatever goes wrong ends the process, and the supervisor starts anew."""
        try:
            self._await_upstream()
            self.listen()
            beaten = self._now - BEAT_S
            while True:
                if self._now - beaten >= BEAT_S:
                    beat(self._run, "web")
                    beaten = self._now
                self.turn(SWEEP_S)
        except BaseException:
            log.exception("gate failed")
            os._exit(1)

    def listen(self) -> None:
        self._listener.listen(4096)
        self._poll.register(self._listener.fileno(), READ)

    def _await_upstream(self) -> None:
        """Who comes before the web server is there had better find the door shut than an error behind it."""
        deadline = time.monotonic() + UPSTREAM_S
        while time.monotonic() < deadline:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(self._upstream) == 0:
                    return
            time.sleep(0.02)

    def close(self) -> None:
        """Let everybody go, and the port."""
        for wire in list(self._wires.values()):
            self._close(wire)
        self._listener.close()
        self._poll.close()

    def forget(self) -> None:
        """In a forked child: give up the parent's sockets, or they stay open when the parent closes them, the port too when it dies."""
        self._listener.close()
        self._poll.close()
        for wire in self._wires.values():
            wire.socket.close()

    def turn(self, wait_s: float) -> None:
        """What is ready now, or the first that is within `wait_s`."""
        events = self._poll.poll(wait_s)
        self._now = time.monotonic()
        for descriptor, event in events:
            wire = self._wires.get(descriptor)
            if wire is not None:
                self._serve(wire, event)
            elif descriptor == self._listener.fileno():
                self._accept()
        if self._now - self._swept > SWEEP_S:
            self._sweep()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # none left, or no descriptors left: those who wait are taken up at a later turn
            while True:
                own, _ = self._listener.accept()
                if len(self._wires) >= MOST_WIRES:
                    own.close()
                    continue
                own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._take(Wire(own, self._now))

    def _take(self, wire: Wire) -> None:
        self._wires[wire.socket.fileno()] = wire
        self._watch(wire)

    def _serve(self, wire: Wire, event: int) -> None:
        wire.since = self._now
        try:
            if event & WRITE and wire.out is not None:
                self._send(wire, ())
            if event & (READ | GONE) and wire.watched:
                self._read(wire)
        except BlockingIOError:  # an event of a socket that had this number before
            return
        except OSError:
            self._close(wire)

    def _read(self, wire: Wire) -> None:
        data = wire.socket.recv(CHUNK)
        if not data:
            self._close(wire)
        elif wire.partner is not None:
            self._send(wire.partner, (data,))
        else:
            wire.inbox += data
            self._requests(wire)

    def _requests(self, wire: Wire) -> None:
        """Answer what is whole in the inbox, in order."""
        while wire.out is None and wire.inbox:
            end = wire.inbox.find(b"\r\n\r\n")
            if end < 0:
                if len(wire.inbox) > MOST_HEAD:
                    self._close(wire)
                return
            asked = plain(wire.inbox[: end + 2])
            parts = None if asked is None else self._answers.to(asked)
            if asked is None or parts is None:
                self._pass_on(wire)
                return
            wire.ending = asked.last
            wire.inbox = b"" if wire.ending else wire.inbox[end + 4 :]
            self._send(wire, parts)

    def _pass_on(self, wire: Wire) -> None:
        own = socket.socket(socket.AF_UNIX)
        other = Wire(own, self._now)
        try:
            own.connect(self._upstream)
        except OSError:  # the web server is starting, or behind
            own.close()
            wire.inbox, wire.ending = b"", True
            self._send(wire, (BUSY,))
            return
        other.partner, wire.partner = wire, other
        self._take(other)
        data, wire.inbox = last_request(wire.inbox), b""
        self._send(other, (data,))

    def _send(self, wire: Wire, parts: Parts) -> None:
        """Send what waits, then `parts`; what does not fit waits for the socket."""
        waiting: list[bytes | memoryview] = [*parts] if wire.out is None else [wire.out, *parts]
        total = sum(map(len, waiting))
        try:
            sent = wire.socket.sendmsg(waiting)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._close(wire)
            return
        wire.out = memoryview(b"".join(waiting))[sent:] if sent < total else None
        if wire.out is None and wire.ending:
            self._close(wire)
            return
        self._watch(wire)
        if wire.partner is not None:
            self._watch(wire.partner)
        elif wire.out is None and not parts:
            self._requests(wire)

    def _watch(self, wire: Wire) -> None:
        wish = wire.wish()
        if wish == wire.watched:
            return
        descriptor = wire.socket.fileno()
        if not wish:  # a closed end is told for ever, asked or not
            self._poll.unregister(descriptor)
        elif wire.watched:
            self._poll.modify(descriptor, wish)
        else:
            self._poll.register(descriptor, wish)
        wire.watched = wish

    def _close(self, wire: Wire) -> None:
        """Close a wire; its partner goes when it has sent all."""
        descriptor = wire.socket.fileno()
        if descriptor < 0:
            return
        if wire.watched:
            self._poll.unregister(descriptor)
            wire.watched = 0
        del self._wires[descriptor]
        wire.socket.close()
        other, wire.partner = wire.partner, None
        if other is not None:
            other.partner, other.ending = None, True
            if other.out is None:
                self._close(other)
            else:
                self._watch(other)

    def _sweep(self) -> None:
        """Close who was silent for long, and leave the figures where the door of metrics finds them."""
        self._swept = self._now
        for wire in list(self._wires.values()):
            if self._now - max(wire.since, wire.partner.since if wire.partner else 0.0) > IDLE_S:
                self._close(wire)
        lines = (f'city_brain_frames_served_total{{door="gate",status="{status}"}} {n}\n' for status, n in self._answers.served.items())
        write_whole(self._run / FIGURES, "".join(lines).encode())
