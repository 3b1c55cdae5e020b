"""What a gesture may know of the city besides rows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from datasources.moment import naive_utc
from layouts.context import Context
from layouts.scene import SceneSpec
from layouts.words import Bilingual, Lang, Text

Headers = Mapping[str, Mapping[str, str]]
NOTHING = Text(zh="—", en="—")


@dataclass(frozen=True)
class Facts:
    """The last two are asked for at every gesture: an engine that starts does not know them yet."""

    zone: str
    demo: bool
    scenes: Mapping[str, SceneSpec]
    responses: Mapping[str, Bilingual] = field(default_factory=dict)  # what each rule of alerts asks people to do
    feeds: Mapping[str, Bilingual] = field(default_factory=dict)
    city: Bilingual = NOTHING
    headers: Callable[[], Headers] = dict  # of views
    districts: Callable[[], Mapping[str, Bilingual]] = dict

    def scene(self, name: str | None) -> SceneSpec:
        """The scene of that name, or the city's first."""
        return self.scenes.get(name or "") or next(iter(self.scenes.values()))

    def context(self, asked: Mapping[str, Any], as_of: datetime) -> Context:
        lang: Lang = "en" if asked.get("lang") == "en" else "zh"
        return Context(
            lang=lang, as_of=as_of, now=as_of, zone=self.zone, city=self.city, subtitle=NOTHING, scene=str(asked.get("scene") or ""),
            mode="replay" if asked.get("at") else "live", demo=self.demo, scope=text(asked, "scope"),
            subject=subject(asked, self.scene(text(asked, "scene")).parameters),
            headers=self.headers(), districts=self.districts(), feeds=self.feeds,
            scenes={name: spec.title for name, spec in self.scenes.items()},
        )  # fmt: skip


def text(asked: Mapping[str, Any], key: str, longest: int = 200) -> str | None:
    """A key of what the browser asked, None where it is absent, empty or no text. The browser is not believed more than that."""
    value = asked.get(key)
    return value if isinstance(value, str) and 0 < len(value) <= longest else None


def subject(asked: Mapping[str, Any], names: Collection[str]) -> dict[str, str]:
    """What the browser says that a scene with these parameters is about; whatever else it says is left out."""
    told = asked.get("subject")
    found = {name: text(told, name) for name in names} if isinstance(told, Mapping) else {}
    return {name: value for name, value in found.items() if value is not None}


def moment(asked: Mapping[str, Any], key: str) -> datetime | None:
    """An ISO moment of what the browser asked as naive UTC; None where there is none that can be read."""
    try:
        at = datetime.fromisoformat(asked[key])
    except (KeyError, TypeError, ValueError):
        return None
    return naive_utc(at)
