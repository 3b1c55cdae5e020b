"""How long from a question about a corridor to its day as a drawn contour?

A store in a file with a whole day of five-minute speeds of every segment of a city, the demo city's views and its scene about a corridor.
Per round, at another moment so that nothing is remembered: one snapshot of the views that the contour reads, its drawing, its JSON.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

import pyarrow as pa

from bench.fleet import Fleet
from bench.goal import Goal, at_most, percentile
from bench.room import room
from dashboard import ROOT
from dashboard.asked import CITY, Asked
from dashboard.check import checked
from dashboard.drawing import context_of, encoded
from dashboard.opening import open_store
from datasources.moment import utc_now
from datasources.reading import Reading
from datasources.store import Store
from layouts.panels import contour

SEGMENTS, ALONG = 5_000, 60  # of the city, of the corridor
STEPS, STEP = 288, timedelta(minutes=5)
WARM, ROUNDS = 2, 20
Say = Callable[[str], None]


def measure(say: Say) -> list[Goal]:
    city = checked(ROOT / "cities" / "yantai")
    spec = contour.ContourSpec(kind="contour", id="contour")
    asked = Asked("corridor", CITY, "zh", (("corridor", "C"),))
    with room() as folder, open_store(city, folder) as store:
        end = evening(utc_now())
        land_day(store, end)
        taken: list[tuple[float, float]] = []
        for number in range(WARM + ROUNDS):
            as_of = end + timedelta(seconds=number)
            started = time.perf_counter()
            snapshot = store.snapshot(sorted(contour.needs(spec)), as_of, live=False, parameters=dict(asked.subject))
            answered = time.perf_counter()
            rows = {view: snapshot.rows(view, contour.MOST_RUNS) for view in contour.needs(spec)}
            drawn = encoded(contour.draw(spec, rows, context_of(city, asked, as_of=as_of, now=as_of)))
            taken.append((answered - started, time.perf_counter() - answered))
        runs = len(rows["corridor_day"])
    whole = [sum(parts) for parts in taken[WARM:]]
    ask_ms, draw_ms = (median(part) * 1e3 for part in zip(*taken[WARM:], strict=True))
    say(f"no vehicles, {SEGMENTS} segments with {STEPS} times five minutes")
    say(f"corridor of {ALONG} segments: {runs} runs of one grade, {len(drawn) // 1024} KB of JSON")
    say(f"median {median(whole) * 1e3:.0f} ms, of these {ask_ms:.0f} ms the views, {draw_ms:.0f} ms the drawing")
    return [at_most("contour-p95", percentile(whole, 0.95) * 1e3, 200, "ms")]


def evening(now: datetime) -> datetime:
    """The last moment that is 23:55 in the demo city (UTC+8): a whole day lies before it."""
    today = now.replace(hour=15, minute=55, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def land_day(store: Store, end: datetime) -> None:
    fleet = Fleet(20, SEGMENTS, end)
    store.land("roads", fleet.roads(), end)
    store.land("corridors", Reading({"corridor_segment": corridor()}), end)
    for step in range(STEPS):
        at = end - STEP * (STEPS - step)
        store.land("speeds", fleet.speeds(at), at)


def corridor() -> pa.Table:
    told = {"corridor_id": "C", "name_zh": "走廊", "name_en": "Corridor", "direction": "eastbound"}
    named = {name: [text] * ALONG for name, text in told.items()}
    places = {"sequence": pa.array(range(1, ALONG + 1), pa.int32()), "segment_id": [f"s{n}" for n in range(ALONG)]}
    return pa.table({**named, **places})
