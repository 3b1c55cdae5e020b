"""A small wall that really serves: the door, the Dash app and frames of invented rows, with faults on request."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from dashboard.app import create_app
from dashboard.asked import asked_by
from dashboard.city import City
from dashboard.drawing import frame
from dashboard.front import Front
from dashboard.loading import load_city
from datasources.answering.ticket import Ticket, UnknownView
from datasources.frames import Shelf
from datasources.layers import Roster, encode_geometry, encode_grades, encode_vehicles
from datasources.moment import utc_now
from tests.browser.waiting import PATIENCE_S
from tests.layouts.rows import AS_OF, HEADERS, context, rows

ROOT = Path(__file__).parent.parent.parent
JSON, BINARY = "application/json", "application/octet-stream"
BOX = (120.5, 36.9, 122.0, 38.0)
SQUARE = [[121.2, 37.4], [121.6, 37.4], [121.6, 37.7], [121.2, 37.7], [121.2, 37.4]]
StartResponse = Callable[..., Any]
Rows = dict[str, list[dict[str, Any]]]

WAYS = {  # where the rows behind a figure lead
    "bus_on_time_rows": {"title": "各线路准点率 | On-time share by line", "opens": "visit_rows(route = route_id) as route_name"},
    "visit_rows": {"title": "到站明细 | Stop visits of a line"},
    "trip_visits": {"title": "班次到站明细 | Calls of a trip"},
}
BEHIND: dict[str, list[dict[str, Any]]] = {
    "bus_on_time_rows": [{"route_id": "51/#&?", "route_name": "51路 <b>=1</b>", "value": 43.2}],
    "visit_rows": [{"stop_name": name, "delay_s": 312.0} for name in ("南大街", "三站")],
    "trip_visits": [{"stop_name": name, "delay_s": 312.0} for name in ("南大街", "三站")],
}


def moved(value: Any, by: timedelta) -> Any:
    """Rows with every moment moved."""
    if isinstance(value, datetime):
        return value + by
    if isinstance(value, dict):
        return {key: moved(part, by) for key, part in value.items()}
    return [moved(part, by) for part in value] if isinstance(value, list) else value


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: the tests say what matters."""


