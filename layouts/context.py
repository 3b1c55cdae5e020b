"""What every panel may know besides its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from layouts.words import Bilingual, Lang, read

Rows = Mapping[str, list[dict[str, Any]]]  # view name -> rows; times are naive UTC


@dataclass(frozen=True)
class Context:
    """One moment, one viewer language, one scope. `headers` are the views' header comments, value for value."""

    lang: Lang
    as_of: datetime
    now: datetime  # the newest moment known; equals as_of when live
    zone: str
    city: Bilingual
    subtitle: Bilingual
    scene: str
    mode: Literal["live", "replay"] = "live"
    demo: bool = False
    speed: float = 1.0  # seconds of the city in one of the viewer's
    refused: tuple[str, ...] = ()  # what is wrong with the last edit of the city's files
    faults: tuple[str, ...] = ()  # of the store: disk_full | damaged
    failed: Mapping[str, str] = field(default_factory=dict)  # views that could not be computed, and why
    scope: str | None = None
    subject: Mapping[str, str] = field(default_factory=dict)  # the scene's parameters that the viewer chose
    scenes: Mapping[str, Bilingual] = field(default_factory=dict)
    districts: Mapping[str, Bilingual] = field(default_factory=dict)
    feeds: Mapping[str, Bilingual] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def age_s(self, moment: datetime | None) -> float | None:
        """Seconds from the moment to the one looked at; None stays None."""
        return None if moment is None else (self.as_of - moment).total_seconds()

    @property
    def faster(self) -> str:
        """ " ×60" where the city's time runs so much faster, else nothing."""
        return f" ×{self.speed:g}" if self.speed != 1.0 else ""

    def text(self, row: Mapping[str, Any], field: str) -> str:
        """The viewer's language of a row's `<field>_zh`, `<field>_en`; the other one where this is missing."""
        first, second = (f"{field}_zh", f"{field}_en") if self.lang == "zh" else (f"{field}_en", f"{field}_zh")
        return str(row.get(first) or row.get(second) or "")

    def district(self, district_id: str | None) -> str:
        named = self.districts.get(district_id or "")
        return read(named, self.lang) if named else district_id or ""

    def feed(self, name: str) -> str:
        named = self.feeds.get(name)
        return read(named, self.lang) if named else name
