"""The tick: one snapshot, every frame drawn from it, one version on the shelf.

The home scene of the whole city is always there; other scenes, a district's, a line's are drawn while somebody looks.
"""

import threading
import time
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dashboard.asked import CITY, Asked, Subject, asked_by
from dashboard.city import City
from dashboard.clock import Clock
from dashboard.drawing import context_of, frame, needs_of
from dashboard.ground import Ground
from dashboard.runfolder import wanted
from dashboard.snapshots import Snapshots
from datasources.alerts import Watch
from datasources.answering.progress import goes_on
from datasources.answering.snapshot import Snapshot
from datasources.frames import BINARY_MEDIA, JSON_MEDIA, Shelf, etag_of
from datasources.layers import Roster, encode_grades, encode_vehicles
from datasources.store import Store
from layouts.scene import most
from layouts.words import LANGS, Text

WANTED_S = 60.0
APART_SHARE = 0.5  # of a refresh for frames of single districts and lines; what is left then is drawn as it is asked for
LAYER_VIEWS = ("vehicles", "road_grades")
WHOLE: tuple[str | None, Subject] = (None, ())  # district and subject of a frame of the whole city
MOST_DRAWN = 2000  # rows of the views that every frame has, whatever its panels


class Drawn(NamedTuple):
    """A frame's JSON and its two binary layers."""

    frame: bytes
    vehicles: bytes
    roads: bytes


