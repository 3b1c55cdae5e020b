"""Pictures of a running wall at the geometries it must fit, in both languages, into var/shots/: make run, then make shots."""

import sys
from pathlib import Path

from dashboard.__main__ import main

SIZES = ["1366x768", "1920x1080", "3840x2160", "5760x1080", "6656x1792", "7680x2160", "1080x1920", "1180x820", "820x1180", "390x844"]
FOLDER = Path("var/shots")

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050"
    sys.exit(
        max(
            main(["shot", "overview", str(FOLDER / f"{s}-{lang}.png"), "--url", url, "--size", s, "--lang", lang])
            for s in SIZES
            for lang in ("zh", "en")
        )
    )
