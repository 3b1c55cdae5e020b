"""What a traffic engineer does: from all roads to the worst corridor, its day, the segment to blame; and how it stands."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watched
from tests.browser.geometry import faults
from tests.browser.road_wall import RoadWall
from tests.browser.waiting import until

pytestmark = pytest.mark.browser
SHAPES = [(1920, 1080), (3840, 1080), (1080, 1920), (1180, 820)]


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoadWall]:
    made = RoadWall(tmp_path_factory.mktemp("roads"))
    yield made
    made.close()


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def opened(page: Page, title: str) -> None:
    """The drawer shows what has this in its title."""
    until(page, f"(document.querySelector('#detail .drawer > .head .name') || {{}}).textContent?.includes({title!r})")


def test_from_the_worst_corridor_to_the_segment_to_blame(roads: RoadWall, watched: Callable[..., Watched]) -> None:
    found = watched()
    page = found.page
    page.goto(roads.address + "?scene=roads")
    until(page, "Boolean(window.wall?.current && wall.map && document.querySelector('#panel-corridors .row[data-go]'))")
    page.click("#panel-corridors .row[data-go] >> nth=0")
    until(page, "Boolean(window.wall?.current && document.querySelector('.contour svg'))")
    assert query(page) == {"scene": "corridor", "corridor": "north"}
    assert page.text_content("#panel-contour .head .name") == "滨海路 — 迎春大街 · 东行"
    assert len(str(page.get_attribute(".contour .grade_4", "d"))) > 10
    box = page.locator(".contour svg").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.999, box["y"] + box["height"] * (1 - 5.5 / 12))  # to the right of now is now
    opened(page, "滨海路5号口")
    assert query(page)["segment"] == "north-5" and "at" not in query(page)
    assert "两车追尾" in page.inner_text("#detail") and "施工" in page.inner_text("#detail")
    assert "M" in str(page.get_attribute(".speed-day .line", "d"))
    assert page.evaluate("getComputedStyle(document.querySelector('.speed-day .dot')).transform") == "none"  # at the line's end
    page.click("#detail .leads >> nth=1")
    opened(page, "车速原始记录")  # what was reported in five minutes
    assert page.locator("#detail .fact").count() > 4
    page.go_back()
    opened(page, "滨海路5号口")
    page.click("#detail .fact-line >> nth=0")
    opened(page, "迎春大街")  # the work zone
    page.keyboard.press("Escape")
    page.click("#panel-corridors .row[data-go] >> nth=1")
    until(page, "document.querySelector('#panel-contour .head .name').textContent.includes('机场路')")
    assert query(page)["corridor"] == "south"
    assert found.errors == found.violations == []


def test_a_tap_on_the_day_opens_the_segment_as_it_was_then(roads: RoadWall, watched: Callable[..., Watched]) -> None:
    """Three hours ago, when the segment to blame was still free; the wall goes with it, and one tap is back."""
    found = watched()
    page = found.page
    page.goto(roads.address + "?scene=corridor&corridor=north")
    until(page, "Boolean(window.wall?.current && document.querySelector('.contour svg'))")
    then = roads.now - timedelta(hours=3)
    cell = then.replace(minute=then.minute // 5 * 5, second=0) + timedelta(minutes=5)  # its end
    box = page.locator(".contour svg").bounding_box()
    assert box is not None
    first, last = (
        datetime.fromisoformat(str(page.get_attribute("[data-edges]", f"data-{end}"))).replace(tzinfo=None) for end in ("from", "to")
    )
    share = (cell - timedelta(minutes=2.5) - first) / (last - first)
    page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * (1 - 5.5 / 12))
    opened(page, "滨海路5号口")
    assert query(page) == {"scene": "corridor", "corridor": "north", "segment": "north-5", "at": f"{cell.isoformat()}Z"}
    until(page, "document.querySelector('#detail .now .number')?.textContent === '55'")
    assert "两车追尾" not in page.inner_text("#detail")
    until(page, "window.wall.current.mode === 'replay'")
    page.evaluate("wall.go({at: ''})")
    until(page, "document.querySelector('#detail .now .number')?.textContent === '9'")
    assert found.errors == found.violations == []


def test_a_row_of_the_list_brings_its_segment_into_view_and_keeps_what_is_in_view(roads: RoadWall, watched: Callable[..., Watched]) -> None:
    found = watched()
    page = found.page
    page.goto(roads.address + "?scene=roads&lang=en")
    until(page, "Boolean(window.wall?.current && wall.map && document.querySelector('#panel-worst .row[data-go]'))")
    page.evaluate("wall.map.setView([38.3, 120.0], 12, {animate: false})")
    page.evaluate("() => { wall.map.on('moveend', () => { window.moves = (window.moves || 0) + 1; }); }")
    page.click("#panel-worst .row[data-go] >> nth=0")
    opened(page, "滨海路5号口")
    until(page, "window.moves > 0 && wall.map.getBounds().contains([37.46, 121.397])")
    page.keyboard.press("Escape")
    page.evaluate("window.moves = 0")
    page.click("#panel-worst .row[data-go] >> nth=0")
    opened(page, "滨海路5号口")
    assert page.evaluate("window.moves") == 0
    assert page.locator(".map-work").count() == 1
    assert found.errors == found.violations == []


@pytest.mark.parametrize("size", SHAPES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", ["roads", "corridor"])
def test_the_scenes_stand(roads: RoadWall, watched: Callable[..., Watched], scene: str, size: tuple[int, int]) -> None:
    """In English, whose words are longer."""
    page = watched().page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{roads.address}?scene={scene}&lang=en")
    until(page, "Boolean(window.wall?.current && document.querySelector('#panel-corridors .row[data-go]'))")
    page.wait_for_timeout(200)
    assert faults(page) == []
