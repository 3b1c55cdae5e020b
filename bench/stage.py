"""The demo city's wall with 20,000 buses that move: a real page, real frames, no engine behind, so that only the browser is measured."""

import gzip
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from bench.fleet import Fleet
from bench.served import RUN, wsgi
from bench.tick import land, ticker_of
from dashboard import ROOT
from dashboard.check import checked
from dashboard.drawing import iso
from dashboard.opening import open_store
from dashboard.settings import Settings
from dashboard.web import SETTINGS
from datasources.frames import Reader, Shelf
from datasources.layers import STATES, Roster, encode_vehicles
from datasources.moment import utc_now

VEHICLES, SEGMENTS = 20_000, 20_000
SCENE = "overview.city.zh"
MEDIA = "application/octet-stream"
BOX = (121.267, 37.46, 121.483, 37.55)  # what the demo's map shows, one step nearer than at first
STEP_DEGREES = (
    0.00224,
    0.00178,
)  # 280 m aslant, 26 pixels there: for slower ones the map need not paint at every picture, faster ones jump


class Herd:
    """Buses that run straight and turn back at the edge of the picture."""

    def __init__(self) -> None:
        chance = np.random.default_rng(7)
        west, south, east, north = BOX
        self.at = np.column_stack([chance.uniform(west, east, VEHICLES), chance.uniform(south, north, VEHICLES)])
        self.way = chance.choice([-1.0, 1.0], (VEHICLES, 2)) * STEP_DEGREES
        self._constant = {
            "vehicle_id": [f"bus{n}" for n in range(VEHICLES)],
            "route_name": [str(n % 90) for n in range(VEHICLES)],
            "state": [STATES[n % 3] for n in range(VEHICLES)],
            "bearing": np.degrees(np.arctan2(self.way[:, 0], self.way[:, 1])) % 360,
            "delay_s": np.zeros(VEHICLES),
            "age_s": np.zeros(VEHICLES),
        }

    def move(self) -> pa.Table:
        """The rows of the view `vehicles` one step on."""
        self.at += self.way
        low, high = np.array(BOX[:2]), np.array(BOX[2:])
        self.way = np.where((self.at < low) | (self.at > high), -self.way, self.way)
        return pa.table({**self._constant, "longitude": self.at[:, 0], "latitude": self.at[:, 1]})


class Stage:
    """Publishes a version a step: the same panels at a new moment, and buses that moved."""

    def __init__(self, run: Path, refresh_s: float) -> None:
        self._shelf, held = Shelf(run / "frames"), drawn_once(run)
        self._frame: dict[str, Any] = orjson.loads(held.pop(SCENE))
        self._frame["refresh_s"] = refresh_s
        self._etags = {name: self._shelf.put(name, data, MEDIA, compress=True) for name, data in held.items()}
        self._roster, self._herd = Roster(), Herd()
        self.step()

    def step(self) -> None:
        now = utc_now()
        version = self._shelf.version + 1
        epoch = (now - datetime(1970, 1, 1)).total_seconds()
        vehicles = encode_vehicles(self._herd.move(), self._roster, BOX, epoch, version)
        self._etags["vehicles"] = self._shelf.put("vehicles", vehicles, MEDIA, compress=False)
        self._etags["roster"] = self._shelf.put("roster", self._roster.encoded(), MEDIA, compress=True)
        moment = {"as_of": iso(now), "true_at": 1000 * now.replace(tzinfo=UTC).timestamp(), "speed": 1}
        facts = {"version": version, **moment, "layers": self._etags}
        self._shelf.put(SCENE, orjson.dumps({**self._frame, **facts}), "application/json", compress=True)
        self._shelf.publish({"as_of": now.isoformat(), "published": now.timestamp(), "build": "bench"})


def drawn_once(run: Path) -> dict[str, bytes]:
    """The frame of the overview and the layers below the buses, as an engine draws them for such a city."""
    city, fleet = checked(ROOT / "cities" / "yantai"), Fleet(VEHICLES, SEGMENTS, utc_now().replace(microsecond=0))
    with tempfile.TemporaryDirectory() as data, open_store(city, Path(data)) as store, ThreadPoolExecutor(1) as writer:
        for reading, name in ((fleet.districts(), "districts"), (fleet.roads(), "roads"), (fleet.timetable(), "timetable")):
            store.land(name, reading, fleet.origin)
        land(store, fleet)
        ticker_of(city, store, run, writer).tick()
    reader = Reader(run / "frames")
    frames = {name: reader.get(name) for name in (SCENE, "geometry", "segments", "basemap", "roads")}
    return {name: gzip.decompress(frame.data) if frame.gzipped else frame.data for name, frame in frames.items() if frame is not None}


@contextmanager
def staged(run: Path, refresh_s: float) -> Iterator[tuple[int, int]]:
    """The wall served with a version every `refresh_s`; gives (pid, port) of its web server."""
    stage, over = Stage(run, refresh_s), threading.Event()

    def play() -> None:
        while not over.wait(refresh_s):
            stage.step()

    thread = threading.Thread(target=play, name="stage")
    thread.start()
    settings = Settings(city=str(ROOT / "cities" / "yantai"), data=str(run), run=str(run))
    try:
        with wsgi("dashboard.web:build", **{RUN: str(run), SETTINGS: settings.as_argument()}) as served:
            yield served
    finally:
        over.set()
        thread.join()
