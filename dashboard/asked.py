"""What a frame is of: a scene, a scope, a language and, where the scene has parameters, what it is about. Its name says it all."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from layouts.words import LANGS, Lang

CITY = "city"  # the scope of the whole city
NAME = re.compile(r"([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,64})\.(zh|en)(?:\.([A-Za-z0-9_-]{1,160}))?")
Subject = tuple[tuple[str, str], ...]


class Asked(NamedTuple):
    """subject: the scene's parameters that the viewer chose, in the order of the address."""

    scene: str
    scope: str
    lang: Lang
    subject: Subject = ()

    @property
    def name(self) -> str:
        """`line.city.zh.bGluZT01MQ`: the subject as a query string in base64url, so that any text fits a file's name."""
        told = urlsafe_b64encode(urlencode(self.subject).encode()).decode().rstrip("=")
        return ".".join((self.scene, self.scope, self.lang, *([told] if told else [])))

    @property
    def district(self) -> str | None:
        return None if self.scope == CITY else self.scope


def asked_by(name: str) -> Asked | None:
    """What a name asks for; None where it is no frame's."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    lang = next(lang for lang in LANGS if lang == found[3])
    try:
        return Asked(found[1], found[2], lang, _subject(found[4] or ""))
    except (binascii.Error, ValueError):
        return None


def _subject(told: str) -> Subject:
    return tuple(parse_qsl(urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode("utf-8"), strict_parsing=True)) if told else ()
