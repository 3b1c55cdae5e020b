"""What a person at the wall would call broken: cut text, overlaps, scroll bars, type too small, targets too small for a finger."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

WALLS = ((1366, 768), (1920, 1080), (2560, 1080), (3840, 2160), (5760, 1080), (6656, 1792), (7680, 2160), (1080, 1920))
TABLETS = ((1180, 820), (1024, 768), (820, 1180), (390, 844))
SCRIPT, CONTRAST = (Path(__file__).with_name(name) for name in ("geometry.js", "contrast.js"))


def faults(page: Page, touch: bool | None = None) -> list[str]:
    """Every fault of the page as it stands, in words. `touch`: judge as a tablet; by default from the size of the viewport."""
    size = page.viewport_size or {"width": 0, "height": 0}
    as_touch = (size["width"], size["height"]) in TABLETS if touch is None else touch
    found: list[Any] = page.evaluate(SCRIPT.read_text(encoding="utf-8"), {"touch": as_touch})
    return [str(fault) for fault in found]


def faint(page: Page) -> list[str]:
    """Texts of the page that stand out too little from their ground."""
    found: list[Any] = page.evaluate(CONTRAST.read_text(encoding="utf-8"))
    return [str(text) for text in found]
