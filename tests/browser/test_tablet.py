"""A tablet: fingers instead of a pointer, and a browser that cannot hand a canvas to a worker."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Watched
from tests.browser.geometry import faults
from tests.browser.test_gestures import query
from tests.browser.test_hostile import at
from tests.browser.town import Town
from tests.browser.waiting import until

pytestmark = pytest.mark.browser
WITHOUT_WORKER = "delete HTMLCanvasElement.prototype.transferControlToOffscreen"


def test_fingers_do_all_that_a_pointer_does_and_the_page_paints_the_map_itself(town: Town, watched: Callable[..., Watched]) -> None:
    wall = watched(has_touch=True, is_mobile=True)
    page = wall.page
    page.set_viewport_size({"width": 1180, "height": 820})
    page.add_init_script(WITHOUT_WORKER)
    wall.open(town.address + "?lang=en")
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    until(page, "wall.paintCount().then(count => count.frames > 0 && count.vehicles > 0, () => false)")
    assert page.evaluate("typeof window.wallPainter") == "function", "the page has the painter, no worker"
    until(page, "wall.hit(10, 10).then(found => found.kind !== undefined)")
    bus = at(page, "vehicle")
    page.touchscreen.tap(bus["x"], bus["y"])
    page.wait_for_selector("#detail .drawer")
    assert "vehicle" in query(page) and not page.locator(".map-tip:visible").count(), "a finger does not hover"
    page.tap("#detail .shut")
    until(page, "!document.querySelector('#detail .drawer')")
    assert faults(page, touch=True) == []
    page.tap("#panel-ewt .card")
    page.wait_for_selector("#detail .drawer")
    page.tap("#detail .shut")
    until(page, "!document.querySelector('#detail .drawer')")
    page.tap("[data-layer=vehicles]")
    assert query(page)["layers"] == "roads,marks"
    page.tap("#panel-league .line >> nth=0")
    until(page, "wall.current.scope === '370602'")
    assert wall.errors == wall.violations == []
