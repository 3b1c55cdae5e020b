"""One tap, and the state is in the URL; back, Escape and one tap lead out again."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from datasources.moment import utc_now
from tests.browser.conftest import Watched
from tests.browser.town import Town
from tests.browser.waiting import until

pytestmark = pytest.mark.browser


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_card_opens_its_definition_and_back_closes_it(town: Town, wall: Watched) -> None:
    page = wall.page
    page.click("#panel-on_time .card")
    page.wait_for_selector("#detail .drawer")
    assert query(page) == {"card": "on_time"}
    assert "公交准点率" in str(page.text_content("#detail .name"))
    page.go_back()
    until(page, "!document.querySelector('#detail .drawer')")
    town.paused.set()  # the first answer alone: no later one helps
    page.focus("#panel-ewt .card")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.matches('#detail .shut')")
    town.paused.clear()
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('#detail .drawer')")
    assert query(page) == {}
    assert page.evaluate("document.activeElement.closest('#panel-ewt .card') !== null"), "the keyboard goes on where it was"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "where the keyboard is can be seen"
    assert wall.errors == []


def test_a_link_opens_the_same_drawer(town: Town, wall: Watched) -> None:
    wall.open(town.address + "?card=ewt&lang=en")
    wall.page.wait_for_selector("#detail .drawer")
    assert "Excess wait time" in str(wall.page.text_content("#detail .name"))
    assert wall.page.evaluate("document.documentElement.lang") == "en"


def test_a_number_opens_step_by_step_and_each_step_is_an_address(wall: Watched) -> None:
    page = wall.page
    page.click("#panel-on_time .card")
    page.click("#detail .leads")
    page.wait_for_selector("#detail .crumbs")
    assert page.inner_text("#detail .crumbs .here") == "51路 <b>=1</b>"
    assert "'route': '51/#&?'" in page.inner_text("#detail table"), "whatever a line is called, it is asked for as that"
    sent = page.url
    page.go_back()
    page.wait_for_selector("#detail .leads")
    assert query(page) == {"card": "on_time"}
    wall.open(sent)
    page.wait_for_selector("#detail .crumbs")
    page.focus("#detail .crumbs .step")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail .leads")
    page.focus("#detail .leads")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail .crumbs")
    page.keyboard.press("Escape")
    page.wait_for_selector("#detail .leads")
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('#detail .drawer')")
    assert query(page) == {} and wall.errors == [] and wall.violations == []


def test_the_rows_of_a_step_can_be_taken_along(wall: Watched) -> None:
    page = wall.page
    page.click("#panel-on_time .card")
    page.wait_for_selector("#detail .files a")
    with page.expect_download() as taken:
        page.click("#detail .files a >> nth=0")
    assert taken.value.suggested_filename.startswith("bus_on_time_rows_city_")
    text = taken.value.path().read_bytes().decode("utf-8-sig")
    assert "公交准点率" in text and "51路 <b>=1</b>" in text


def test_a_file_that_could_not_be_had_is_said(town: Town, wall: Watched) -> None:
    page = wall.page
    page.click("#panel-on_time .card")
    page.wait_for_selector("#detail .files a")
    town.fault = "503"
    page.click("#detail .files a >> nth=0")
    until(page, "document.querySelector('#detail .files .told').textContent === 'CSV: 导出失败，请重试'")
    town.fault = ""
    with page.expect_download() as taken:
        page.click("#detail .files a >> text=JSON")
    assert taken.value.suggested_filename.endswith(".json")
    until(page, "document.querySelector('#detail .files .told').textContent === ''")


def test_a_district_narrows_the_wall_and_the_map_goes_there(wall: Watched) -> None:
    page = wall.page
    page.click("#panel-league .line >> nth=0")
    until(page, "wall.current.scope === '370602'")
    assert query(page)["scope"] == "370602"
    assert page.inner_text(".trail .here") == "芝罘区"
    until(page, "wall.map.getBounds().contains(wall.boundsOf('370602')) && wall.map.getZoom() > 9")
    page.click(".trail .step")
    until(page, "wall.current.scope === ''")
    assert query(page) == {}


def test_the_legend_switches_layers_and_the_url_says_so(wall: Watched) -> None:
    page = wall.page
    assert page.locator(".map-mark").count() > 0
    page.click("[data-layer=vehicles]")
    assert query(page)["layers"] == "roads,marks"
    assert page.get_attribute("[data-layer=vehicles]", "aria-pressed") == "false"
    page.click("[data-layer=marks]")
    assert page.locator(".map-mark").count() == 0
    version = page.evaluate("wall.seen.version")
    until(page, f"wall.seen.version > {version} + 1")
    assert page.get_attribute("[data-layer=vehicles]", "aria-pressed") == "false", "a refresh switched it on again"
    page.go_back()
    page.go_back()
    assert page.get_attribute("[data-layer=vehicles]", "aria-pressed") == "true"


def test_the_time_bar_shows_then_and_one_tap_leads_back(wall: Watched) -> None:
    page = wall.page
    page.evaluate("() => { window.kept = document.querySelector('#panel-on_time .card'); }")
    known = page.locator(".track .known").bounding_box()
    track = page.locator(".track").bounding_box()
    assert known and track
    page.mouse.move(track["x"] + known["width"], track["y"] + 8)
    page.mouse.down()
    page.mouse.move(track["x"] + known["width"] / 2, track["y"] + 8, steps=4)
    page.mouse.up()
    at = datetime.fromisoformat(query(page)["at"]).replace(tzinfo=None)
    assert at < utc_now()
    until(page, "document.documentElement.dataset.mode === 'replay'")
    assert page.locator(".tag.replay").count() == 1
    first = page.inner_text("[data-clock]")
    page.wait_for_timeout(2200)
    assert page.inner_text("[data-clock]") == first, "a past moment stands still"
    assert page.evaluate("wall.seen.error") == "", "the loop goes on underneath"
    page.click(".time-box .live")
    until(page, "document.documentElement.dataset.mode === 'live'")
    assert "at" not in query(page)
    assert page.evaluate("window.kept === document.querySelector('#panel-on_time .card')")
    assert wall.errors == []


def test_a_moment_that_cannot_be_had_is_said_and_asked_for_again(town: Town, wall: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(name: str, body: bytes = b"") -> bytes:
        raise ConnectionError("away")

    with monkeypatch.context() as broken:
        broken.setattr(town, "action", away)
        wall.page.evaluate("wall.go({at: '2026-11-20T00:00:00Z'})")
        until(wall.page, "!document.getElementById('blind').hidden")
        assert "取不到" in str(wall.page.text_content("#blind .why"))
    until(wall.page, "document.documentElement.dataset.mode === 'replay' && document.getElementById('blind').hidden")
    with monkeypatch.context() as broken:
        broken.setattr(town, "action", away)
        wall.page.evaluate("wall.go({at: '2026-11-21T00:00:00Z'})")
        until(wall.page, "!document.getElementById('blind').hidden")
        wall.page.evaluate("wall.go({at: ''})")
        until(wall.page, "document.getElementById('blind').hidden")


def test_a_tap_on_the_land_opens_its_district(wall: Watched) -> None:
    page = wall.page
    until(page, "wall.boundsOf('370602') !== null")
    page.evaluate("wall.go({layers: 'none'})")
    page.evaluate("wall.map.setView([37.55, 121.4], 11, {animate: false})")
    until(page, "wall.hit(wall.map.getSize().x / 2, wall.map.getSize().y / 2).then(found => found.kind === 'district')")
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(page, "new URLSearchParams(location.search).get('scope') === '370602'")


CROWD = """() => {
  const spot = (x, y, priority, text) => {
    const {lat, lng} = wall.map.containerPointToLatLng([x, y]);
    return {lat, lon: lng, priority, text, open: ''};
  };
  wall.marksFrame({marks: [spot(40, 300, 1, 'the gravest of all'), spot(80, 282, 2, 'beside it'), spot(-8, 200, 2, 'away')]});
  const box = node => { const {left, right, top, bottom} = node.getBoundingClientRect(); return {left, right, top, bottom}; };
  return [...document.querySelectorAll('.map-mark')].map(mark => {
    const said = mark.querySelector('.told-here');
    return {text: said.textContent, seen: said.style.visibility !== 'hidden', said: box(said), mark: box(mark)};
  });
}"""


def test_the_gravest_text_of_the_map_goes_below_where_a_mark_stands_beside_its_own(wall: Watched) -> None:
    """No room left of it, and the other mark level with it: the text hangs from its mark, over nothing. One whose mark is off the map
    says nothing."""
    away, other, gravest = sorted(wall.page.evaluate(CROWD), key=lambda mark: str(mark["text"]))
    assert not away["seen"]
    assert gravest["seen"]
    said, mark = gravest["said"], other["mark"]
    assert said["top"] >= mark["bottom"] or said["bottom"] <= mark["top"] or said["left"] >= mark["right"]
    assert gravest["mark"]["top"] <= said["top"] <= gravest["mark"]["bottom"], "beside its own mark"


BOXES = """() => {
  const box = node => { const {left, right, top, bottom} = node.getBoundingClientRect(); return {left, right, top, bottom}; };
  const seen = node => getComputedStyle(node).visibility !== 'hidden';
  const all = name => [...document.querySelectorAll(name)].filter(seen).map(box);
  return {names: all('.map-name'), marks: all('.map-mark .told-here')};
}"""
MARKED = """box => {
  const map = document.getElementById('map').getBoundingClientRect();
  const {lat, lng} = wall.map.containerPointToLatLng([box.left - map.left - 40, (box.top + box.bottom) / 2 - map.top]);
  wall.marksFrame({marks: [{lat, lon: lng, priority: 2, text: '两车追尾 · Rear-end collision', open: ''}]});
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_name_of_a_district_gives_way_to_what_is_said_of_an_incident(town: Town, watched: Callable[..., Watched], lang: str) -> None:
    town.paused.set()
    page = watched().open(f"{town.address}?lang={lang}")
    until(page, "document.querySelector('.map-name')")
    page.evaluate("wall.marksFrame({marks: []})")
    [alone] = page.evaluate(BOXES)["names"]
    page.evaluate(MARKED, alone)
    found = page.evaluate(BOXES)
    [name], [said] = found["names"], found["marks"]
    assert said["left"] < alone["right"] and said["right"] > alone["left"], "the text is where the name was"
    assert name["bottom"] <= said["top"] or name["top"] >= said["bottom"] or name["left"] >= said["right"] or name["right"] <= said["left"]
    page.evaluate("wall.marksFrame({marks: []})")
    assert page.evaluate(BOXES)["names"] == [alone], "and back"
