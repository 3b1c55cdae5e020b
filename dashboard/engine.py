"""The engine process: owns the store, the feeds' schedule and the tick. There is one; it loses nothing when it is killed."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import orjson
import structlog

from dashboard import ROOT
from dashboard.check import checked
from dashboard.chores import Chores
from dashboard.city import City, digest_of
from dashboard.clock import Clock, FasterClock, LiveClock, ReplayClock
from dashboard.commands.arguments import moment
from dashboard.fault import CityFaults
from dashboard.feeding import Feeding
from dashboard.figures import Figures
from dashboard.kept import good_city, keep
from dashboard.opening import fit, open_store
from dashboard.process import Stop
from dashboard.requested import Requested
from dashboard.runfolder import Heart, socket_of
from dashboard.settings import Settings
from dashboard.tick import Ticker, build_id
from datasources.alerts import Watch
from datasources.answering.progress import goes_on, watched
from datasources.answering.questions import Ticket, serve
from datasources.frames import Shelf
from datasources.schedule.owner import AlreadyOwned
from datasources.storage.older_file import StoreUnfit
from datasources.storage.opening import StoreLocked
from datasources.store import Store

log = structlog.get_logger()
ROOMS = ("dashboard", "callbacks", "layouts", "datasources", "assets")


def run_engine(settings: Settings) -> int:
    """Run until SIGTERM. Returns the exit code: 1 when somebody else has the data just now."""
    stop = Stop()
    with watched(Heart(settings.run_path, "engine").beat):  # from here on silence means that something hangs
        goes_on()
        return _run(settings, stop)


def _run(settings: Settings, stop: Stop) -> int:
    city, refused = good_city(partial(checked, held=settings.trial_path), settings.city_path, settings.data_path, settings.variables)
    try:
        clock = clock_of(settings)
        with open_store(city, settings.data_path, clock if settings.fetch else LiveClock()) as store:
            engine = Engine(settings, city, store, clock, refused)
            settle()
            engine.run(stop)
            lost = engine.lost
            gc.unfreeze()  # the interpreter's end collects it
    except (StoreLocked, AlreadyOwned) as error:
        log.error("the data folder is in use", error=str(error))
        return 1
    except StoreUnfit as error:
        log.error("the data folder does not fit this program", error=str(error))
        return 1
    if lost:
        log.warning("the data file is opened anew")
    return int(lost)


def settle() -> None:
    """What a start leaves behind lives as long as the process: a full collection that walks it takes 50 ms, in the middle of a tick."""
    gc.collect()
    gc.freeze()


def clock_of(settings: Settings) -> Clock:
    if settings.replay_from:
        return ReplayClock(moment(settings.replay_from), moment(settings.replay_to), settings.speed, settings.origin)
    return LiveClock() if settings.speed == 1.0 else FasterClock(settings.clock_path, settings.speed)


class Engine:
    """`refused`: what is wrong with the city's files, where `city` is the last good one."""

    def __init__(self, settings: Settings, city: City, store: Store, clock: Clock, refused: tuple[str, ...] = ()) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._shelf = Shelf(settings.run_path / "frames")
        self._figures = Figures(settings.run_path / "metrics.prom")
        self._build = build_id([ROOT / room for room in ROOMS])
        self._writer = ThreadPoolExecutor(1, "alert-events")  # a tick never waits for a landing
        self._ticker = self._new_ticker(city)
        self._digest = digest_of(settings.city_path) if refused else city.digest
        if refused:
            self._refuse(refused)
        else:
            keep(city, settings.city_path, settings.data_path)
        self._feeding = Feeding(store, settings, clock, self._figures)
        self._chores = Chores(store, clock, lambda: list(self._ticker.districts))

    def _new_ticker(self, city: City) -> Ticker:
        watch = Watch(city.alerts.values(), lambda table, rows: self._writer.submit(self._store.append, table, rows))
        watch.resume(self._store.ask(Ticket("alerts_now")).to_pylist())
        return Ticker(city, self._store, self._shelf, self._settings.run_path, self._clock, watch, self._build)

    def run(self, stop: Stop) -> None:
        frames = Requested(lambda: self._ticker, self._store)
        server = serve(self._store, socket_of(self._settings.run_path), {"frame": frames, "facts": self._facts})
        if self._settings.fetch:
            self._feeding.start(self._ticker.city)
            self._chores.start()
        try:
            self._tick_until(stop)
        finally:
            self._writer.shutdown()
            self._chores.stop()
            self._feeding.stop()
            server.shutdown()

    @property
    def lost(self) -> bool:
        """Whether the store has to be opened anew, which takes a new process: its doors are shut for good."""
        return self._store.lost

    def _facts(self, _body: bytes) -> bytes:
        """The action `facts`: what web workers cannot read from the city's own files."""
        names = {key: [name.zh, name.en] for key, name in self._ticker.districts.items()}
        return orjson.dumps({"headers": {view: dict(header) for view, header in self._store.headers().items()}, "districts": names})

    def _tick_until(self, stop: Stop) -> None:
        due = time.monotonic()
        while not stop.wait(due - time.monotonic()) and not self.lost:
            self._reload_if_edited()
            self._tick()
            goes_on()
            due = max(due + self._ticker.city.spec.refresh_s, time.monotonic())

    def _tick(self) -> None:
        """A tick that fails leaves the last version on the shelf, and the walls say how old it is."""
        try:
            self._figures.ticked(self._ticker.tick(), self._shelf.version)
        except Exception:
            self._figures.failed()
            log.exception("tick failed")

    def _reload_if_edited(self) -> None:
        """Take up an edited city whole, or refuse it whole: the wall keeps its last good one and says why."""
        digest = digest_of(self._settings.city_path)
        if digest == self._digest:
            return
        self._digest = digest
        try:
            city = checked(self._settings.city_path, self._settings.variables, self._settings.trial_path)
            fit(self._store, city, self._clock.speed)
        except (CityFaults, OSError) as error:
            self._refuse(tuple(str(error).splitlines()))
            return
        keep(city, self._settings.city_path, self._settings.data_path)
        self._ticker = self._new_ticker(city)
        if self._settings.fetch:
            self._feeding.stop()
            self._feeding.start(city)
        log.info("city reloaded", city=city.spec.id)

    def _refuse(self, faults: tuple[str, ...]) -> None:
        self._ticker.refused = faults
        log.error("edit of the city refused, the last good one stays", faults=faults)
