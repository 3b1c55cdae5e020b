"""The columns of a list as CSS grid values, for a box with room for all of them and for narrower ones that leave some out."""

import re
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Literal

from layouts.figures import ems

WORD = 11.0  # ems
WHOLE, BETWEEN = 30, 1  # rem: the stylesheet leaves no column out of a list as wide as that in which all have room; between two columns
LATIN = re.compile(r"[^\W\d_\u2e80-\uffff]+")
Spare = Literal["", "narrow", "phone"]  # left out where the list is narrow; only where it is as narrow as a phone; never


def classes(spare: Spare, wide: bool) -> str:
    """What a cell says about its column: what takes the room that is left may use more than one line of it."""
    return f" spare-{spare}" * bool(spare) + " wide" * wide


def shape(columns: Sequence[tuple[Spare, str]], name: str = "--columns") -> dict[str, str]:
    """Each column's width under the names that the stylesheet picks from."""
    left_out: dict[str, tuple[Spare, ...]] = {name: (), f"{name}-narrow": ("narrow",), f"{name}-phone": ("narrow", "phone")}
    return {name: " ".join(width for spare, width in columns if spare not in out) for name, out in left_out.items()}


def whole(rooms: Iterable[float]) -> bool:
    """Is there room for all these columns side by side where a list counts as narrow? In ems, of each its widest."""
    taken = [ceil(room) for room in rooms]
    return sum(taken) + BETWEEN * (len(taken) - 1) <= WHOLE


def wordy(texts: Iterable[str]) -> bool:
    """Is a word of these longer than a narrow list has room for beside its other columns? Chinese breaks anywhere."""
    return any(ems(word) > WORD for text in texts for word in LATIN.findall(text))


def crowded(columns: Sequence[tuple[bool, float]], longest: float, beside: float) -> bool:
    """Is the text that takes the room left longer than `longest`, the rest than `beside`? Columns: takes it that room, widest in em."""
    wide = [ems for takes, ems in columns if takes]
    return len(wide) == 1 and wide[0] > longest and sum(ems for takes, ems in columns if not takes) > beside
