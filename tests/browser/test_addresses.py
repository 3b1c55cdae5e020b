"""Addresses that name nothing, and pages that come back from elsewhere: the wall is there at once, not an empty screen."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "query", ["scene=nowhere", "scope=999", "scope=%3Cb%3E&card=ewt", "at=yesterday", "lang=fr&theme=odd&distance=-3&layers=none&steps=%00"]
)
def test_what_names_nothing_is_left_out(town: Town, watched: Callable[..., Watched], query: str) -> None:
    page = watched().open(f"{town.address}?{query}")
    until(page, "wall.seen.version > 0 && !document.querySelector('.panel-kpi:empty')", 6)
    assert page.evaluate("wall.current.scene") == "overview"
    assert page.evaluate("document.querySelector('#blind').hidden")
    assert "scope" not in page.url


def test_a_page_that_comes_back_catches_up_at_once(town: Town, wall: Watched) -> None:
    """Its request from before it slept is given up, and it does not wait out its pauses."""
    town.fault = "hang"
    until(wall.page, "wall.seen.answered !== null && performance.now() - wall.seen.answered > 1500")
    town.fault = ""
    town.publish()
    wall.page.evaluate("wall.was = wall.seen.version; dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    until(wall.page, "wall.seen.version > wall.was", 2)
