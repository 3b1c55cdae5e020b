"""The checker itself: each thing that it must see, and the things that are all right."""

import pytest
from playwright.sync_api import Browser

from tests.browser.geometry import faint, faults

pytestmark = pytest.mark.browser
BROKEN = {
    "cut by": '<div style="width:3em;overflow:hidden;white-space:nowrap"><span>a long text that is cut</span></div>',
    "spills": '<div style="width:3em;white-space:nowrap">a long text that spills</div>',
    "off the screen": '<div style="position:absolute;left:380px;white-space:nowrap">off the screen</div>',
    "too small": '<div style="font-size:8px">tiny</div>',
    "lies over": '<div style="position:absolute;top:40px;left:0">one</div><div style="position:absolute;top:42px;left:4px">two</div>',
    "panels overlap": '<div class="scene"><div class="panel" style="height:50px">a</div>'
    '<div class="panel" style="height:50px;margin-top:-30px">b</div></div>',
    "scrolls by": '<div style="height:900px"></div>',
    "scroll bar": '<div class="wall"><div style="height:40px;overflow:auto"><div style="height:90px"></div></div></div>',
}
FINE = {
    "a row wrapped away whole": '<div style="height:30px;width:200px;overflow:hidden;display:flex;flex-flow:column wrap">'
    '<div style="width:100%;height:24px">one</div><div style="width:100%;height:24px">two</div></div>',
    "what is not shown": '<div style="display:none"><div style="width:1em;overflow:hidden;white-space:nowrap">hidden text</div></div>',
    "two plain lines": "<div>one</div><div>two</div>",
}


def judged(browser: Browser, body: str, touch: bool) -> list[str]:
    page = browser.new_page(viewport={"width": 400, "height": 300})
    page.set_content(f"<html><body style='margin:0;font:16px/1.3 sans-serif'>{body}</body></html>")
    found = faults(page, touch)
    page.close()
    return found


@pytest.mark.parametrize("word", BROKEN)
def test_it_sees(browser: Browser, word: str) -> None:
    assert any(word in fault for fault in judged(browser, BROKEN[word], touch=False))


@pytest.mark.parametrize("case", FINE)
def test_it_leaves_alone(browser: Browser, case: str) -> None:
    assert judged(browser, FINE[case], touch=False) == []


def test_a_finger_needs_room(browser: Browser) -> None:
    small = '<button data-go="a=b" style="width:30px;height:30px;padding:0">x</button>'
    assert any("too small for a finger" in fault for fault in judged(browser, small, touch=True))
    assert judged(browser, small.replace("30px", "44px"), touch=True) == []


def test_a_page_for_fingers_may_scroll_down_but_not_sideways(browser: Browser) -> None:
    assert judged(browser, '<div style="height:900px"></div>', touch=True) == []
    assert any("sideways" in fault for fault in judged(browser, '<div style="width:900px;height:9px"></div>', touch=True))


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("color:#777;background:#999", True),
        ("color:#000;background:#999", False),
        ("color:rgba(0,0,0,.3)", True),
        ("color:#aaa;background:repeating-linear-gradient(135deg, #fff 0 5px, #eee 5px 9px)", True),
        ("color:#aaa;display:none", False),
    ],
)
def test_it_sees_texts_that_do_not_stand_out(browser: Browser, style: str, seen: bool) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 300})
    page.set_content(f"<html><body style='background:#fff'><div style='{style}'>a text</div></body></html>")
    assert bool(faint(page)) == seen
    page.close()
