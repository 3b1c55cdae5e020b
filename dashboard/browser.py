"""A headless Chromium for pictures: where it is and how it is started."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FLAGS = [
    f"--{flag}"
    for flag in [
        "disable-gpu",
        "disable-dev-shm-usage",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    ]
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str | None:
    """The Chromium to use: $CHROMIUM, one on the path, or None for Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class NoPicture(Exception):
    """The browser could not do what it was told."""


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser (playwright's Browser). Raises FileNotFoundError where Playwright is not installed, NoPicture."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise FileNotFoundError("pictures need Playwright: pip install -r requirements-dev.txt") from error
    flags = [*FLAGS, "--no-sandbox"] if os.getuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags)
        try:
            yield browser
        except Error as error:
            raise NoPicture(str(error).splitlines()[0]) from error
        finally:
            browser.close()
