"""Addresses that name nothing, and pages that come back from elsewhere: the wall is there at once, not an empty screen."""

from collections.abc import Callable

import pytest

from dashboard.browser import NoPicture
from dashboard.commands.shot import refuse_another
from tests.browser.conftest import Watched
from tests.browser.test_gestures import query
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


def test_an_unknown_scene_is_said_and_no_picture_of_it_is_taken(town: Town, watched: Callable[..., Watched]) -> None:
    page = watched().open(f"{town.address}?scene=raods&lang=en")
    assert page.inner_text(".no-scene .said") == "There is no scene 'raods'; this is Overview"
    with pytest.raises(NoPicture, match=r"no scene 'raods' \(did you mean 'roads'\?\); there are: overview, bus, "):
        refuse_another(page, "raods")
    page.click(".no-scene .shut")
    until(page, "Boolean(window.wall?.current && !document.querySelector('.no-scene'))")
    assert query(page) == {"lang": "en"}
    refuse_another(page, "overview")


def test_a_card_that_is_not_there_is_said_with_the_nearest(town: Town, watched: Callable[..., Watched]) -> None:
    page = watched().open(f"{town.address}?card=on_tim&lang=en")
    page.wait_for_selector("#detail .onward")
    assert "has no card 'on_tim'" in page.inner_text("#detail .none")
    page.click("#detail .onward")
    until(page, "document.querySelector('#detail .now .number') !== null")
    assert query(page) == {"card": "on_time", "lang": "en"}


def test_a_page_that_comes_back_catches_up_at_once(town: Town, wall: Watched) -> None:
    """Its request from before it slept is given up, and it does not wait out its pauses."""
    town.fault = "hang"
    until(wall.page, "wall.seen.answered !== null && performance.now() - wall.seen.answered > 1500")
    town.fault = ""
    town.publish()
    wall.page.evaluate("wall.was = wall.seen.version; dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    until(wall.page, "wall.seen.version > wall.was", 2)
