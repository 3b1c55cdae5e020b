"""A tiny transit agency on loopback: GTFS-Realtime positions of a few buses."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.transit import gtfs_realtime_pb2 as rt

Place = tuple[float, float]  # latitude, longitude


class Agency:
    """`moving`: every answer has a report of its own, newer than the one before. Else the bytes stay until `put`."""

    def __init__(self) -> None:
        self.moving = False
        self.requests = 0
        self._buses: dict[str, Place] = {}
        self._stamp = int(time.time())
        agency = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = agency.answer()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the tests say what matters."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="agency", daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def put(self, buses: dict[str, Place]) -> None:
        self._buses, self._stamp = dict(buses), int(time.time())

    def answer(self) -> bytes:
        self.requests += 1
        if self.moving:
            self.put({bus: (latitude + 1e-4, longitude) for bus, (latitude, longitude) in self._buses.items()})
        message = rt.FeedMessage()
        message.header.gtfs_realtime_version = "2.0"
        message.header.timestamp = self._stamp
        for bus, (latitude, longitude) in self._buses.items():
            entity = message.entity.add(id=bus)
            entity.vehicle.vehicle.id = entity.vehicle.vehicle.label = bus
            entity.vehicle.timestamp = self._stamp
            entity.vehicle.position.latitude, entity.vehicle.position.longitude = latitude, longitude
        return bytes(message.SerializeToString())

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
