"""A tap that asks the server shows at once that it was heard; what comes at once is not announced."""

import pytest
from playwright.sync_api import Page

from datasources.answering.ticket import Ticket, TooLong
from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until

pytestmark = pytest.mark.browser
BRIEF_MS = 150
NOTED = """() => {
  window.shown = [];
  const show = wall.show;
  wall.show = (host, tree) => {
    if (host === 'detail') window.shown.push([tree ? tree.props.className : '', performance.now()]);
    return show(host, tree);
  };
  document.addEventListener('pointerdown', () => { window.tapped = performance.now(); }, true);
}"""


def shown(page: Page) -> list[tuple[str, float]]:
    """What the drawer was made to show, and how long after the last tap."""
    found: list[list[float | str]] = page.evaluate("window.shown.map(([what, at]) => [what, at - window.tapped])")
    return [(str(what), float(at)) for what, at in found]


def test_a_drawer_opens_before_its_answer_with_the_name_of_what_was_tapped(town: Town, wall: Watched) -> None:
    page = wall.page
    page.evaluate(NOTED)
    town.answering.clear()
    page.click("#panel-ewt .card")
    until(page, "document.querySelector('#detail .drawer') !== null")
    assert page.get_attribute("#detail .drawer", "aria-busy") == "true"
    assert page.inner_text("#detail .head .name") == page.inner_text("#panel-ewt .name")
    assert page.inner_text("#detail .none") == "正在取数…"
    ((what, after),) = shown(page)
    assert what == "drawer opening" and after >= BRIEF_MS, "an answer that comes at once is shown without a drawer in between"
    town.answering.set()
    until(page, "document.querySelector('#detail .now .number') !== null")
    assert page.get_attribute("#detail .drawer", "aria-busy") is None
    assert wall.errors == []


def test_a_drawer_that_was_closed_before_its_answer_stays_closed(town: Town, wall: Watched) -> None:
    page = wall.page
    town.answering.clear()
    page.click("#panel-ewt .card")
    page.wait_for_selector("#detail .opening")
    page.click("#detail .shut")
    assert page.locator("#detail .drawer").count() == 0, "nobody is asked whether it may close"
    asked = len(town.requests)
    town.answering.set()
    town.publish()
    until(page, f"wall.seen.version >= {town.version}")
    until(page, "document.querySelector('#detail .drawer') === null")
    assert len(town.requests) > asked
    page.click("#panel-ewt .card")
    until(page, "document.querySelector('#detail .now .number') !== null")
    assert wall.errors == []


def test_a_link_s_drawer_is_called_by_its_card_and_a_step_by_its_row(town: Town, wall: Watched) -> None:
    page = wall.page
    page.click("#panel-on_time .card")
    page.wait_for_selector("#detail .leads")
    town.answering.clear()
    page.click("#detail .leads")
    page.wait_for_selector("#detail .opening")
    assert page.inner_text("#detail .head .name") == "51路 <b>=1</b>"
    town.answering.set()
    page.wait_for_selector("#detail .crumbs")
    town.answering.clear()
    wall.open(town.address + "?card=ewt")
    page.wait_for_selector("#detail .opening")
    assert page.inner_text("#detail .head .name") == page.inner_text("#panel-ewt .name")


def test_another_order_that_is_long_in_coming_is_said(town: Town, wall: Watched) -> None:
    page = wall.page
    town.frame_fault = "503"
    page.evaluate("wall.go({scope: '370602'})")
    page.wait_for_selector(".waiting:visible")
    town.frame_fault = ""
    until(page, "wall.current.scope === '370602'")
    page.wait_for_selector(".waiting", state="hidden")


def test_a_drawer_of_a_past_moment_that_was_not_answered_is_asked_for_again(
    town: Town, wall: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = wall.page

    def away(ticket: Ticket) -> None:
        raise TooLong("took too long")

    page.evaluate("wall.go({at: '2026-11-20T00:00:00Z'})")
    until(page, "document.documentElement.dataset.mode === 'replay'")
    with monkeypatch.context() as broken:
        broken.setattr(town, "ask", away)
        page.click("#panel-ewt .card")
        page.wait_for_selector("#detail .failed")
        assert page.inner_text("#detail .none") == "暂时取不到这些记录"
    until(page, "document.querySelector('#detail .now .number') !== null")
    assert page.locator("#detail .failed").count() == 0
