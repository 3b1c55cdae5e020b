"""The nine ways in which a wall freezes without a sign: each is said within the limit, dims the data, and clears itself."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until

REFRESH_S = 1.0
LIMIT_S = 2 * REFRESH_S + 1
MODES = ("500", "401", "403", "302", "html", "204", "hang", "kill", "offline")
SHOWN = "!document.getElementById('blind').hidden && document.documentElement.dataset.blind === 'true'"
CLEAR = "document.getElementById('blind').hidden && !('blind' in document.documentElement.dataset)"


def breaks(mode: str, town: Town, context: BrowserContext) -> None:
    if mode == "kill":
        town.kill()
    elif mode == "offline":
        context.set_offline(True)
    else:
        town.fault = mode


def mends(mode: str, town: Town, context: BrowserContext) -> None:
    town.fault = ""
    if mode == "kill":
        town.serve()
    if mode == "offline":
        context.set_offline(False)


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.parametrize("mode", MODES)
def test_a_freeze_is_said_and_clears_itself(mode: str, town: Town, wall: Watched) -> None:
    page = wall.page
    assert page.evaluate(CLEAR)
    breaks(mode, town, page.context)
    said = until(page, SHOWN, 20)
    assert said <= LIMIT_S + 1, f"{mode}: said after {said:.1f} s, limit {LIMIT_S + 1:.0f} s"
    dimmed = page.evaluate("getComputedStyle(document.querySelector('.scene')).filter")
    assert "brightness" in dimmed
    mends(mode, town, page.context)
    assert until(page, CLEAR, 20) <= 10


@pytest.mark.alone
@pytest.mark.browser
def test_an_engine_that_publishes_nothing_new_is_said_as_standing_data(town: Town, wall: Watched) -> None:
    town.paused.set()
    assert until(wall.page, SHOWN, 20) <= LIMIT_S + 1 + REFRESH_S
    assert "数据停止更新" in str(wall.page.text_content("#blind .why"))
    town.paused.clear()
    assert until(wall.page, CLEAR, 20) <= 5


@pytest.mark.alone
@pytest.mark.browser
def test_the_same_picture_again_and_again_is_said_as_standing_data(town: Town, wall: Watched) -> None:
    """As from a proxy that keeps the last answer and knows no ETags."""
    wall.page.evaluate("() => { const own = window.fetch; window.fetch = (url, given) => own(url, {...given, headers: {}}); }")
    town.paused.set()
    assert until(wall.page, SHOWN, 20) <= LIMIT_S + 1 + REFRESH_S
    assert "数据停止更新" in str(wall.page.text_content("#blind .why"))


@pytest.mark.alone
@pytest.mark.browser
def test_a_healthy_wall_says_nothing(town: Town, wall: Watched) -> None:
    wall.page.evaluate(
        "() => { window.said = 0; setInterval(() => { if (document.documentElement.dataset.blind) window.said += 1; }, 50); }"
    )
    version = wall.page.evaluate("wall.seen.version")
    until(wall.page, f"wall.seen.version >= {version} + 15", 40)
    assert wall.page.evaluate("window.said") == 0


@pytest.mark.browser
def test_the_banner_can_be_read_from_the_back_row(town: Town, wall: Watched) -> None:
    town.kill()
    until(wall.page, SHOWN, 20)
    size = wall.page.evaluate("parseFloat(getComputedStyle(document.querySelector('#blind .word')).fontSize) / innerHeight")
    assert size >= 0.045, f"letters are {size:.1%} of the screen's height"


@pytest.mark.browser
@pytest.mark.parametrize(("fault", "why"), [("hang", "the server does not answer"), ("503", "the server is drawing it")])
def test_a_wall_that_never_had_a_picture_does_not_say_that_it_stopped(
    town: Town, watched: Callable[..., Watched], fault: str, why: str
) -> None:
    town.frame_fault = fault
    found = watched()
    found.page.goto(town.address + "?lang=en")
    until(found.page, f"document.getElementById('blind') && {SHOWN}", 20)
    assert found.page.text_content("#blind .word") == "No picture yet"
    assert str(found.page.text_content("#blind .why")).startswith(f"{why} · waiting for ")
    town.frame_fault = ""
    until(found.page, CLEAR, 20)
    town.kill()
    until(found.page, SHOWN, 20)
    assert found.page.text_content("#blind .word") == "This screen has stopped updating"


@pytest.mark.browser
def test_the_banner_is_seen_wherever_a_tablet_has_been_scrolled_to(town: Town, watched: Callable[..., Watched]) -> None:
    found = watched(has_touch=True, is_mobile=True)
    page = found.page
    page.set_viewport_size({"width": 820, "height": 1180})
    found.open(town.address)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate("scrollY") > 100
    page.evaluate("wall.go({card: 'ewt'})")
    page.wait_for_selector("#detail .now")
    town.kill()
    until(page, SHOWN, 20)
    box = page.locator("#blind").bounding_box()
    assert box is not None and 0 <= box["y"] < 10 and box["height"] < 200
    page.tap("#detail .shut")
    until(page, "document.querySelector('#detail .drawer') === null")


@pytest.mark.alone
@pytest.mark.browser
def test_a_page_whose_loop_died_is_noticed(wall: Watched) -> None:
    """The watchdog does not rest on the loop: here the loop itself is broken."""
    wall.page.evaluate("() => { window.fetch = () => { throw new Error('broken'); }; }")
    assert until(wall.page, SHOWN, 20) <= LIMIT_S + 1


@pytest.mark.alone
@pytest.mark.browser
def test_a_frame_that_was_old_when_it_came_is_not_shown_as_new(town: Town, watched: Callable[..., Watched]) -> None:
    town.paused.set()
    time.sleep(LIMIT_S + 1.5)  # the newest version grows old before anybody looks
    found = watched()
    found.open(town.address)
    assert until(found.page, SHOWN, 10) <= 1.5
