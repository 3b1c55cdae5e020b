"""How long until the page of a busy line is there, while the wall runs at 20,000 vehicles?

The demo city's views, scenes and alerts over a store in a file with 40 minutes of past. All vehicles and segments land and the engine's own
Ticker ticks every ten seconds, in a thread of its own. Meanwhile the frame of the scene `line` is drawn on request, of one line after
another, the way a browser's first look has it drawn, while another browser looks at a line all the time; then where nobody did.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import orjson

from bench.fleet import Fleet
from bench.goal import Goal, at_most, percentile
from bench.room import room
from bench.tick import Say, land, land_past, ticker_of
from dashboard import ROOT
from dashboard.asked import CITY, Asked
from dashboard.check import checked
from dashboard.opening import open_store
from dashboard.requested import Requested
from dashboard.runfolder import want
from dashboard.tick import Ticker
from datasources.moment import utc_now
from datasources.store import Store

VEHICLES, SEGMENTS = 20_000, 20_000
EVERY_S = 10.0  # a landing and a tick
WARM, ASKED = 3, 60
PAUSE_S = 0.5
LOOKED_AT = Asked("line", CITY, "zh", (("line", "r0"), ("direction", "0")))


def measure(say: Say) -> list[Goal]:
    city = checked(ROOT / "cities" / "yantai")
    with room() as folder, open_store(city, folder) as store, ThreadPoolExecutor(1) as writer:
        fleet = Fleet(VEHICLES, SEGMENTS, utc_now().replace(microsecond=0))
        land_past(store, fleet)
        land(store, fleet)
        run = folder / "run"
        ticker = ticker_of(city, store, run, writer)
        want(run, LOOKED_AT.name)
        ticker.tick()
        with running(ticker, store, fleet, lambda: want(run, LOOKED_AT.name)) as ticks:
            busy = asked(ticker, store, fleet)
        want(run, LOOKED_AT.name)
        ticker.tick()
        still = asked(ticker, store, fleet)
        (run / "wanted" / LOOKED_AT.name).unlink()
        ticker.tick()
        first = asked(ticker, store, fleet)
    for name, taken in (
        (f"a wall that ticked {ticks[0]} times", busy),
        ("a still wall", still),
        ("a still wall, nobody at any line", first),
    ):
        median, p95 = percentile(taken, 0.5) * 1e3, percentile(taken, 0.95) * 1e3
        say(f"{VEHICLES} vehicles, {name}: line page median {median:.0f} ms, p95 {p95:.0f} ms, longest {max(taken) * 1e3:.0f} ms")
    return [at_most(f"line-page-p95-{VEHICLES}", percentile(busy, 0.95) * 1e3, 150, "ms")]


def asked(ticker: Ticker, store: Store, fleet: Fleet) -> list[float]:
    """Seconds that each request took: every one about another line, so that none is answered from what was drawn before."""
    frames, taken = Requested(lambda: ticker, store), []
    for number in range(WARM + ASKED):
        body = orjson.dumps({"scene": "line", "lang": "zh", "subject": {"line": f"r{number * 7 % fleet.lines}", "direction": "0"}})
        started = time.perf_counter()
        frames(body)
        taken.append(time.perf_counter() - started)
        time.sleep(PAUSE_S)
    return taken[WARM:]


@contextmanager
def running(ticker: Ticker, store: Store, fleet: Fleet, look: Callable[[], None]) -> Iterator[list[int]]:
    """The wall at work, with somebody who looks; counts its ticks."""
    ticks, over = [0], threading.Event()

    def work() -> None:
        while not over.is_set():
            started = time.perf_counter()
            look()
            land(store, fleet)
            ticker.tick()
            ticks[0] += 1
            over.wait(max(0.0, EVERY_S - (time.perf_counter() - started)))

    thread = threading.Thread(target=work, name="wall")
    thread.start()
    try:
        yield ticks
    finally:
        over.set()
        thread.join()
