"""Every word the wall itself says, in both languages (words.toml); words of a city, a view or a feed come with those."""

import re
import tomllib
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
SAID: dict[str, list[str]] = _FILE["said"]  # named by drawings
VALUES: dict[str, list[str]] = _FILE["values"]  # states and kinds as rows bring them
WORDS = SAID | VALUES

WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


class Bilingual(Protocol):
    """Anything with both languages, whichever room's model it is."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Text(BaseModel):
    """A text that a scene gives in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


def read(text: Bilingual, lang: Lang) -> str:
    return text.zh if lang == "zh" else text.en


def say(lang: Lang, key: str, *figures: object) -> str:
    zh, en = WORDS[key]
    return _agreeing(zh if lang == "zh" else en, figures).format(*figures)


_COUNTING = re.compile(r"\{\}([^{}()]*)\((e?s)\)")


def _agreeing(text: str, figures: tuple[object, ...]) -> str:
    """What the words count agrees with the figure before it; names that stand among the figures stay as they are written."""
    if "s)" not in text:
        return text
    return _COUNTING.sub(lambda found: "{}" + found[1] + found[2] * (str(figures[text.count("{}", 0, found.start())]) != "1"), text)


_COUNTED = re.compile(r"([\d.,]*)([^\d()]*)\((e?s)\)")


def agreed(text: str) -> str:
    """`1 bus(es), 3 trip(s)` as `1 bus, 3 trips`: what is counted agrees with the figure before it; without one it is many."""
    return _COUNTED.sub(lambda found: found[1] + found[2] + found[3] * (found[1] != "1"), text) if "s)" in text else text


def counted(figure: str, unit: str) -> str:
    """The unit as it agrees with the figure."""
    return agreed(f"{figure} {unit}").removeprefix(figure).strip()


def worded(lang: Lang, value: str | None) -> str:
    """A state or kind as a source writes it, in words where there are some."""
    return say(lang, value) if value in WORDS else value or ""


def joined(*parts: str) -> str:
    """What is known of it, side by side."""
    return " · ".join(part for part in parts if part)


def pick(text: str | None, lang: Lang) -> str:
    """One language of a view's header value written `中文 | English`; a value without ` | ` serves both."""
    if not text:
        return ""
    zh, bar, en = text.partition(" | ")
    return (zh if lang == "zh" or not bar else en).strip()
