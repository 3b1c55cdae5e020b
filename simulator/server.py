"""Serves the feeds on loopback, with ETags, and misbehaves when a fault says so."""

import hashlib
import json
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from simulator import faults, truth
from simulator.city import City
from simulator.clock import Clock
from simulator.faults import Fault
from simulator.feeds import FEEDS, JSON, Feed

HTML = b"<!doctype html><title>Maintenance</title><p>The service is back at 06:00.</p>"
DRIP_S, HANG_S = 0.5, 60.0


class Service:
    """What is served, apart from sockets: answers by feed name, kept while they stay the same."""

    def __init__(self, city: City, clock: Clock) -> None:
        self.city, self.clock = city, clock
        self._faults: list[Fault] = []
        self._kept: dict[str, tuple[tuple[float, tuple[Fault, ...]], bytes]] = {}
        self._locks = {name: threading.Lock() for name in FEEDS}

    def active(self, feed: str | None = None) -> list[Fault]:
        """Faults in force now, of one feed or of all."""
        now = self.clock.now()
        self._faults = [fault for fault in self._faults if fault.until > now]
        return [fault for fault in self._faults if feed in (None, fault.feed)]

    def add(self, fault: Fault) -> None:
        """Raises ValueError for a feed that is not served."""
        if fault.feed not in FEEDS:
            raise ValueError(f"unknown feed {fault.feed!r}: expected one of {', '.join(FEEDS)}")
        self._faults = [*self._faults, fault]

    def clear(self, feed: str | None = None) -> None:
        self._faults = [fault for fault in self._faults if feed not in (None, fault.feed)]

    def body(self, name: str) -> bytes:
        """The feed's bytes; one computation of a feed at a time, and none while the answer is the same."""
        feed, active = FEEDS[name], self.active(name)
        frozen = [fault.since for fault in active if fault.mode == "freeze"]
        now = min([self.clock.now(), *frozen])
        key = now // feed.step_s, tuple(active)
        with self._locks[name]:
            kept = self._kept.get(name)
            if kept is None or kept[0] != key:
                kept = key, feed.body(self.city, now, active)
                self._kept[name] = kept
        return kept[1]


class Server(ThreadingHTTPServer):
    """Bound when made, so that early callers wait rather than be refused; `service` is set before serve_forever()."""

    service: Service
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int) -> None:
        super().__init__((host, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    @property
    def service(self) -> Service:
        return self.server.service

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        try:
            self._route(url.path, query)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the wall's own log tells how its fetches fare."""

    def _route(self, path: str, query: dict[str, str]) -> None:
        name = BY_PATH.get(path)
        if name is not None:
            self._feed(name, FEEDS[name])
        elif path in PAGES:
            try:
                self._send(HTTPStatus.OK, JSON, PAGES[path](self.service, query))
            except ValueError as error:
                self._send(HTTPStatus.BAD_REQUEST, JSON, json.dumps({"error": str(error)}).encode())
        else:
            self._send(HTTPStatus.NOT_FOUND, JSON, b'{"error":"not found"}')

    def _feed(self, name: str, feed: Feed) -> None:
        modes = {fault.mode for fault in self.service.active(name)}
        if "outage" in modes:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/html", HTML)
        elif "hang" in modes:
            time.sleep(HANG_S)
            self.close_connection = True
        elif "redirect" in modes:
            self._send(HTTPStatus.FOUND, "text/html", b"", {"Location": "/elsewhere"})
        elif "html" in modes:
            self._send(HTTPStatus.OK, "text/html", HTML)
        elif "empty" in modes:
            self._send(HTTPStatus.OK, feed.content_type, b"")
        else:
            self._body(feed, self.service.body(name), modes)

    def _body(self, feed: Feed, body: bytes, modes: set[str]) -> None:
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        if self.headers.get("If-None-Match") == etag:
            self._send(HTTPStatus.NOT_MODIFIED, feed.content_type, b"", {"ETag": etag})
        elif "drip" in modes:
            self._drip(feed, body)
        elif "truncate" in modes:
            self._send(HTTPStatus.OK, feed.content_type, body[: len(body) // 2])
        else:
            self._send(HTTPStatus.OK, feed.content_type, body, {"ETag": etag})

    def _drip(self, feed: Feed, body: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", feed.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for byte in body:
            self.wfile.write(bytes([byte]))
            time.sleep(DRIP_S)

    def _send(self, status: HTTPStatus, content_type: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _list_faults(service: Service, query: dict[str, str]) -> bytes:
    """/faults lists; ?feed=&mode=[&share=][&for=] adds; ?clear=[feed or all] ends."""
    now = service.clock.now()
    if "clear" in query:
        service.clear(None if query["clear"] == "all" else query["clear"])
    if "mode" in query:
        service.add(faults.made(query.get("feed", ""), query["mode"], query.get("share", ""), query.get("for", ""), now))
    active = [_told(fault, now) for fault in service.active()]
    return json.dumps({"feeds": list(FEEDS), "modes": list(faults.MODES), "active": active}).encode()


def _told(fault: Fault, now: float) -> dict[str, str | float | None]:
    left = None if fault.until == float("inf") else fault.until - now
    return {"feed": fault.feed, "mode": fault.mode, "share": fault.share, "left_s": left}


def _truth(service: Service, query: dict[str, str]) -> bytes:
    return truth.report(service.city, service.clock.now())


def _health(service: Service, query: dict[str, str]) -> bytes:
    return json.dumps({"ok": True, "now": service.clock.now(), "shift_s": service.city.pattern.shift_s}).encode()


BY_PATH = {feed.path: name for name, feed in FEEDS.items()}
PAGES: dict[str, Callable[[Service, dict[str, str]], bytes]] = {"/faults": _list_faults, "/truth": _truth, "/healthz": _health}