class Town:
    """`rows` changes what is drawn; `fault` names what the server does to answers; `paused` stops new versions."""

    def __init__(self, run: Path, refresh_s: float = 1.0, vehicles: int = 200, segments: int = 60) -> None:
        for part in ("frames", "wanted", "walls"):
            (run / part).mkdir(parents=True)
        loaded = load_city(ROOT / "cities" / "yantai", {})
        self.city: City = loaded.model_copy(update={"spec": loaded.spec.model_copy(update={"refresh_s": refresh_s, "bbox": BOX})})
        self.rows: Callable[[], Rows] = rows
        self.build = "build-1"
        self.frames = [(lang, scope) for lang in ("zh", "en") for scope in ("city", "370602")]
        self.fault = ""
        self.frame_fault = ""  # the same, of frames alone: the page comes up
        self.paused = threading.Event()
        self.requests: list[str] = []
        self.labels: Callable[[int], str] = lambda i: f"{i % 60} 路"
        self.names: Callable[[int], str] = lambda i: f"南大街 {i}"
        self.segment_ids = [f"s{i}" for i in range(segments)]
        self.why = ""  # why vehicles are grey
        self.answering = threading.Event()  # questions are answered while it is set
        self.answering.set()
        self._shelf, self._roster = Shelf(run / "frames"), Roster()
        self._vehicles, self._round = vehicles, 0
        self._stopping, self._publishing = threading.Event(), threading.Lock()
        app = create_app(lambda: self.city, self)
        self._front = Front(run, app.server, refresh_s, self.made)
        self._server: BaseWSGIServer | None = None
        self.port = 0
        self._shelve_ground()
        self.publish()
        self.serve()
        self._refresh_s = refresh_s
        threading.Thread(target=self._run, name="town", daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def version(self) -> int:
        return self._shelf.version

    # the server and its faults

    def serve(self) -> None:
        server = make_server("127.0.0.1", self.port, self, threaded=True, request_handler=Quiet)
        self._server, self.port = server, server.server_port
        threading.Thread(target=server.serve_forever, name="door", daemon=True).start()

    def kill(self) -> None:
        """No listener any more, as after kill -9."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self) -> None:
        self._stopping.set()
        self.fault = self.frame_fault = ""
        self.answering.set()
        self.kill()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        self.requests.append(environ["PATH_INFO"])
        fault = self.fault or (self.frame_fault if environ["PATH_INFO"].startswith("/frames") else "")
        if fault in ANSWERS and not environ["PATH_INFO"].startswith("/assets"):
            status, headers, body = ANSWERS[fault]
            start_response(status, [*headers, ("Content-Length", str(len(body)))] if body else headers)
            return (body,)
        while "hang" in (self.fault, fault and self.frame_fault) and not self._stopping.is_set():
            time.sleep(0.05)
        return self._front(environ, start_response)

    # what it serves

    def _run(self) -> None:
        while not self._stopping.wait(self._refresh_s):
            if not self.paused.is_set():
                self.publish()

    def publish(self, at: datetime | None = None) -> None:
        with self._publishing:
            self._publish(at)

    def _publish(self, at: datetime | None) -> None:
        self._round += 1
        as_of = at or utc_now()
        version = self._shelf.version + 1
        layers = self._shelve_layers(as_of, version)
        facts = {"version": version, "build": self.build, "layers": layers}
        for lang, scope in self.frames:
            drawn = self.drawn(as_of, lang, None if scope == "city" else scope, facts)
            self._shelf.put(f"overview.{scope}.{lang}", drawn, JSON, compress=True)
        self._shelf.publish({"as_of": as_of.isoformat(), "published": time.time(), "build": self.build})

    def made(self, name: str) -> bytes | None:
        """A frame of another scene or subject, drawn when it is asked for."""
        asked = asked_by(name)
        if asked is None or asked.scene not in self.city.scenes or asked.district not in (None, *context().districts):
            return None
        held = self._shelf.etags()
        layers = {layer: held[layer] for layer in ("geometry", "segments", "basemap", "vehicles", "roads", "roster")}
        facts = {"version": self._shelf.version, "build": self.build, "layers": layers}
        return self.drawn(utc_now(), asked.lang, asked.district, facts, scene=asked.scene, subject=dict(asked.subject))

    def drawn(self, as_of: datetime, lang: Any, scope: str | None, facts: dict[str, Any], mode: Any = "live", **seen: Any) -> bytes:
        facts = {**facts, "speed": 1, "true_at": 1000 * as_of.replace(tzinfo=UTC).timestamp()}
        known = moved(self.rows(), as_of - AS_OF)
        for place, row in enumerate(known["incidents_now"]):
            row.update(latitude=37.5 + 0.01 * place, longitude=121.3)
        for row in known.get("line_chosen", []):
            row["direction_id"] = int(seen.get("subject", {}).get("direction", row["direction_id"]))
        known["bus_on_time"][0]["value"] = 60 + self._round % 300 / 10
        now = utc_now() if mode == "replay" else as_of
        return frame(self.city, known, context(lang, as_of=as_of, now=now, scope=scope, mode=mode, **seen), facts)

    def vehicle_table(self, as_of: datetime) -> pa.Table:
        n = self._vehicles
        west, south, east, north = BOX
        lon = [west + (0.3 + 0.4 * (i * 7919 % 1000) / 1000) * (east - west) + 0.0002 * self._round for i in range(n)]
        lat = [south + (0.3 + 0.4 * (i * 104729 % 1000) / 1000) * (north - south) for i in range(n)]
        return pa.table(
            {
                "vehicle_id": [f"bus-{i}" for i in range(n)],
                "route_name": [self.labels(i) for i in range(n)],
                "longitude": lon,
                "latitude": lat,
                "bearing": [float(i % 360) for i in range(n)],
                "age_s": [2.0] * n,
                "state": [("on_time", "late", "silent", "early", "unknown")[i % 5] for i in range(n)],
                "delay_s": pa.array([None if i % 3 == 0 else float(i % 600) for i in range(n)], pa.float64()),
            }
        )

    def grade_table(self) -> pa.Table:
        n = len(self.segment_ids)
        return pa.table(
            {
                "segment_id": self.segment_ids,
                "grade": [(i + self._round) % 5 for i in range(n)],
                "speed_kmh": [20.0] * n,
                "age_s": [30.0] * n,
            }
        )

    def binaries(self, as_of: datetime, version: int) -> tuple[bytes, bytes]:
        epoch = (as_of - datetime(1970, 1, 1)).total_seconds()
        order = {name: place for place, name in enumerate(self.segment_ids)}
        return encode_vehicles(self.vehicle_table(as_of), self._roster, BOX, epoch, version), encode_grades(
            self.grade_table(), order, version
        )

    def _shelve_layers(self, as_of: datetime, version: int) -> dict[str, str]:
        vehicles, roads = self.binaries(as_of, version)
        self._shelf.put("vehicles", vehicles, BINARY, compress=False)
        self._shelf.put("roads", roads, BINARY, compress=False)
        self._shelf.put("roster", self._roster.encoded(), JSON, compress=True)
        held = self._shelf.etags()
        return {name: held[name] for name in ("geometry", "segments", "basemap", "vehicles", "roads", "roster")}

    def reshelve(self) -> None:
        """After names changed."""
        self._roster = Roster()
        self._shelve_ground()

    def _shelve_ground(self) -> None:
        lines = [[[121.0 + 0.01 * i, 37.2], [121.02 + 0.01 * i, 37.6]] for i in range(len(self.segment_ids))]
        self._shelf.put("geometry", encode_geometry(lines), BINARY, compress=True)
        self._shelf.put(
            "segments", orjson.dumps([[name, self.names(i), "main"] for i, name in enumerate(self.segment_ids)]), JSON, compress=True
        )
        district = {
            "id": "370602",
            "name": {"zh": "芝罘区", "en": "Zhifu"},
            "lat": 37.55,
            "lon": 121.4,
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        self._shelf.put("basemap", orjson.dumps({"districts": [district]}), JSON, compress=True)

    # questions, as the engine would answer them

    def ask(self, ticket: Ticket) -> pa.Table:
        self.answering.wait(PATIENCE_S)
        as_of = ticket.as_of or utc_now()
        known = moved(self.rows(), as_of - AS_OF)
        if ticket.view == "vehicle_card":
            wanted = self.vehicle_table(as_of).to_pylist()
            found = [row for row in wanted if row["vehicle_id"] == ticket.parameters["vehicle"]]
            return pa.Table.from_pylist([{**row, "label": row["route_name"], "district_id": "370602"} for row in found])
        if ticket.view == "vehicle_run":
            return pa.Table.from_pylist([{"why": self.why, "route_id": "49", "direction_id": 1, "block_id": "K7"}])
        if ticket.view == "segment_card":
            wanted_id = ticket.parameters["segment"]
            card = {"segment_id": wanted_id, "name": self.names(self.segment_ids.index(wanted_id)), "grade": 3, "speed_kmh": 12.0}
            return pa.Table.from_pylist(
                [card | {"free_flow_kmh": 40.0, "ratio": 3.3, "length_m": 800.0, "age_s": 30.0, "district_id": "370602"}]
            )
        if ticket.view in BEHIND:
            return pa.Table.from_pylist([{**row, "asked": str(dict(ticket.parameters))} for row in BEHIND[ticket.view]])
        if ticket.view not in known:
            raise UnknownView(f"no view {ticket.view!r}")
        return pa.Table.from_pylist(known[ticket.view])

    def action(self, name: str, body: bytes = b"") -> bytes:
        if name == "facts":
            return orjson.dumps({"headers": HEADERS | WAYS, "districts": {"370602": ["芝罘区", "Zhifu"]}})
        asked = orjson.loads(body)
        at = datetime.fromisoformat(asked["at"]).astimezone(UTC).replace(tzinfo=None)
        facts = {"version": self._shelf.version, "build": self.build, "layers": {}}
        drawn = orjson.loads(self.drawn(at, asked["lang"], asked["scope"] or None, facts, mode="replay"))
        return orjson.dumps({**drawn, "binary": {}})


_LOGIN = b"<html><body>log in</body></html>"
_HTML = [("Content-Type", "text/html")]
_JSON = [("Content-Type", JSON)]
ANSWERS: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {
    "503": ("503 Service Unavailable", _JSON, b"{}"),
    "500": ("500 Internal Server Error", _HTML, b"<html>500</html>"),
    "401": ("401 Unauthorized", _HTML, b"<html>401</html>"),
    "403": ("403 Forbidden", _HTML, b"<html>403</html>"),
    "302": ("302 Found", [*_HTML, ("Location", "/login")], b""),
    "html": ("200 OK", _HTML, _LOGIN),
    "204": ("204 No Content", [], b""),
}
