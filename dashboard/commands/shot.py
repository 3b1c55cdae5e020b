"""shot: a picture of the wall without a person. The wall of that city must be running (serve, demo or replay)."""

import argparse
import re
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from dashboard.browser import NoPicture, chromium
from dashboard.commands.arguments import moment
from layouts.panels.panel import no_such

READY = """() => !!(window.wall && wall.current && (wall.map || !document.getElementById('map'))
  && (!wall.state().at || document.documentElement.dataset.mode === 'replay'))"""
SCENES = "() => document.querySelector('.no-scene')?.dataset.scenes ?? null"
LOOK_MS, SETTLE_MS, LONGEST_S = 100, 2000, 60.0


def add_to(commands: Any) -> None:
    parser = commands.add_parser("shot", help="a picture of a running wall", description=__doc__)
    parser.add_argument("scene", metavar="SCENE")
    parser.add_argument("file", metavar="FILE.png", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8050")
    parser.add_argument("--size", type=size, default=(1920, 1080), help="WIDTHxHEIGHT in pixels")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--as-of", type=moment, help="a past moment, ISO")
    parser.add_argument("--query", default="", help="more of the address, e.g. scope=370602&card=on_time")
    parser.set_defaults(run=run)


def size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"expected WIDTHxHEIGHT such as 1920x1080, found {text!r}")
    return int(match.group(1)), int(match.group(2))


def run(args: argparse.Namespace) -> int:
    width, height = args.size
    query = {"scene": args.scene, "lang": args.lang} | ({"at": args.as_of.isoformat() + "Z"} if args.as_of else {})
    try:
        with chromium() as browser:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{args.url}/?{urlencode(query)}&{args.query}")
            wait_until_drawn(page)
            refuse_another(page, args.scene)
            page.screenshot(path=str(args.file))
    except (NoPicture, TimeoutError) as error:
        print(f"no picture of {args.url}: {error}", file=sys.stderr)
        return 1
    print(args.file)
    return 0


def refuse_another(page: Any, scene: str) -> None:
    """Raises NoPicture where the wall has no such scene and shows its first one."""
    known = page.evaluate(SCENES)
    if known is not None:
        raise NoPicture(f"{no_such('scene', scene, known.split())}; there are: {', '.join(known.split())}")


def wait_until_drawn(page: Any) -> None:
    """Until the first frame is on the screen and the map has painted. Raises TimeoutError."""
    deadline = time.monotonic() + LONGEST_S
    while not page.evaluate(READY):  # not wait_for_function: the page's own policy forbids it to evaluate text
        if time.monotonic() > deadline:
            raise TimeoutError(f"the wall did not draw itself within {LONGEST_S:.0f} s")
        page.wait_for_timeout(LOOK_MS)
    page.wait_for_timeout(SETTLE_MS)
