"""The wall on every screen it must stand on: nothing overlaps, nothing is cut, nothing scrolls that should not."""

import base64
import re
from collections.abc import Iterable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.geometry import TABLETS, WALLS, faint, faults
from tests.layouts.scene_files import every

pytestmark = pytest.mark.browser
Size = tuple[int, int]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{4,}\b")  # not the names of settings: window_s
SHARED = {"DEMO", "GTFS", "APEC", "GEOJSON", "JSON", "cnmaps", "data"}
TARGETS = """() => [...document.querySelectorAll('.section-tabs a')]
    .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
    .map(tab => document.querySelector(tab.getAttribute('href')).getBoundingClientRect().top)"""
TEXTS = """spared => {
    const walker = document.createTreeWalker(document.querySelector('.wall'), NodeFilter.SHOW_TEXT), told = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(spared)) told.push(walker.currentNode.data);
    for (const name of ['title', 'aria-label']) for (const e of document.querySelectorAll(`[${name}]`)) told.push(e.getAttribute(name));
    return told;
}"""


def look(browser: Browser, address: str, size: Size) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(address)
    page.wait_for_selector(".scene .panel")
    page.wait_for_function("document.fonts.status === 'loaded'")
    return page


def shown(page: Page) -> set[str]:
    """The kinds and names of panels that can be seen."""
    return set(
        page.eval_on_selector_all(".scene > .panel", "panels => panels.filter(p => p.checkVisibility()).map(p => p.id.split('-')[1])")
    )


def foreign(page: Page, lang: str) -> list[str]:
    """Texts and labels of the page that are not in the viewer's language. Units and formats are the same in both, and a Chinese definition
    may name who made it."""
    told: list[str] = page.evaluate(TEXTS, ".tongue, .fact .is" if lang == "zh" else ".tongue")
    found = CHINESE.search if lang == "en" else lambda text: set(ENGLISH.findall(text)) - SHARED
    return [text for text in told if found(text)]


def faults_at(page: Page, sizes: Iterable[Size]) -> list[str]:
    """Every fault at every size, each with the size it shows at."""
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(50)  # for the map, which hears of its new size
        found += [f"{width}x{height}: {fault}" for fault in faults(page)]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scene", [scene.name for scene in every()])
def test_every_scene_stands(browser: Browser, still_wall: str, scene: str, lang: str) -> None:
    sizes = [*WALLS, *TABLETS]
    page = look(browser, f"{still_wall}?scene={scene}&lang={lang}", sizes[0])
    assert faults_at(page, sizes) == []
    assert foreign(page, lang) == []
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_buses_can_be_sorted_by_each_of_its_figures(browser: Browser, still_wall: str, lang: str) -> None:
    page = look(browser, f"{still_wall}?scene=bus&lang={lang}", (1920, 1080))
    assert page.locator("#panel-worst .sort:visible").count() == 3
    heads = page.locator("#panel-uneven .titles .cell:visible").all_inner_texts()
    assert ("倍数" if lang == "zh" else "× plan") in heads, "what the list goes by"
    page.close()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_text_stands_out_from_its_ground(browser: Browser, still_wall: str, theme: str) -> None:
    page = look(browser, f"{still_wall}?lang=en&card=on_time", (1920, 1080))
    for query in ("card=on_time", "down=1", *(f"scene={scene.name}" for scene in every())):
        page.goto(f"{still_wall}?lang=en&{query}")
        page.wait_for_selector(".scene .panel")
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert faint(page) == [], query
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wide_table_has_room_in_its_drawer(browser: Browser, still_wall: str, lang: str) -> None:
    page = look(browser, f"{still_wall}?card=on_time&behind=1&lang={lang}", (1920, 1080))
    table, room = page.eval_on_selector("#detail .scroll", "scroll => [scroll.scrollWidth, scroll.clientWidth]")
    assert table <= room
    assert page.eval_on_selector_all("#detail td.text, #detail td.number", "cells => Math.max(...cells.map(c => c.offsetHeight))") < 60
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("query", ["empty=1", "down=1", "card=on_time"])
def test_without_data_and_with_a_drawer(browser: Browser, still_wall: str, query: str, lang: str) -> None:
    page = look(browser, f"{still_wall}?lang={lang}&{query}", (1920, 1080))
    assert faults_at(page, [(1366, 768), (1920, 1080), (390, 844)]) == []
    assert foreign(page, lang) == []
    page.close()


