"""A dispatcher's task: from the list of buses to the worst one's card, to its line, and back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from datasources.moment import utc_now
from tests.browser.conftest import Watched
from tests.browser.test_gestures import query
from tests.browser.test_hostile import at
from tests.browser.town import Town
from tests.browser.waiting import until
from tests.layouts.line_rows import bus_rows, line_rows
from tests.layouts.rows import rows

pytestmark = pytest.mark.browser
ON_TOP = "e => { const {x, y, width} = e.getBoundingClientRect(); return document.elementFromPoint(x + width / 2, y + 2) === e; }"
TOP = "#panel-worst .row:nth-child(2) .leads"
AT = "[...document.querySelectorAll('#panel-worst .rows > .row')].indexOf(document.activeElement.closest('.row'))"
MIDDLE = """path => {
  const {x, y} = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
  return [x, y];
}"""


def test_a_bare_line_scene_stays_with_the_line_that_it_opened_with(town: Town, watched: Callable[..., Watched]) -> None:
    town.rows = lambda: rows() | line_rows() | bus_rows()
    wall = watched()
    page = wall.page
    page.goto(town.address + "?scene=line&theme=light")
    until(page, "window.wall?.current && wall.state().line === '16' && wall.current.subject.line === '16'")
    assert query(page) == {"scene": "line", "theme": "light", "line": "16", "direction": "0"}
    assert page.evaluate("history.length") == 2, "no step of its own: back leaves the scene"
    page.click(".ladder-box .way >> nth=1")
    until(page, "wall.current.subject.direction === '1'")
    assert query(page)["line"] == "16"
    page.evaluate("at => wall.go({at})", (utc_now() - timedelta(minutes=20)).isoformat() + "Z")
    until(page, "document.documentElement.dataset.mode === 'replay' && document.querySelector('.handle .when')?.offsetHeight > 0")
    assert page.eval_on_selector(".handle .when", ON_TOP), "the moment looked at is not under the panel above it"
    assert wall.errors == []


def test_from_the_worst_bus_to_its_line_and_back(town: Town, watched: Callable[..., Watched]) -> None:
    lists = bus_rows()
    for place, row in enumerate(lists["bus_worst"]):
        row["vehicle_id"] = f"bus-{place}"  # as on the town's map
    town.rows = lambda: rows() | line_rows() | lists
    wall = watched()
    page = wall.open(town.address + "?scene=bus&lang=en")
    worst = "#panel-worst .row >> nth=1 >> .leads >> nth=0"
    assert page.text_content(worst) == "C1000"
    page.click("#panel-worst .sort >> text=Deviation")
    until(page, "document.querySelector('#panel-worst .descending')")
    assert query(page)["order"] == "delay_s"
    assert page.text_content(worst) == "C1014"
    page.focus(worst)
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail .drawer .onward")
    assert query(page)["vehicle"] == "bus-14"
    page.keyboard.press("Escape")
    until(page, f"document.activeElement.textContent === 'C1014' && {AT} === 1")
    lists["bus_worst"][2]["delay_s"] = 9000.0  # another one is worse now
    until(page, f"document.querySelector({TOP!r}).textContent === 'C1002'")
    until(page, f"document.activeElement.textContent === 'C1014' && {AT} === 2")
    del lists["bus_worst"][3:8]
    until(page, "document.querySelectorAll('#panel-worst .rows > .row').length === 11")
    until(page, f"document.activeElement.textContent === 'C1014' && {AT} === 2")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail .drawer .onward")
    page.click("#detail .onward")
    until(page, "window.wall?.current?.scene === 'line' && document.querySelector('.ladder-box .dot')")
    assert query(page) == {"scene": "line", "lang": "en", "line": "49", "direction": "1"}
    page.evaluate("() => { window.kept = document.querySelector('.ladder-box .dot'); }")
    page.click(".ladder-box .way >> nth=0")
    until(page, "wall.current.subject.direction === '0'")
    assert page.evaluate("window.kept.isConnected"), "another direction is shown in the same page"
    page.go_back()
    until(page, "wall.current.subject.direction === '1'")
    page.go_back()
    until(page, "window.wall?.current?.scene === 'bus' && document.querySelector('#panel-worst .descending')")
    assert wall.errors == []


def test_keys_go_only_where_something_is_seen(town: Town, watched: Callable[..., Watched]) -> None:
    """Lists hold more rows than they show; the browser scrolled to them, and the list stayed so."""
    town.rows = lambda: rows() | line_rows() | bus_rows()
    page = watched().open(town.address + "?scene=bus&lang=en")
    until(page, "document.querySelectorAll('#panel-uneven .row').length > 10")
    page.focus("#panel-worst .leads >> nth=0")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#panel-depots') !== null"):
            break
    assert page.evaluate("document.activeElement.closest('#panel-depots') !== null"), "and get to the end of them"
    assert page.evaluate("[...document.querySelectorAll('.rows')].filter(list => list.scrollLeft || list.scrollTop).length") == 0
    page.click("#panel-uneven .row >> nth=1")
    until(page, "window.wall?.current?.scene === 'line'")


def test_a_trip_of_the_diagram_leads_to_its_calls_and_to_its_vehicle(town: Town, watched: Callable[..., Watched]) -> None:
    driven = [row | {"vehicle_id": "bus-7", "trip_id": "t/7"} for row in line_rows()["line_driven"]]
    town.rows = lambda: rows() | line_rows() | bus_rows() | {"line_driven": driven}
    wall = watched()
    page = wall.page
    page.goto(town.address + "?scene=line&lang=en&line=16&direction=0")
    until(page, "window.wall?.current && document.querySelector('.canvas .trip') !== null")
    x, y = page.eval_on_selector(".canvas .trip", MIDDLE)
    page.mouse.click(x + 40, y)
    assert "vehicle" not in query(page), "too far from any trip"
    page.mouse.click(x + 4, y)
    page.wait_for_selector("#detail .crumbs")
    assert "'trip': 't/7'" in page.inner_text("#detail table") and "南大街" in page.inner_text("#detail table")
    page.click("#detail .crumbs .step")
    page.wait_for_selector("#detail .vehicles")
    assert query(page)["vehicle"] == "bus-7" and "steps" not in query(page)
    page.go_back()
    page.go_back()
    until(page, "!document.querySelector('#detail .drawer')")
    page.focus(".canvas .reach")
    page.keyboard.press("ArrowLeft")
    until(page, "document.activeElement.matches('.trip') && document.querySelector('.reach .told').textContent.startsWith('bus-7')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail .crumbs")
    assert "'trip': 't/7'" in page.inner_text("#detail table")
    page.keyboard.press("Escape")
    page.wait_for_selector("#detail .vehicles")
    page.keyboard.press("Escape")
    until(page, "document.activeElement.matches('.trip')")
    assert wall.errors == []


@pytest.mark.parametrize(
    ("state", "words", "why", "told"),
    [
        ("unknown", ("Waiting etc.", "Waiting or not judged", "Not judged"), "not_in_timetable", "Its trip is not in the timetable"),
        ("silent", ("Silent", "Silent", "Silent"), "silent", "Not heard of for 2 s"),
        ("unknown", ("Waiting etc.", "Waiting or not judged", "Waiting"), "waiting", "Waiting, leaves at"),
    ],
)
def test_a_grey_bus_on_the_map_tells_why(
    town: Town, watched: Callable[..., Watched], state: str, words: tuple[str, str, str], why: str, told: str
) -> None:
    """From the legend, which has a sign and a count for it, and the dot to its card."""
    town.why = why
    wall = watched()
    page = wall.open(town.address + "?scene=bus&lang=en")
    page.set_viewport_size({"width": 1920, "height": 1080})
    until(page, "wall.paintCount().then(count => count.vehicles > 0, () => false)")
    assert page.inner_text(f".layer.vehicles .entry:has(.sign.{state}) .word") == words[0]
    bus = at(page, "vehicle", state)
    page.mouse.move(bus["x"], bus["y"])
    until(page, f"document.querySelector('.map-tip .more').textContent.includes({words[1]!r})")
    page.mouse.click(bus["x"], bus["y"])
    page.wait_for_selector("#detail .why")
    assert page.inner_text("#detail .why") == told
    assert page.inner_text("#detail .sort .word") == words[2]
    assert wall.errors == []
