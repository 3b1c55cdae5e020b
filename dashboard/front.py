"""The front door of a web worker: a raw WSGI callable before Dash, for what the gate passes on.

GET /frames/<name>   the bytes of a frame, 304 when the viewer has them
GET /healthz         200 while the process serves
GET /readyz          200 while the newest snapshot is younger than three refreshes; the body tells its age
GET /metrics         Prometheus text: the engine's figures and this door's
"""

import json
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dashboard.asked import NAME
from dashboard.viewers import Viewers
from datasources.frames import JSON_MEDIA, Frame, Reader, etag_of

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]
Body = list[bytes]  # a list: granian sends it in one piece, any other iterable as a stream, which costs twice
Make = Callable[[str], bytes | None]

READY_REFRESHES = 3
FIGURES = "gate.prom"  # what the gate served, in the run folder


class Front:
    """`make` draws a frame nobody has on the shelf (a district's, a line's): its bytes, or None where there is no such frame; it raises
    ConnectionError while nobody draws."""

    def __init__(self, run: Path, dash: Wsgi, refresh_s: float, make: Make) -> None:
        self._run = run
        self._dash = dash
        self._refresh_s = refresh_s
        self._make = make
        self._frames = Reader(run / "frames")
        self._viewers = Viewers(run)
        self.served = {"200": 0, "304": 0, "404": 0, "503": 0}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if path.startswith("/frames/"):
            return self._frame(path[8:], environ, start_response)
        if path == "/healthz":
            return self._json(start_response, "200 OK", {"ok": True})
        if path == "/readyz":
            return self._ready(start_response)
        if path == "/metrics":
            return self._metrics(start_response)
        return self._dash(environ, start_response)

    def _frame(self, name: str, environ: Environ, start_response: StartResponse) -> Body:
        if environ["QUERY_STRING"]:
            self._viewers.note(environ["QUERY_STRING"])
        frame = self._frames.get(name)
        try:
            frame = self._wanted(name, frame) if NAME.fullmatch(name) else frame
        except ConnectionError as error:
            self.served["503"] += 1
            return self._json(start_response, "503 Service Unavailable", {"error": str(error)})
        if frame is None:
            self.served["404"] += 1
            return self._json(start_response, "404 Not Found", {"error": "no such frame"})
        etag = f'"{frame.etag}"'
        if environ.get("HTTP_IF_NONE_MATCH") == etag:
            self.served["304"] += 1
            start_response("304 Not Modified", [("ETag", etag), ("Cache-Control", "no-cache")])
            return []
        self.served["200"] += 1
        start_response("200 OK", headers_of(frame))
        return [frame.data]

    def _wanted(self, name: str, frame: Frame | None) -> Frame | None:
        """A frame that is drawn while somebody looks, at once where it is not there yet; with the next tick where that takes too long."""
        if frame is None:
            try:
                data = self._make(name)
            except ConnectionError:
                self._viewers.keep(name)
                raise
            frame = None if data is None else Frame(etag_of(data), JSON_MEDIA, False, data)
        if frame is not None:
            self._viewers.keep(name)
        return frame

    def _ready(self, start_response: StartResponse) -> Body:
        manifest = self._frames.manifest()
        age = time.time() - manifest["published"] if "published" in manifest else None
        ready = age is not None and age <= READY_REFRESHES * self._refresh_s
        facts = {"ready": ready, "snapshot_age_s": age, "version": manifest["version"]}
        return self._json(start_response, "200 OK" if ready else "503 Service Unavailable", facts)

    def _metrics(self, start_response: StartResponse) -> Body:
        engine = self._run / "metrics.prom"
        text = engine.read_text(encoding="utf-8") if engine.is_file() else ""
        own = f'door="web",worker="{os.getpid()}"'  # each worker counts for itself, and any of them may be asked
        lines = [f'city_brain_frames_served_total{{{own},status="{status}"}} {n}' for status, n in self.served.items()]
        gate = self._run / FIGURES
        lines.append(gate.read_text(encoding="utf-8") if gate.is_file() else "")
        body = (text + "# TYPE city_brain_frames_served_total counter\n" + "\n".join(lines)).encode()
        start_response("200 OK", [("Content-Type", "text/plain; version=0.0.4"), ("Content-Length", str(len(body)))])
        return [body]

    def _json(self, start_response: StartResponse, status: str, facts: dict[str, Any]) -> Body:
        body = json.dumps(facts).encode()
        headers = [("Content-Type", JSON_MEDIA), ("Content-Length", str(len(body)))]
        start_response(status, [*headers, ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")])
        return [body]


def headers_of(frame: Frame) -> list[tuple[str, str]]:
    """The headers that a frame is sent with."""
    headers = [
        ("Content-Type", frame.media),
        ("Content-Length", str(len(frame.data))),
        ("ETag", f'"{frame.etag}"'),
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return [*headers, ("Content-Encoding", "gzip")] if frame.gzipped else headers