def test_before_the_first_frame_a_screen_says_so_and_shows_where_things_will_stand(browser: Browser, still_wall: str) -> None:
    page = look(browser, f"{still_wall}?lang=en&waiting=1", (1366, 768))
    assert page.inner_text(".waiting:visible") == "Fetching data…"
    ground, panel = (page.eval_on_selector(name, "e => getComputedStyle(e).backgroundColor") for name in ("body", "#panel-rail"))
    assert ground != panel
    page.goto(f"{still_wall}?lang=en")
    page.wait_for_selector(".top")
    assert not page.locator(".waiting:visible").count()
    page.close()


@pytest.mark.parametrize("scale", [1.25, 1.6])
@pytest.mark.parametrize("size", [(1920, 1080), (7680, 2160)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_type_grows_with_the_distance_and_less_is_said(browser: Browser, still_wall: str, size: Size, scale: float) -> None:
    page = look(browser, still_wall, size)
    page.evaluate("scale => document.documentElement.style.setProperty('--scale', scale)", scale)
    assert faults(page) == []
    page.close()


def test_wider_walls_show_more_panels_not_larger_ones(browser: Browser, still_wall: str) -> None:
    narrow, wide = (look(browser, still_wall, size) for size in ((1920, 1080), (5760, 1080)))
    assert shown(wide) - shown(narrow) >= {"worst", "feeds", "gaps"}
    assert shown(narrow) <= shown(wide)
    heights = [page.eval_on_selector(".card", "card => card.getBoundingClientRect().height") for page in (narrow, wide)]
    assert heights[0] == pytest.approx(heights[1], rel=0.05)
    narrow.close()
    wide.close()


def test_the_map_of_a_tablet_opens_over_the_whole_screen_and_closes(browser: Browser, still_wall: str) -> None:
    page = look(browser, still_wall, (820, 1180))
    page.click(".full .open")
    assert page.eval_on_selector("#place-map", "map => [map.offsetWidth, map.offsetHeight]") == [820, 1180]
    page.click(".full .shut")
    assert page.eval_on_selector("#place-map", "map => map.offsetHeight") < 1180
    page.close()


@pytest.mark.parametrize("scene", [scene.name for scene in every()])
def test_tabs_of_a_tablet_stand_in_the_order_of_the_page(browser: Browser, still_wall: str, scene: str) -> None:
    page = look(browser, f"{still_wall}?scene={scene}", (820, 1180))
    for width, height in ((820, 1180), (1180, 820), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        tops: list[float] = page.evaluate(TARGETS)
        assert len(tops) > 1 and tops == sorted(tops), (width, height)
    page.close()


def test_normal_is_calm(browser: Browser, still_wall: str) -> None:
    """With every figure well, at most one pixel in twenty has a strong colour."""
    page = look(browser, f"{still_wall}?empty=1", (1920, 1080))
    assert _coloured(page) <= 0.05
    page.close()


def _coloured(page: Page) -> float:
    """The share of pixels whose channels lie more than a quarter apart."""
    picture = base64.b64encode(page.screenshot()).decode()
    share: float = page.evaluate(
        """async data => {
            const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
            const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const pixels = context.getImageData(0, 0, image.width, image.height).data;
            let strong = 0;
            for (let i = 0; i < pixels.length; i += 4) {
                strong += Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) - Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 64;
            }
            return strong / (pixels.length / 4);
        }""",
        picture,
    )
    return share
