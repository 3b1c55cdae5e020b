"""Waiting with a limit. Playwright's own wait_for_function evaluates strings in the page, which the strict policy forbids."""

import time

from playwright.sync_api import Error, Page

STEP_MS = 50
PATIENCE_S = 45.0  # for what comes in the end, on a machine that has other things to do
SEEN = """JSON.stringify({ready: document.readyState, stage: document.documentElement.dataset, scene: window.wall?.current?.scene,
  version: window.wall?.current?.version, state: window.wall?.state && wall.state(), body: document.body?.innerText.slice(0, 400)})"""


def until(page: Page, condition: str, most: float = PATIENCE_S) -> float:
    """Seconds until the JavaScript condition holds. Raises TimeoutError naming it."""
    started = time.monotonic()
    while not holds(page, condition):
        if time.monotonic() - started > most:
            raise TimeoutError(f"not within {most:g} s: {condition}; {page.url} shows {page.evaluate(SEEN)}")
        page.wait_for_timeout(STEP_MS)
    return time.monotonic() - started


def holds(page: Page, condition: str) -> bool:
    """A page that is being loaded holds nothing."""
    try:
        return bool(page.evaluate(condition))
    except Error as error:
        if "context was destroyed" in str(error):
            return False
        raise
