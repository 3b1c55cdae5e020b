"""How long from rows landed to bytes published, and how much of it is not DuckDB?

A store in a file with 40 minutes of past, the demo city's views, scenes and alerts, the engine's own Ticker. In turn, per landing of all
vehicles and segments: a whole tick (snapshot, alerts, drawing, encoding, publishing), then the very statements of its snapshot alone.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

from bench.fleet import Fleet
from bench.goal import Goal, at_most, percentile
from bench.room import room
from dashboard import ROOT
from dashboard.check import checked
from dashboard.city import City
from dashboard.clock import LiveClock
from dashboard.drawing import needs_of
from dashboard.engine import settle
from dashboard.opening import open_store
from dashboard.tick import LAYER_VIEWS, Ticker
from datasources.alerts import Watch
from datasources.frames import Shelf
from datasources.moment import utc_now
from datasources.store import Store

SIZES, SEGMENTS = (5_000, 20_000), 20_000
PAST_MINUTES = 40
WARM, TICKS = 2, 15
Say = Callable[[str], None]


@dataclass
class Spent:
    """Seconds that one part took, a value a round; CPU with all threads of DuckDB."""

    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    @contextmanager
    def timed(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall_s.append(time.perf_counter() - wall)
        self.cpu_s.append(time.process_time() - cpu)

    def told(self) -> str:
        p95, cpu = percentile(self.wall_s, 0.95), median(self.cpu_s)
        return f"median {median(self.wall_s) * 1e3:.0f} ms, p95 {p95 * 1e3:.0f} ms, CPU {cpu * 1e3:.0f} ms"


def measure(say: Say) -> list[Goal]:
    goals = []
    for vehicles in SIZES:
        tick, alone = run(say, vehicles)
        say(f"{vehicles} vehicles, {SEGMENTS} segments: tick {tick.told()}")
        say(f"{vehicles} vehicles, {SEGMENTS} segments: its statements alone {alone.told()}")
        goals.append(at_most(f"tick-vs-duckdb-{vehicles}", median(tick.cpu_s) / median(alone.cpu_s), 2, "x"))
    return [*goals, at_most(f"tick-p95-{vehicles}", percentile(tick.wall_s, 0.95) * 1e3, 250, "ms")]


def run(say: Say, vehicles: int) -> tuple[Spent, Spent]:
    city = checked(ROOT / "cities" / "yantai")
    with room() as folder, open_store(city, folder) as store, ThreadPoolExecutor(1) as writer:
        fleet = Fleet(vehicles, SEGMENTS, utc_now().replace(microsecond=0))
        land_past(store, fleet)
        ticker, views, landing = ticker_of(city, store, folder / "run", writer), asked(city), Spent()
        tick, alone = Spent(), Spent()
        for number in range(WARM + TICKS):
            with landing.timed():
                land(store, fleet)
            with tick.timed():
                parts = ticker.tick()
            writer.submit(int).result()  # what the alerts told is written
            with alone.timed():
                store.snapshot(views, utc_now(), live=True)
            if number < WARM:
                tick, alone = Spent(), Spent()
        last = ", ".join(f"{part} {taken * 1e3:.0f} ms" for part, taken in parts.items())
        say(f"{vehicles} vehicles: landing {landing.told()}; last tick {last}")
        return tick, alone


def land_past(store: Store, fleet: Fleet) -> None:
    for reading, name in ((fleet.districts(), "districts"), (fleet.roads(), "roads"), (fleet.timetable(), "timetable")):
        store.land(name, reading, fleet.origin)
    for minute in range(PAST_MINUTES):
        at = fleet.now - timedelta(minutes=PAST_MINUTES - minute)
        store.land("positions", fleet.positions(at), at)
        store.land("speeds", fleet.speeds(at), at)


def land(store: Store, fleet: Fleet) -> None:
    now = utc_now()
    store.land("positions", fleet.positions(now), now)
    store.land("speeds", fleet.speeds(now), now)


def ticker_of(city: City, store: Store, run_folder: Path, writer: Executor) -> Ticker:
    """As the engine's: what alerts tell is written beside it, by `writer`."""
    (run_folder / "wanted").mkdir(parents=True, exist_ok=True)
    settle()
    watch = Watch(city.alerts.values(), lambda table, rows: writer.submit(store.append, table, rows))
    return Ticker(city, store, Shelf(run_folder / "frames"), run_folder, LiveClock(), watch, "bench")


def asked(city: City) -> list[str]:
    """The views of a tick's snapshot."""
    return sorted(set(needs_of(city.scenes[city.home])) | set(LAYER_VIEWS) | {alert.view for alert in city.alerts.values()})
