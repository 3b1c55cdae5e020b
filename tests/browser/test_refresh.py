"""A refresh changes values in place: elements, scroll, map and drawer stay as they are under the hands of who looks."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until

MARK = "() => { window.kept = new Map([...document.querySelectorAll('#wall .scene [id]')].map(e => [e.id, e])); return window.kept.size; }"
LOST = "() => [...window.kept].filter(([id, e]) => document.getElementById(id) !== e).map(([id]) => id)"


def versions_later(page: Page, count: int) -> None:
    start = page.evaluate("wall.seen.version")
    until(page, f"wall.seen.version >= {start + count}", 120)


@pytest.mark.browser
def test_a_hundred_refreshes_keep_every_element_the_map_and_the_drawer(town: Town, wall: Watched) -> None:
    page = wall.page
    page.click(".card >> nth=0")
    page.wait_for_selector("#detail .drawer")
    page.evaluate("wall.map.setView([37.45, 121.33], 12.5, {animate: false})")
    scrolled = page.evaluate("(() => { const d = document.getElementById('detail'); d.scrollTop = 40; return d.scrollTop; })()")
    assert page.evaluate(MARK) > 400
    page.evaluate("window.drawer = document.querySelector('#detail .drawer')")
    value = page.text_content(".card .number >> nth=0")
    town.paused.set()
    town.frames = [("zh", "city")]
    for _ in range(100):
        town.publish()
        page.evaluate("wall.askNow()")
        until(page, f"wall.seen.version >= {town.version}")
    assert page.text_content(".card .number >> nth=0") != value, "nothing was refreshed"
    assert page.evaluate(LOST) == []
    assert (
        page.evaluate("document.querySelector('#detail .drawer') === window.drawer && document.getElementById('detail').scrollTop")
        == scrolled
    )
    view = page.evaluate("[wall.map.getCenter().lat, wall.map.getCenter().lng, wall.map.getZoom()]")
    assert view == pytest.approx([37.45, 121.33, 12.5], abs=1e-3)
    assert wall.errors == []


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.parametrize("days", [-1, 1])
def test_ages_do_not_believe_the_clock_of_the_browser(days: int, town: Town, watched: Callable[..., Watched]) -> None:
    found = watched()
    found.page.add_init_script(f"(() => {{ const own = Date.now; Date.now = () => own() + {days} * 86400000; }})()")
    found.page.add_init_script(
        "(() => { const Own = Date; window.Date = new Proxy(Own, {construct: (t, a) => a.length ? new t(...a) : new t(t.now())}); })()"
    )
    page = found.open(town.address)
    versions_later(page, 2)
    errors = page.evaluate(
        """(now) => [...document.querySelectorAll('.card [data-age]')].filter(e => /^\\d+ 秒前$/.test(e.textContent))
             .map(e => parseInt(e.textContent) - (now - Date.parse(e.dataset.age)) / 1000)""",
        time.time() * 1000,
    )
    assert errors and all(-1.6 <= error <= 1.1 for error in errors), errors
    shown = page.evaluate("wall.moment()")
    assert abs(shown / 1000 - time.time()) <= 1


@pytest.mark.browser
def test_ages_go_on_counting_between_frames(town: Town, wall: Watched) -> None:
    town.paused.set()
    first = int(str(wall.page.text_content(".card [data-age] >> nth=0")).split()[0])
    until(wall.page, f"parseInt(document.querySelector('.card [data-age]').textContent) >= {first + 3}")


@pytest.mark.browser
def test_never_two_requests_under_way_and_few_while_the_server_is_away(town: Town, wall: Watched) -> None:
    wall.page.evaluate(
        """() => { const own = window.fetch; window.most = window.flying = 0;
           window.fetch = (...args) => { window.flying += 1; window.most = Math.max(window.most, window.flying);
             return own(...args).finally(() => { window.flying -= 1; }); }; }"""
    )
    town.fault = "500"
    before = len(town.requests)
    wall.page.wait_for_timeout(8000)
    asked = sum(path.startswith("/frames/overview") for path in town.requests[before:])
    assert wall.page.evaluate("window.most") <= 1
    assert asked <= 9, f"{asked} requests in 8 s of failure"


@pytest.mark.browser
def test_a_request_that_hangs_is_given_up(town: Town, wall: Watched) -> None:
    town.fault = "hang"
    until(wall.page, "wall.seen.error.includes('abort')", 20)


@pytest.mark.browser
def test_a_new_build_is_loaded_once(town: Town, wall: Watched) -> None:
    loads: list[str] = []
    wall.page.on("load", lambda page: loads.append(page.url))
    town.build = "build-2"
    until(wall.page, "wall.reloading === 'build'")
    wall.page.wait_for_event("load")
    until(wall.page, "window.wall?.current?.build === 'build-2'")
    versions_later(wall.page, 3)
    assert len(loads) == 1
