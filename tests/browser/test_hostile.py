"""Texts from feeds are shown as they are, wherever they are shown, and nothing in them runs; nothing is fetched from outside."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until
from tests.layouts.rows import rows

PAYLOAD = '<img src=x onerror="window.owned=1"><script>window.owned=1</script><b>浓</b>'
CODES = (
    "district_id",
    "view",
    "layer",
    "state",
    "feed",
    "rule",
    "alert_key",
    "incident_id",
    "kpi",
    "reason",
    "status",
    "unit_zh",
    "unit_en",
)


def hostile(value: Any, key: str = "") -> Any:
    """Rows in which every text for people carries the payload."""
    if isinstance(value, dict):
        return {name: hostile(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [hostile(part, key) for part in value]
    if not isinstance(value, str) or key in CODES or key.startswith("target"):
        return value
    return " | ".join(f"{side} {PAYLOAD}" for side in value.split(" | "))


@pytest.fixture
def attacked(town: Town, watched: Callable[..., Watched]) -> Watched:
    town.rows = lambda: hostile(rows())
    town.labels = lambda i: f"L{i} {PAYLOAD}"
    town.names = lambda i: f"S{i} {PAYLOAD}"
    town.reshelve()
    town.publish()
    found = watched()
    found.open(town.address)
    return found


def unharmed(found: Watched) -> None:
    page = found.page
    assert page.evaluate("window.owned") is None, "a text from a feed ran"
    assert page.evaluate("document.querySelectorAll('img[src=x], #wall b').length") == 0, "a text from a feed became elements"
    assert found.violations == []
    assert found.errors == []


FIND = """(async (kind, state) => { const size = wall.map.getSize();
  for (let y = 40; y < size.y - 90; y += 11) for (let x = 40; x < size.x - 220; x += 11) {
    const hit = await wall.hit(x, y, 5); if (hit.kind === kind && (!state || hit.state === state)) {
      const box = wall.map.getContainer().getBoundingClientRect();
      return {x: box.x + x, y: box.y + y}; } } return null; })"""


def at(page: Page, kind: str, state: str = "") -> dict[str, float]:
    """A place on the map where the painter finds that kind of thing, in that state where one is named; roads come a moment after buses."""
    until(page, f"{FIND}({kind!r}, {state!r}).then(place => window.place = place)")
    place: dict[str, float] = page.evaluate("window.place")
    return place


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["vehicle", "segment"])
def test_hover_and_card_of_a_thing_on_the_map(kind: str, attacked: Watched) -> None:
    page = attacked.page
    until(page, "wall.hit(10, 10).then(found => found.kind !== undefined)")
    place = at(page, kind)
    page.mouse.move(place["x"], place["y"])
    until(page, "!document.querySelector('.map-tip').hidden")
    assert PAYLOAD in str(page.text_content(".map-tip .name"))
    page.mouse.click(place["x"], place["y"])
    page.wait_for_selector("#detail .drawer")
    assert PAYLOAD in str(page.text_content("#detail .drawer"))
    unharmed(attacked)


@pytest.mark.browser
def test_rail_marks_and_drawers(attacked: Watched) -> None:
    page = attacked.page
    assert PAYLOAD in str(page.text_content(".rail-box"))
    for place in ("#panel-rail .item >> nth=0", ".card >> nth=0", ".lamps"):
        page.click(place)
        page.wait_for_selector("#detail .drawer")
        page.keyboard.press("Escape")
        until(page, "!document.querySelector('#detail .drawer')")
    assert PAYLOAD in str(page.get_attribute(".map-mark >> nth=0", "title"))
    unharmed(attacked)


@pytest.mark.browser
def test_the_policy_stops_what_escaping_forgot(attacked: Watched) -> None:
    page = attacked.page
    page.evaluate("text => { const own = document.createElement('div'); own.innerHTML = text; document.body.append(own); }", PAYLOAD)
    page.wait_for_timeout(500)
    assert page.evaluate("window.owned") is None
    assert attacked.violations


@pytest.mark.browser
def test_nothing_is_fetched_from_outside_and_the_policy_is_never_broken(town: Town, wall: Watched) -> None:
    page = wall.page
    page.click(".card >> nth=0")
    page.wait_for_selector("#detail .drawer")
    page.keyboard.press("Escape")
    page.evaluate("wall.map.setZoom(13, {animate: false})")
    version = page.evaluate("wall.seen.version")
    until(page, f"wall.seen.version >= {version} + 3")
    assert wall.hosts == {town.address.split("/")[2]}
    assert wall.violations == []
    assert wall.errors == []
