"""A wall of a few real rows: the store, the views, the tick and the door of the demo city, without processes or feeds."""

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
from werkzeug.serving import make_server

from dashboard import ROOT
from dashboard.app import create_app
from dashboard.asked import asked_by
from dashboard.check import checked
from dashboard.city import City
from dashboard.clock import LiveClock
from dashboard.front import Front
from dashboard.opening import feed_row, open_store
from dashboard.requested import Requested
from dashboard.tick import Ticker
from datasources.alerts import Watch
from datasources.answering.ticket import Ticket
from datasources.frames import Shelf
from datasources.moment import utc_now
from datasources.readers.formats import read_feed
from datasources.store import Store
from tests.browser.town import Quiet
from tests.datasources.feeds import spec
from tests.datasources.readers.test_readers_wzdx import feature, feed
from tests.datasources.rows import reading

DEGREE_M = 88_000  # of longitude, here
STEP = timedelta(minutes=5)
CORRIDORS = {
    "north": ("滨海路 — 迎春大街", "Binhai Road - Yingchun Street", 12),
    "south": ("机场路 — 港城大街", "Airport Road - Gangcheng Street", 4),
}
FEEDS = ("roads", "corridors")  # as far as the lamps of the bar are concerned: nothing is fetched


class RoadWall:
    """Two corridors from west to east: the northern one crawls at its sixth segment, where there are works and an incident."""

    def __init__(self, run: Path) -> None:
        for part in ("frames", "wanted", "walls"):
            (run / part).mkdir(parents=True)
        self.now = utc_now().replace(microsecond=0)
        self.city = _at_noon(checked(ROOT / "cities" / "yantai"), self.now)
        self.store = open_store(self.city, run)
        self.store.register_feeds([feed_row(self.city.feeds[name]) for name in FEEDS])
        _land(self.store, self.now)
        watch = Watch(self.city.alerts.values(), lambda table, rows: None)
        self._ticker = Ticker(self.city, self.store, Shelf(run / "frames"), run, LiveClock(), watch, "build")
        self._frames = Requested(lambda: self._ticker, self.store)
        self._ticker.tick()
        app = create_app(lambda: self.city, self)
        self._server = make_server("127.0.0.1", 0, Front(run, app.server, 600.0, self._made), threaded=True, request_handler=Quiet)
        threading.Thread(target=self._server.serve_forever, name="door", daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def _made(self, name: str) -> bytes | None:
        asked = asked_by(name)
        return None if asked is None else self._frames(orjson.dumps({**asked._asdict(), "subject": dict(asked.subject)}))

    def ask(self, ticket: Ticket) -> pa.Table:
        return self.store.ask(ticket)

    def action(self, name: str, body: bytes = b"") -> bytes:
        return self._frames(body) if name == "frame" else orjson.dumps({"headers": self.store.headers(), "districts": {}})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.store.close()


def _at_noon(city: City, now: datetime) -> City:
    """In a zone where it is about noon, so that the local day holds hours whenever this runs."""
    east = 12 - now.hour
    return city.model_copy(update={"spec": city.spec.model_copy(update={"timezone": f"Etc/GMT{-east:+d}" if east else "Etc/GMT"})})


def _land(store: Store, now: datetime) -> None:
    roads: list[dict[str, Any]] = []
    corridors: list[dict[str, Any]] = []
    for row, (corridor, (zh, en, count)) in enumerate(CORRIDORS.items()):
        for place in range(count):
            name, south = f"{corridor}-{place}", 37.46 + 0.03 * row
            line = [[121.35 + (n * 800) / DEGREE_M, south] for n in (place, place + 1)]
            told = {"length_m": 800.0, "free_flow_kmh": 60.0, "road_class": "arterial", "latitude": south, "longitude": line[0][0]}
            shape = orjson.dumps({"type": "LineString", "coordinates": line}).decode()
            roads.append({"segment_id": name, "name": f"{zh[:3]}{place}号口→{zh[:3]}{place + 1}号口", "geometry": shape, **told})
            ways = {"corridor_id": corridor, "name_zh": zh, "name_en": en, "direction": "eastbound"}
            corridors.append({**ways, "sequence": place + 1, "segment_id": name, "start_m": 800.0 * place})
    store.land("roads", reading("road_segment", roads), now)
    store.land("corridors", reading("corridor_segment", corridors), now)
    store.land("speeds", reading("segment_speed", [row for road in roads for row in _day(road["segment_id"], now)]), None)
    begun = now - timedelta(minutes=70)
    crash = {"incident_id": "I1", "status": "open", "severity": 2, "title": "两车追尾 | Rear-end collision", "segment_id": "north-5"}
    placed = {"started_at": begun, "event_time": begun, "latitude": 37.46, "longitude": 121.4}
    store.land("incidents", reading("incident", [crash | placed]), now)
    dates: dict[str, Any] = {"start_date": f"{now - timedelta(hours=2)}Z", "end_date": f"{now + timedelta(hours=2)}Z"}
    written = feed(feature("W1", geometry=orjson.loads(roads[5]["geometry"]), **dates), update_date=f"{now}Z")
    store.land("zones", read_feed(written, spec(format="wzdx"), None, now), now)


def _day(segment: str, now: datetime) -> list[dict[str, Any]]:
    """Twenty hours of speeds every five minutes, the last a minute old; one segment is slow from two hours ago on."""
    found = []
    for back in range(240):
        slow = segment == "north-5" and back < 24
        speed = 9.0 if slow and back < 12 else 24.0 if slow else 35.0 if segment.startswith("north") and back < 20 else 55.0
        found.append({"event_time": now - timedelta(minutes=1) - STEP * back, "segment_id": segment, "speed_kmh": speed})
    return found