class Ticker:
    """Owns what lives from tick to tick: the ground, the roster, the last moment published."""

    def __init__(self, city: City, store: Store, shelf: Shelf, run: Path, clock: Clock, watch: Watch, build: str) -> None:
        self.city = city
        self.clock = clock
        self.refused: tuple[str, ...] = ()  # what is wrong with the last edit of the city; shown until it is mended
        self._store = store
        self._snapshots = Snapshots(store)
        self._shelf = shelf
        self._run = run
        self._watch = watch
        self._build = f"{build}-{city.digest}"  # an edited city loads open pages anew, as a new program does
        self._roster = Roster()
        self._ground = Ground(store, shelf)
        self._layering = threading.Lock()  # the roster grows as vehicles are drawn
        self._looked_at_s = 0.0  # when the last tick looked, by this machine's clock
        self._pace = clock.speed  # how fast the city's time ran to it from the one before
        self._city: Snapshot | None = None  # of the last tick: what is the same for every line is taken from it

    def tick(self) -> dict[str, float]:
        """Publish the next version. Returns what each part took, in seconds."""
        started = time.perf_counter()
        self._ground.shelve(self.clock.as_of())
        looked_at = self._looked_at()
        views = self._views_of_city(looked_at) | set(LAYER_VIEWS) | set(self._watch.views)
        as_of = self._look()
        snapshot = self._city = self._store.snapshot(sorted(views), as_of, live=self.clock.mode == "live")
        asked = time.perf_counter()
        if self.clock.mode == "live":
            self._watch.evaluate({view: None if view in snapshot.failed else snapshot.rows(view) for view in self._watch.views}, as_of)
        with self._layering:
            layers = self._shelve_layers(snapshot, as_of)
        self._shelve_frames(looked_at, snapshot, layers)
        drawn = time.perf_counter()
        self._shelf.publish({"as_of": as_of.isoformat(), "published": time.time(), "build": self._build, "digest": self.city.digest})
        return {"snapshot": asked - started, "draw": drawn - asked, "publish": time.perf_counter() - drawn}

    def _look(self) -> datetime:
        """The moment to draw. A time that waits for what lands runs slower than it might: pages let theirs run so too."""
        before, then = self._city.as_of if self._city else None, self._looked_at_s
        as_of, self._looked_at_s = self.clock.as_of(), time.time()
        if before is not None and self.clock.speed != 1.0:
            ran = (as_of - before).total_seconds() / max(self._looked_at_s - then, 0.1)
            self._pace = min(self.clock.speed, max(0.0, ran))
        return as_of

    def _looked_at(self) -> list[Asked]:
        """The frames to draw: the home scene of the city, always, and what somebody looked at lately."""
        home = [Asked(self.city.home, CITY, lang) for lang in LANGS]
        found = (asked_by(name) for name in wanted(self._run, WANTED_S))
        return list(dict.fromkeys([*home, *(asked for asked in found if asked is not None and self.knows(asked))]))

    def knows(self, asked: Asked) -> bool:
        """Is there such a scene and district, and has the scene these parameters?"""
        scene = self.city.scenes.get(asked.scene)
        if scene is None or not (asked.district is None or asked.district in self.districts):
            return False
        keys = [key for key, _ in asked.subject]
        return set(keys) <= set(scene.parameters) and len(set(keys)) == len(keys)

    def _views_of_city(self, looked_at: Iterable[Asked]) -> set[str]:
        """What the frames of the whole city ask, and of those about one line or corridor what is the same for all of them."""
        found: set[str] = set()
        for asked in looked_at:
            views = needs_of(self.city.scenes[asked.scene])
            if asked.district is None:
                found |= self._store.alike(views, [key for key, _ in asked.subject]) if asked.subject else set(views)
        return found

    def _views(self, asked: Iterable[Asked]) -> set[str]:
        return {view for scene in {one.scene for one in asked} for view in needs_of(self.city.scenes[scene])}

    def _snapshot(self, views: Collection[str], as_of: datetime, scope: str | None = None, subject: Subject = ()) -> Snapshot:
        """Of the last tick's moment: what is the same for every subject is taken from the city's own."""
        given = self._city if self._city is not None and self._city.as_of == as_of and scope is None else None
        return self._snapshots.of(views, as_of, scope, subject, live=self.clock.mode == "live", given=given)

    def _shelve_layers(self, snapshot: Snapshot, as_of: datetime) -> dict[str, str]:
        version = self._shelf.version + 1
        vehicles, grades = self.encoded_layers(snapshot, as_of, version)
        return {
            **self._held(*Ground.LAYERS),
            "vehicles": self._shelf.put("vehicles", vehicles, BINARY_MEDIA, compress=False),
            "roads": self._shelf.put("roads", grades, BINARY_MEDIA, compress=False),
            "roster": self._shelf.put("roster", self._roster.encoded(), JSON_MEDIA, compress=True),
        }

    def encoded_layers(self, snapshot: Snapshot, as_of: datetime, version: int) -> tuple[bytes, bytes]:
        epoch = (as_of - datetime(1970, 1, 1)).total_seconds()
        vehicles = encode_vehicles(snapshot["vehicles"], self._roster, self.city.spec.bbox, epoch, version)
        return vehicles, encode_grades(snapshot["road_grades"], self._ground.segments, version)

    def _held(self, *names: str) -> dict[str, str]:
        etags = self._shelf.etags()
        return {name: etags[name] for name in names if name in etags}

    def _shelve_frames(self, looked_at: Iterable[Asked], city: Snapshot, layers: dict[str, str]) -> None:
        """One snapshot for all that is asked of one district or one line, the city's own for the rest: these first, and all of them, so
        that the wall does not wait for whoever leafs through lines."""
        groups: dict[tuple[str | None, Subject], list[Asked]] = {}
        for asked in looked_at:
            read = self._snapshots.read(needs_of(self.city.scenes[asked.scene]), asked.subject)
            groups.setdefault((asked.district, read), []).append(asked)
        kept = self._shelve(groups.pop(WHOLE, []), city, layers)
        until = time.monotonic() + APART_SHARE * self.city.spec.refresh_s
        for (district, subject), group in groups.items():
            if time.monotonic() < until:
                kept |= self._shelve(group, self._snapshot(self._views(group), city.as_of, district, subject), layers)
        for name in self._shelf.etags():
            if name not in kept and asked_by(name) is not None:
                self._shelf.drop(name)

    def _shelve(self, group: Collection[Asked], known: Snapshot, layers: dict[str, str]) -> set[str]:
        for asked in group:
            goes_on()
            self._store.precedence.give_way()
            self._shelf.put(asked.name, self._frame(known, asked, layers), JSON_MEDIA, compress=True)
        return {asked.name for asked in group}

    def _frame(self, snapshot: Snapshot, asked: Asked, layers: dict[str, str], still: bool = False) -> bytes:
        """still: a past moment, at which time does not go on."""
        scene = self.city.scenes[asked.scene]
        drawn = most(scene)
        rows = {view: snapshot.rows(view, drawn.get(view, MOST_DRAWN)) for view in needs_of(scene)}
        context = context_of(
            self.city,
            asked,
            as_of=snapshot.as_of,
            now=self.clock.as_of(),
            mode="replay" if still else self.clock.mode,
            speed=1.0 if still else self.clock.speed,
            districts=self.districts,
            headers=self._store.headers(),
            refused=self.refused,
            faults=self._store.faults,
            failed=snapshot.failed,
        )
        facts = {
            "version": self._shelf.version + 1,
            "build": self._build,
            "layers": layers,
            "true_at": 1000 * self._looked_at_s,
            "speed": self._pace,
        }
        return frame(self.city, rows, context, facts)

    def drawn(self, asked: Asked, at: datetime | None) -> "Drawn":
        """A frame at another moment with its layers, drawn on request; of the last tick's (None) without them: the shelf holds those."""
        views = needs_of(self.city.scenes[asked.scene])
        if at is None:
            as_of = self._city.as_of if self._city else self.clock.as_of()
            snapshot = self._snapshot(views, as_of, asked.district, asked.subject)
        else:
            snapshot = self._snapshots.of({*views, *LAYER_VIEWS}, at, asked.district, asked.subject, live=False)
        with self._layering:
            layers = self._held(*Ground.LAYERS, "roster", *(() if at else ("vehicles", "roads")))
            binary = self.encoded_layers(snapshot, at, self._shelf.version) if at else (b"", b"")
        return Drawn(self._frame(snapshot, asked, layers, still=at is not None), *binary)

    @property
    def begun(self) -> bool:
        """Has it ticked, so that the city's districts are known?"""
        return self._city is not None

    @property
    def version(self) -> int:
        return self._shelf.version

    @property
    def districts(self) -> dict[str, Text]:
        return self._ground.districts


def build_id(folders: Iterable[Path]) -> str:
    """Changes when the program or its assets do: open pages then load themselves anew, once."""
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".js", ".css", ".toml"})
    facts = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    return etag_of(repr(facts).encode())[:12]
