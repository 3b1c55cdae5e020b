"""A kiosk without a graphics card, or one that lost it: nothing on the wall needs WebGL."""

import os

import pytest
from playwright.sync_api import Browser

from dashboard.browser import FLAGS, executable
from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until

POOR = ("--disable-3d-apis", "--disable-software-rasterizer")  # the second: in workers too
BARE = (
    "[...document.querySelectorAll('[id^=panel-]')].filter(host => !host.id.includes('~') && !host.childElementCount).map(host => host.id)"
)


@pytest.mark.browser
def test_a_machine_without_a_graphics_card_shows_all(town: Town, browser: Browser) -> None:
    root = ["--no-sandbox"] if os.getuid() == 0 else []
    poor = browser.browser_type.launch(executable_path=executable(), args=[*FLAGS, *root, *POOR])
    try:
        found = Watched(poor.new_page(viewport={"width": 1366, "height": 768}))
        page = found.open(town.address)
        assert page.evaluate("['webgl', 'webgl2'].every(kind => !document.createElement('canvas').getContext(kind))")
        until(page, "wall.paintCount().then(count => count.frames > 0 && count.vehicles > 0)")
        assert page.evaluate(BARE) == []
        page.click(".card >> nth=0")
        page.wait_for_selector("#detail .drawer svg")
        assert found.errors == found.violations == []
    finally:
        poor.close()
