"""A feed's server on loopback that misbehaves on request: one thread a connection, the mode can change at any moment."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOMB = gzip.compress(bytes(200 * 2**20), 9)
PAGE = b"<!DOCTYPE html><html><body>Please sign in to use this network</body></html>"


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class FaultServer:
    """`body` is what a sound answer holds; `requests` the monotonic moments at which it was asked; `most` the most at once."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.mode = "ok"
        self.retry_after: str | None = None
        self.requests: list[float] = []
        self.headers: list[dict[str, str]] = []
        self.most = self._now = 0
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._http: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/feed"

    def start(self) -> None:
        self.released.clear()
        self._http = _Http(("127.0.0.1", self.port), _handler(self))
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.released.set()
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            self._http = None

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.requests.append(time.monotonic())
            self.headers.append({k.lower(): v for k, v in handler.headers.items()})
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            MODES.get(self.mode, _status)(self, handler)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with self._lock:
                self._now -= 1


def _handler(server: FaultServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def _ok(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    _send(handler, 200, server.body)


def _etag(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    tag = f'"{hash(server.body)}"'
    if handler.headers.get("If-None-Match") == tag:
        _send(handler, 304, b"", ETag=tag)
    else:
        _send(handler, 200, server.body, ETag=tag)


def _status(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    """A mode that is a number is that status."""
    waits = {"Retry_After": server.retry_after} if server.retry_after else {}
    _send(handler, int(server.mode), b"no", **waits)


def _hang(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    server.released.wait(60)


def _drip(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, from the headers on, for twelve seconds: no single read is ever late."""
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nX: " + b"y" * 200
    for byte in whole:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        if server.released.wait(0.05):
            return


def _truncate(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(server.body)))
    handler.end_headers()
    handler.wfile.write(server.body[: len(server.body) // 2])


def _bomb(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    _send(handler, 200, BOMB, Content_Encoding="gzip")


def _gzip(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    _send(handler, 200, gzip.compress(server.body), Content_Encoding="gzip")


def _redirect(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    _send(handler, 302, b"", Location=f"http://127.0.0.1:{server.port}/elsewhere")


def _flood(server: FaultServer, handler: BaseHTTPRequestHandler) -> None:
    """More than any feed may bring; but not for ever: who takes it all is to be told apart, too."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1024):
        handler.wfile.write(bytes(2**16))


Mode = Callable[[FaultServer, BaseHTTPRequestHandler], None]
MODES: dict[str, Mode] = {
    "ok": _ok, "etag": _etag, "hang": _hang, "drip": _drip, "truncate": _truncate, "gzip-bomb": _bomb, "gzip": _gzip, "redirect": _redirect,
    "flood": _flood, "html200": lambda _, handler: _send(handler, 200, PAGE), "empty": lambda _, handler: _send(handler, 200, b""),
}  # fmt: skip


@contextmanager
def serving(body: bytes = b"hello\n") -> Iterator[FaultServer]:
    server = FaultServer(body)
    server.start()
    try:
        yield server
    finally:
        server.stop()
