"""Opens every drawer of a running wall in both languages and follows the first row of each table down to the raw rows: tells what stands
there in the other language, as a raw column name, an unformatted number or a bare moment. make run, then python -m tools.drawers [URL]."""

import gzip
import json
import re
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote
from urllib.request import Request, urlopen

from layouts.words import LANGS, Lang, say

SCENES = ("overview", "bus", "line", "roads", "corridor", "health")
OPENS = ("card", "vehicle", "segment", "row")
EACH = 12  # things of a kind that are opened on a scene; cards all of them
DEEPEST, PATIENCE = 4, 10
CHINESE, ENGLISH = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"\b[A-Za-z]{4,}\b")
SHARED = {"DEMO", "GTFS", "GEOJSON", "JSON", "APEC", "cnmaps", "data", "trip", "WZDx"}
ODD = {
    "raw name": re.compile(r"^[a-z]+_[a-z_]+$|\bNone\b|\bnan\b|\bundefined\b"),
    "number": re.compile(r"\d\.\d{5,}|\b\d{6,}\b"),
    "moment": re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d"),
}
MISSED = {lang: (say(lang, "no_answer"), say(lang, "gone")) for lang in LANGS}
Tree = Any


def nodes(tree: Tree, above: tuple[str, ...] = ()) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Every element with the classes of those it stands in."""
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part, above)
    elif isinstance(tree, dict) and "props" in tree:
        props = tree["props"]
        named = (*above, *str(props.get("className") or "").split())
        yield props, named
        yield from nodes(props.get("children"), named)


def texts(tree: Tree) -> Iterator[tuple[str, tuple[str, ...]]]:
    for props, named in nodes(tree):
        for text in (props.get("children"), props.get("title"), props.get("aria-label")):
            if isinstance(text, str):
                yield text, named


def gestures(tree: Tree) -> Iterator[dict[str, str]]:
    for props, _ in nodes(tree):
        if told := props.get("data-go"):
            yield dict(parse_qsl(told, keep_blank_values=True))


def faults(tree: Tree, lang: Lang) -> Iterator[str]:
    for text, named in texts(tree):
        if text in MISSED[lang]:
            yield f"not there: {text!r}"
        defined = named[-1:] == ("is",) and "facts" in named  # a definition may name who made it
        strange = CHINESE.search(text) if lang == "en" else not defined and set(ENGLISH.findall(text)) - SHARED
        if strange:
            yield f"other language: {text!r}"
        for what, pattern in ODD.items():
            if pattern.search(text):
                yield f"{what}: {text!r}"


class Wall:
    def __init__(self, url: str) -> None:
        self._url = url
        self.opened = 0

    def frame(self, scene: str, lang: str) -> Tree:
        """Asked for again until it was drawn."""
        for _ in range(PATIENCE):
            try:
                return self._got(f"/frames/{quote(f'{scene}.city.{lang}')}?wall=drawers&seen=0")
            except HTTPError:
                time.sleep(1.0)
        raise TimeoutError(f"no frame of {scene}")

    def drawer(self, asked: dict[str, Any]) -> Tree:
        """As the page asks Dash for it."""
        self.opened += 1
        inputs = [{"id": "state", "property": "data", "value": asked}]
        body = {
            "output": "opened.data",
            "outputs": {"id": "opened", "property": "data"},
            "inputs": inputs,
            "changedPropIds": ["state.data"],
        }
        return self._got("/_dash-update-component", json.dumps(body).encode())["response"]["opened"]["data"]

    def _got(self, path: str, body: bytes | None = None) -> Tree:
        with urlopen(Request(self._url + path, body, {"Content-Type": "application/json"}), timeout=60) as answer:
            told = answer.read()
        return json.loads(gzip.decompress(told) if told[:2] == b"\x1f\x8b" else told)


def things(frame: Tree) -> Iterator[tuple[str, str]]:
    """What a tap on the scene opens, each once."""
    seen: dict[str, set[str]] = {kind: set() for kind in OPENS}
    marks = [dict(parse_qsl(mark["open"])) for mark in frame["marks"]]
    for keys in (*gestures(list(frame["panels"].values())), *marks):
        for kind in OPENS:
            name = keys.get(kind)
            if name and name not in seen[kind] and (kind == "card" or len(seen[kind]) < EACH):
                seen[kind].add(name)
                yield kind, name


def walk(wall: Wall, scene: str, lang: Lang) -> Iterator[str]:
    frame = wall.frame(scene, lang)
    for kind, name in things(frame):
        asked: dict[str, Any] = {"scene": scene, "lang": lang, "subject": frame["subject"], kind: name, "now": frame["as_of"]}
        for depth in range(DEEPEST):
            drawn = wall.drawer(asked)
            place = f"{scene} {lang} {kind}={name} {asked.get('steps', '')}".strip()
            yield from (f"{place}: {fault}" for fault in dict.fromkeys(faults(drawn, lang)))
            taken = [keys["steps"] for keys in gestures(drawn) if len(keys.get("steps", "").split("/")) == depth + 1 and keys.get("steps")]
            if not taken:
                break
            asked["steps"] = taken[0]


def main(url: str = "http://127.0.0.1:8050") -> int:
    found, wall = 0, Wall(url)
    for lang in LANGS:
        for scene in SCENES:
            for fault in walk(wall, scene, lang):
                found += 1
                print(fault)
    print(f"{wall.opened} drawers, {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
