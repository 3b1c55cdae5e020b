"""A figure of ours beside somebody else's, and how far apart the two may be."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from tests.truth.recorded import Recorded, land


class Cities:
    """Recorded cities by name, each landed once, when it is first looked at."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._held: dict[str, Recorded] = {}

    def __getitem__(self, name: str) -> Recorded:
        if name not in self._held:
            self._held[name] = land(name, self.data)
        return self._held[name]

    def __enter__(self) -> "Cities":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for recorded in self._held.values():
            recorded.store.close()


class Claim(NamedTuple):
    """theirs: the independent figure, or what works it out; band: how far ours may be from it on either side, 0: not at all."""

    source: str
    what: str
    theirs: float | Callable[[], float]
    band: float
    ours: Callable[[Cities], float]
    unit: str = ""

    @property
    def figure(self) -> float:
        """Theirs, as a number."""
        return self.theirs() if callable(self.theirs) else self.theirs

    def outcome(self, found: float) -> str:
        return "holds" if abs(found - self.figure) <= self.band + 1e-9 else "OUTSIDE"

    def line(self, found: float) -> str:
        """One line of the table: ours, theirs with its band, the outcome."""
        told = partial(_told, decimals=4 if 0 < self.band < 0.01 else 2)
        theirs = f"{told(self.figure)} ± {told(self.band)}" if self.band else told(self.figure)
        return f"{self.source:<28} {self.what:<58} {told(found):>10} {theirs:>18} {self.unit:<3} {self.outcome(found)}"


def _told(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")
