"""A served wall, a browser, and a page that remembers what went wrong on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.town import Town
from tests.browser.waiting import PATIENCE_S, until


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path / "run")
    yield made
    made.close()


class Watched:
    """A page with everything it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.violations: list[str] = []
        self.hosts: set[str] = set()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def _heard(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text:
            self.violations.append(text)
        elif kind == "error":
            self.errors.append(text)

    def open(self, address: str) -> Page:
        self.page.goto(address)
        until(self.page, "Boolean(window.wall?.current && wall.map && document.querySelector('.card'))")
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Callable[..., Watched]]:
    contexts = []

    def made(**options: object) -> Watched:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, **options)  # type: ignore[arg-type]  # playwright's own keys
        contexts.append(context)
        context.set_default_timeout(1000 * PATIENCE_S)
        return Watched(context.new_page())

    yield made
    for context in contexts:
        context.close()


@pytest.fixture
def wall(town: Town, watched: Callable[..., Watched]) -> Watched:
    """The wall, open and showing its first frame."""
    found = watched()
    found.open(town.address)
    return found
