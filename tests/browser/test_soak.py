"""A wall that runs for weeks keeps its memory: a short look at the slope. The long one is `make soak`."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession

from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until

WARM, UPDATES = 60, 240
MOST_PER_UPDATE = 2048


def measured(wall: Watched, session: CDPSession) -> tuple[float, int]:
    """Heap in bytes and the number of elements, after rubbish was collected and the history trimmed as each minute does."""
    wall.page.evaluate("wall.trimHistory()")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    found: dict[str, Any] = session.send("Performance.getMetrics")
    metrics = {metric["name"]: metric["value"] for metric in found["metrics"]}
    return metrics["JSHeapUsedSize"], wall.page.evaluate("document.querySelectorAll('*').length")


def updates(town: Town, wall: Watched, count: int) -> None:
    for _ in range(count):
        town.publish()
        wall.page.evaluate("wall.askNow()")
        until(wall.page, f"wall.seen.version >= {town.version}")


@pytest.mark.browser
def test_memory_does_not_grow_with_refreshes(town: Town, wall: Watched) -> None:
    town.paused.set()
    town.frames = [("zh", "city")]
    session = wall.page.context.new_cdp_session(wall.page)
    session.send("Performance.enable")
    updates(town, wall, WARM)
    heap, elements = measured(wall, session)
    updates(town, wall, UPDATES)
    heap_after, elements_after = measured(wall, session)
    slope = (heap_after - heap) / UPDATES
    assert slope <= MOST_PER_UPDATE, f"{slope:.0f} bytes more a refresh"
    assert elements_after <= elements * 1.1, f"{elements} elements became {elements_after}"


@pytest.mark.browser
def test_what_dash_keeps_for_an_undo_is_let_go(wall: Watched) -> None:
    page, kept = wall.page, "window.store.getState().history.past.length"
    for number in range(3):
        page.click(f".card >> nth={number}")
        page.wait_for_selector("#detail .drawer")
        page.keyboard.press("Escape")
        until(page, "!document.querySelector('#detail .drawer')")
    assert page.evaluate(kept) > 0, "nothing to let go"
    page.evaluate("wall.trimHistory()")
    assert page.evaluate(kept) == 0
