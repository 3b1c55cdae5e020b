"""What does the wall cost the browser?

20,000 buses, every one moving, 1920x1080, a new version every second: pictures a second of the map and of the page, the longest task of
the page's main thread (its CPU time: other work on the machine does not count), beside dl.GeoJSON with as many points in the same run.
Then the time from a reload to the first frame on the screen, with a warm cache.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.devtools import Devtools, Page, chromium
from bench.geojson_wall import DRIVE
from bench.goal import Goal, at_least, at_most
from bench.room import room
from bench.served import wsgi
from bench.stage import VEHICLES, staged

TRACED_S, COUNTED_S, RELOADS = 8.0, 8.0, 5
SHOWN = "window.wall && wall.current && wall.map && document.querySelector('.card')"
COUNT = """new Promise(done => {
  const start = performance.now();
  let n = 0;
  const step = now => { n += 1; now - start < %d ? requestAnimationFrame(step) : done(n * 1000 / (now - start)); };
  requestAnimationFrame(step);
})"""
SHOWN_AT = f"new Promise(done => {{ const look = () => ({SHOWN}) ? done(performance.now()) : requestAnimationFrame(look); look(); }})"
Say = Callable[[str], None]


def measure(say: Say) -> list[Goal]:
    with room() as folder, staged(folder / "run", 1.0) as (_, port), chromium() as browser:
        page = browser.open(f"http://127.0.0.1:{port}/")
        page.until(SHOWN)
        page.evaluate("void wall.map.setZoom(13, {animate: false})")
        time.sleep(3)
        map_fps, page_fps, block = moving(say, browser, page)
        shown = warm(say, page)
        page.close()
        theirs = geojson(say, browser)
    say(f"longest task beside dl.GeoJSON: {theirs / block:.0f} times shorter")
    return [
        at_least("browser-fps", round(map_fps), 60, "fps"),
        at_least("browser-page-fps", round(page_fps), 60, "fps"),
        at_most("browser-longest-block", block, 16, "ms"),
        at_most("browser-warm-paint", shown, 1.5, "s"),
    ]


def moving(say: Say, browser: Devtools, page: Page) -> tuple[float, float, float]:
    """Pictures a second of the map and of the page, and the longest task in ms."""
    page.evaluate("wall.paintCount().then(() => 0)")
    page_fps = float(page.evaluate(COUNT % (COUNTED_S * 1000)))
    counted = page.evaluate("wall.paintCount()")
    map_fps = counted["frames"] / counted["seconds"]
    say(f"{counted['vehicles']} buses: map {map_fps:.1f}, page {page_fps:.1f} pictures a second")
    block, wall, busy = longest(browser.trace(TRACED_S))
    say(f"wall: longest main-thread task {block:.1f} ms of CPU ({wall:.1f} ms by the clock), busy {busy:.1%}")
    return map_fps, page_fps, block


def geojson(say: Say, browser: Devtools) -> float:
    with wsgi("bench.geojson_wall:build") as (_, port):
        page = browser.open(f"http://127.0.0.1:{port}/")
        page.until("window.dash_clientside && dash_clientside.set_props && window.L && document.querySelector('.leaflet-container')")
        page.evaluate(DRIVE % VEHICLES)
        page.until(f"bench.drawn >= {3 * VEHICLES}")
        fps = float(page.evaluate(COUNT % (COUNTED_S * 1000)))
        block, wall, busy = longest(browser.trace(TRACED_S))
        page.close()
    say(f"dl.GeoJSON: page {fps:.1f} pictures a second, buses jump once a second; longest main-thread task {block:.0f} ms of CPU "
        f"({wall:.0f} ms by the clock), busy {busy:.1%}")  # fmt: skip
    return block


def warm(say: Say, page: Page) -> float:
    """Seconds from a reload to the first frame on the screen, the median of some."""
    taken = []
    for _ in range(RELOADS):
        with page.attached() as call:
            call("Page.reload")
        time.sleep(0.5)
        taken.append(float(page.evaluate(SHOWN_AT)) / 1000)
    say(f"reload to the first frame on the screen: {', '.join(f'{t:.2f}' for t in sorted(taken))} s")
    return median(taken)


def longest(events: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Of the busiest page's main thread: the longest task in CPU ms and in ms by the clock, and the share of time it was busy (CPU)."""
    mains = {(e["pid"], e["tid"]) for e in events if e.get("name") == "thread_name" and e["args"].get("name") == "CrRendererMain"}
    tasks: dict[tuple[int, int], list[tuple[float, float]]] = {thread: [] for thread in mains}
    for event in events:
        if event.get("name") == "RunTask" and event.get("ph") == "X" and (event["pid"], event["tid"]) in tasks:
            tasks[event["pid"], event["tid"]].append((event.get("tdur", event["dur"]) / 1e3, event["dur"] / 1e3))
    busiest = max(tasks.values(), key=lambda found: sum(cpu for cpu, _ in found))
    cpu, clock = max(cpu for cpu, _ in busiest), max(clock for _, clock in busiest)
    return cpu, clock, sum(cpu for cpu, _ in busiest) / (TRACED_S * 1e3)
