"""Does the wall grow when it runs for long?

The wall with 20,000 moving buses at four versions a second, in a Chromium that is only looked at between samples: JavaScript heap after a
forced collection, DOM nodes, listeners, and the memory of every process. BENCH_MINUTES sets how long (15).
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import psutil

from bench.browser import SHOWN
from bench.cost import family, rss_mb
from bench.devtools import Devtools, Page, chromium
from bench.goal import Goal, at_least, at_most
from bench.room import room
from bench.stage import staged

REFRESH_S, SAMPLES = 0.25, 30
Say = Callable[[str], None]


@dataclass(frozen=True)
class Sample:
    """One look: minutes since the start, MB and counts."""

    minute: float
    heap_mb: float
    nodes: float
    listeners: float
    version: float
    page_mb: float
    browser_mb: float
    web_mb: float


def minutes() -> float:
    return float(os.environ.get("BENCH_MINUTES", "15"))


def measure(say: Say) -> list[Goal]:
    with room() as folder, staged(folder / "run", REFRESH_S) as (web, port), chromium() as browser:
        page = browser.open(f"http://127.0.0.1:{port}/")
        page.until(SHOWN)
        found = watched(say, browser, page, web)
    settled = found[len(found) // 5 :]  # caches fill at first
    took = settled[-1].minute - settled[0].minute
    shown = (settled[-1].version - settled[0].version) / (took * 60)
    return [
        at_most("soak-heap-growth", growth(settled, lambda s: s.heap_mb) * 60, 6, "MB/h"),
        at_most("soak-node-growth", growth(settled, lambda s: s.nodes) * 60, 60, "nodes/h"),
        at_most("soak-page-memory-growth", growth(settled, lambda s: s.page_mb) / median(s.page_mb for s in settled) * took * 100, 5, "%"),
        at_most("soak-web-memory-growth", growth(settled, lambda s: s.web_mb) / median(s.web_mb for s in settled) * took * 100, 5, "%"),
        at_least("soak-versions-shown", shown, 0.8 / REFRESH_S, "/s"),
    ]


def watched(say: Say, browser: Devtools, page: Page, web: int) -> list[Sample]:
    """SAMPLES looks, evenly over the time."""
    start, found = time.monotonic(), []
    for number in range(SAMPLES + 1):
        time.sleep(max(0.0, start + number * minutes() * 60 / SAMPLES - time.monotonic()))
        sample = look((time.monotonic() - start) / 60, browser, page, web)
        found.append(sample)
        say(
            f"minute {sample.minute:.1f}: heap {sample.heap_mb:.2f} MB, {sample.nodes:.0f} nodes, {sample.listeners:.0f} listeners; "
            f"memory: page {sample.page_mb:.0f} MB, all of Chromium {sample.browser_mb:.0f} MB, web {sample.web_mb:.0f} MB"
        )
    return found


def look(minute: float, browser: Devtools, page: Page, web: int) -> Sample:
    with page.attached() as call:
        call("HeapProfiler.enable")
        call("HeapProfiler.collectGarbage")
        heap = call("Runtime.getHeapUsage")["usedSize"] / 1e6
        counters = call("Memory.getDOMCounters")
        call("HeapProfiler.disable")
    version = page.evaluate("wall.seen.version")
    processes = family(browser.pid)
    pages = [process for process in processes if "--type=renderer" in command(process)]
    largest = max((rss_mb([process]) for process in pages), default=0.0)
    return Sample(minute, heap, counters["nodes"], counters["jsEventListeners"], version, largest, rss_mb(processes), rss_mb(family(web)))


def command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []


def growth(samples: Sequence[Sample], of: Callable[[Sample], float]) -> float:
    """Units a minute: the slope of the straight line through the samples."""
    return float(np.polyfit([sample.minute for sample in samples], [of(sample) for sample in samples], 1)[0])
