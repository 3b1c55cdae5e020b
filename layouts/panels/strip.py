"""A line drawn as a strip: where its stops stand on it, and which of their names there is room for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_svg as svg
from dash.development.base_component import Component

from layouts.block import block
from layouts.figures import ems
from layouts.words import Lang, pick, say

LONGEST = 10.2  # ems of a line of a name beside a picture; what two lines cannot hold is told whole when hand or pointer come
ROOMS = {"near": 24.0, "mid": 38.0, "far": 56.0}  # rem that a strip is high at least where names of this kind are told
LINE, FOLD = 1.35, 0.95  # rem between two names of one line, and what a second line adds


def absent(line: Mapping[str, Any], lang: Lang) -> str:
    """Why a line has no strip."""
    if not line.get("route_id"):
        return say(lang, "line_unchosen")
    unknown = line.get("known") is False
    return say(lang, "line_unknown", line["route_id"]) if unknown else say(lang, "line_none")


@dataclass(frozen=True)
class Stop:
    """`at`: 0..1 from the top of the strip. `room`: from which height on its name is told (near: always), "" never."""

    stop_id: str
    name: str
    short: str
    place: int
    at: float
    room: str

    @property
    def cut(self) -> str:
        """The class of a name that is told in part."""
        return " cut" * self.short.endswith("…")


@dataclass(frozen=True)
class Strip:
    """One direction; its travel goes down, or up where `up`."""

    direction: int
    length_m: float
    up: bool
    stops: tuple[Stop, ...]

    def at(self, along_m: float) -> float:
        """0..1 from the top."""
        share = min(1.0, max(0.0, along_m / self.length_m)) if self.length_m else 0.0
        return 1.0 - share if self.up else share


def strips(rows: Iterable[dict[str, Any]], lang: Lang, longest: float = LONGEST) -> list[Strip]:
    """rows: of `line_strip`; their names are told in `lang`, in at most so many ems. The first direction goes down, the one back up,
    so that a place has the same height on both."""
    ways: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        ways.setdefault(row["direction_id"], []).append({**row, "stop_name": pick(row["stop_name"], lang)})
    return [_strip(direction, ways[direction], longest) for direction in sorted(ways)]


def _strip(direction: int, rows: Sequence[dict[str, Any]], longest: float) -> Strip:
    bare = Strip(direction, max(row["along_m"] for row in rows), direction == 1, ())
    places = [bare.at(row["along_m"]) for row in rows]
    names = [folded(row["stop_name"], longest) for row in rows]
    rooms = _rooms(rows, names, places)
    stops = (
        Stop(row["stop_id"], row["stop_name"], name, row["place"], at, room)
        for row, name, at, room in zip(rows, names, places, rooms, strict=True)
    )
    return Strip(direction, bare.length_m, bare.up, tuple(stops))


def _rooms(rows: Sequence[dict[str, Any]], names: Sequence[str], places: Sequence[float]) -> list[str]:
    """Terminals first, then timepoints, then as many others as fit between."""
    order = sorted(range(len(rows)), key=lambda n: (not rows[n]["terminal"], not rows[n]["timepoint"], n))
    rooms = [""] * len(rows)
    for name, height in ROOMS.items():
        for n in order:
            if not rooms[n] and all(abs(places[n] - places[m]) * height >= room(names[n], names[m]) for m in order if rooms[m]):
                rooms[n] = name
    return rooms


def room(one: str, other: str) -> float:
    """rem from the middle of one name to that of the one beside it, so that they do not touch."""
    return LINE + FOLD * (one.count("\n") + other.count("\n")) / 2


def folded(name: str, longest: float) -> str:
    """Without what stands in brackets, in two lines of so many ems where one does not hold it, and no longer than that."""
    plain = name.partition("（")[0].partition("(")[0].strip() or name
    if ems(plain) <= longest:
        return plain
    first = _filled(plain, longest)
    rest = plain.removeprefix(first).strip()
    joint = "-" if plain[len(first)] != " " and first[-1].isascii() else ""
    return f"{first}{joint}\n{_cut(rest, longest)}"


def _filled(text: str, longest: float) -> str:
    """As many whole words as a line holds, letters of the first one where it holds none."""
    held = next(text[:n] for n in range(len(text), 0, -1) if ems(text[:n] + "-") <= longest)
    words = held if text[len(held)] == " " else held.rpartition(" ")[0]
    return words.rstrip() or held


def _cut(text: str, longest: float) -> str:
    if ems(text) <= longest:
        return text
    while text and ems(text + "…") > longest:
        text = text[:-1]
    return text.rstrip() + "…"


def spread(places: Sequence[float], room: float) -> list[float]:
    """Places 0..1 in order, moved apart until each has `room`, as little as possible and within 0..1; closer where there are too many."""
    if not places:
        return []
    room = min(room, 1.0 / max(1, len(places) - 1)) if len(places) > 1 else room
    told = list(places)
    for n in range(1, len(told)):
        told[n] = max(told[n], told[n - 1] + room)
    told[-1] = min(told[-1], 1.0)
    for n in range(len(told) - 2, -1, -1):
        told[n] = min(told[n], told[n + 1] - room)
    return told


def percent(share: float) -> str:
    return f"{share:.2%}"


def drawing(paths: Mapping[str, str], width: float, height: float) -> Component:
    """Paths by class, always the same ones in the same order, so that a refresh sets what moved; stretched to the room there is."""
    picture: Component = svg.Svg(
        [block(name, tag=svg.Path, d=path) for name, path in paths.items()],
        viewBox=f"0 0 {width:g} {height:g}",
        preserveAspectRatio="none",
        **{"aria-hidden": "true"},
    )
    return picture
