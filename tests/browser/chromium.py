"""Which Chromium drives the tests: $CHROMIUM, the system's, or Playwright's own."""

import os
import shutil

FLAGS = ["--disable-gpu", "--disable-dev-shm-usage"]


def path() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def flags() -> list[str]:
    return [*FLAGS, "--no-sandbox"] if os.getuid() == 0 else FLAGS
