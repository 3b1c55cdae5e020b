"""Frames drawn on request: a past moment, or a district nobody looked at lately. Cached, and one drawing in flight per key."""

import base64
from collections.abc import Callable, Hashable
from datetime import UTC, datetime

import orjson

from dashboard.tick import Ticker
from datasources.cache import Answers
from datasources.questions import BadTicket
from layouts.words import LANGS, Lang

KEPT, HEAVIEST = 256, 128 * 2**20


class Requested:
    """The engine's action `frame`: {"scene", "scope", "lang", "at"} in, a frame's JSON out; with a past moment also its layers."""

    def __init__(self, ticker: Callable[[], Ticker], revision: Callable[[datetime], Hashable]) -> None:
        self._ticker = ticker
        self._revision = revision
        self._once: Answers[bytes] = Answers(KEPT, len, HEAVIEST)

    def __call__(self, body: bytes) -> bytes:
        """Raises BadTicket for what is no such request."""
        ticker = self._ticker()
        scene, scope, lang, at = self._read(body, ticker)
        revision = self._revision(at) if at else ticker.version
        return self._once.get((scene, scope, lang, at, revision), lambda: draw(ticker, scene, scope, lang, at))

    @staticmethod
    def _read(body: bytes, ticker: Ticker) -> tuple[str, str, Lang, datetime | None]:
        try:
            asked = orjson.loads(body)
            scene, scope = str(asked["scene"]), str(asked.get("scope") or "city")
            at = datetime.fromisoformat(asked["at"]) if asked.get("at") else None
            lang = next(lang for lang in LANGS if lang == asked.get("lang", "zh"))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
            raise BadTicket(f"expected scene, scope, lang and at, found {body[:200]!r}") from error
        if scene not in ticker.city.scenes or not (scope == "city" or scope in ticker.districts):
            raise BadTicket(f"no scene {scene!r} or no district {scope!r}")
        return scene, scope, lang, at.astimezone(UTC).replace(tzinfo=None) if at and at.tzinfo else at


def draw(ticker: Ticker, scene: str, scope: str, lang: Lang, at: datetime | None) -> bytes:
    drawn = ticker.drawn(scene, scope, lang, at)
    if at is None:
        return drawn.frame
    binary = {"vehicles": base64.b64encode(drawn.vehicles).decode(), "roads": base64.b64encode(drawn.roads).decode()}
    return orjson.dumps({**orjson.loads(drawn.frame), "binary": binary})
