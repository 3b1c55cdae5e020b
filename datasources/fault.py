"""A fault of a city's files: where it is, what was expected, the nearest name that would have been right."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import NamedTuple


class Fault(NamedTuple):
    file: str
    key: str
    problem: str
    nearest: str = ""

    def __str__(self) -> str:
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{self.file}: {self.key}: {self.problem}{hint}" if self.key else f"{self.file}: {self.problem}{hint}"


def nearest(name: str, known: Collection[str]) -> str:
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.5)), "")
