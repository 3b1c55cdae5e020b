"""A tablet: fingers instead of a pointer, and a browser that cannot hand a canvas to a worker."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Watched
from tests.browser.geometry import faults
from tests.browser.test_gestures import query
from tests.browser.test_hostile import at
from tests.browser.town import Town
from tests.browser.waiting import until
from tests.layouts.line_rows import bus_rows, line_rows
from tests.layouts.rows import rows

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
    centre = page.evaluate("wall.map.getCenter().lat")
    page.tap(".full .open")
    until(page, "wall.map.getSize().y > 800")
    assert abs(page.evaluate("wall.map.getCenter().lat") - centre) < 0.01, "what was in the middle stays there"
    page.tap(".full .shut")
    page.tap("[data-layer=vehicles]")
    assert query(page)["layers"] == "roads,marks"
    page.tap("#panel-league .line >> nth=0")
    until(page, "wall.current.scope === '370602'")
    assert wall.errors == wall.violations == []


def test_a_dispatcher_s_task_with_fingers_on_a_tablet_held_upright(town: Town, watched: Callable[..., Watched]) -> None:
    """The worst bus, its card, its line, a bus on the ladder; then a past moment and back, the other language, the light theme."""
    lists = bus_rows()
    for place, row in enumerate(lists["bus_worst"]):
        row["vehicle_id"] = f"bus-{place}"  # as on the town's map
    town.rows = lambda: rows() | line_rows() | lists
    wall = watched(has_touch=True, is_mobile=True)
    page = wall.page
    page.set_viewport_size({"width": 820, "height": 1180})
    wall.open(town.address + "?scene=bus&lang=en")
    page.tap(".section-tabs .to-worst")
    page.tap("#panel-worst .sort >> text=Deviation")
    until(page, "document.querySelector('#panel-worst .descending')")
    page.tap("#panel-worst .row >> nth=1 >> .leads >> nth=0")
    page.wait_for_selector("#detail .onward")
    assert faults(page, touch=True) == []
    page.tap("#detail .onward")
    until(page, "window.wall?.current?.scene === 'line' && document.querySelector('.ladder-box .dot')")
    page.tap(".section-tabs .to-ladder")
    page.tap(".ladder-box .labels button.bus >> nth=0")
    page.wait_for_selector("#detail .drawer")
    page.tap("#detail .shut")
    until(page, "!document.querySelector('#detail .drawer')")
    before, other = (page.inner_text(f".ladder-box .way{way}") for way in (".chosen", ":not(.chosen)"))
    page.tap(".ladder-box .way:not(.chosen)")
    until(page, f"document.querySelector('.ladder-box .way.chosen')?.innerText === {other!r}")
    assert query(page)["direction"] == "0" and page.inner_text(".ladder-box .way:not(.chosen)") == before
    known = page.locator(".time-box .known").bounding_box()
    assert known
    page.locator(".time-box .track").tap(position={"x": known["width"] / 2, "y": 8})
    until(page, "document.documentElement.dataset.mode === 'replay'")
    assert "at" in query(page)
    page.tap(".time-box .live")
    until(page, "document.documentElement.dataset.mode === 'live'")
    page.tap(".tongue")
    until(page, "document.documentElement.lang === 'zh-CN' && wall.current?.lang === 'zh' && document.querySelector('.ladder-box .dot')")
    assert query(page) == {"scene": "line", "line": "16", "direction": "0"}
    page.tap(".to-light")
    until(page, "getComputedStyle(document.body).backgroundColor === 'rgb(233, 237, 241)'")
    assert page.locator(".to-dark:visible").count() == 1 and not page.locator(".to-light:visible").count()
    assert faults(page, touch=True) == []
    assert wall.errors == wall.violations == []


@pytest.mark.parametrize("size", [(820, 1180), (1180, 820), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("lang", "name"), [("zh", "线路 16路"), ("en", "Line 16")])
def test_a_line_is_named_before_its_figures(
    town: Town, watched: Callable[..., Watched], size: tuple[int, int], lang: str, name: str
) -> None:
    town.rows = lambda: rows() | line_rows() | bus_rows()
    wall = watched(has_touch=True)
    wall.page.set_viewport_size({"width": size[0], "height": size[1]})
    wall.page.goto(f"{town.address}?scene=line&line=16&lang={lang}")
    until(wall.page, "document.querySelector('.heading-box .name') && document.querySelector('.card')")
    assert wall.page.inner_text(".heading-box .name") == f"{name} · {wall.page.inner_text('.ladder-box .way.chosen')}"
    box, card, bar = (wall.page.locator(found).first.bounding_box() for found in (".heading-box", ".card", ".top"))
    assert box and card and bar and bar["y"] + bar["height"] <= box["y"] and box["y"] + box["height"] <= card["y"]
    assert box["y"] + box["height"] < size[1], "without scrolling"
    assert faults(wall.page, touch=True) == []
    wall.page.evaluate("document.querySelectorAll('.canvas').forEach(one => one.querySelector('.hour')?.classList.add('edge'))")
    assert faults(wall.page, touch=True) == [], "nor where the first hour begins at the edge"
    wall.page.set_viewport_size({"width": 1920, "height": 1080})
    assert not wall.page.is_visible(".heading-box"), "a wall shows the line beside its figures"


def test_lists_take_the_whole_width_where_there_is_no_map_beside_them(town: Town, watched: Callable[..., Watched]) -> None:
    wall = watched(has_touch=True)
    wall.page.set_viewport_size({"width": 1180, "height": 820})
    wall.page.goto(f"{town.address}?scene=health")
    until(wall.page, "document.querySelector('.table-box') && document.querySelector('.card')")
    table, card = (wall.page.locator(found).first.bounding_box() for found in (".panel-table", ".card"))
    assert table and card and table["x"] <= card["x"] and table["width"] > 1100
    assert faults(wall.page, touch=True) == []


@pytest.mark.parametrize("size", [(820, 1180), (1180, 820), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_mark_can_stand_over_whose_map_it_is(town: Town, watched: Callable[..., Watched], size: tuple[int, int]) -> None:
    wall = watched(has_touch=True, is_mobile=True)
    page = wall.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wall.open(town.address + "?lang=en")
    assert faults(page, touch=True) == []
    for full in (False, True):
        if full:
            page.tap(".full .open")
            until(page, f"document.querySelector('.panel-map').getBoundingClientRect().height === {size[1]}")
        ground, said, panel = (page.locator(found).bounding_box() for found in (".leaflet-container", ".attribution", ".panel-map"))
        assert ground and said and panel
        assert ground["y"] + ground["height"] <= said["y"] + 0.5
        assert said["y"] + said["height"] <= panel["y"] + panel["height"] + 0.5
        until(page, f"wall.map.getSize().y === {ground['height']:.0f}")
