"""Frames drawn on request: a past moment; a scene, district or line nobody looked at lately. Cached, and one drawing in flight per key."""

import base64
from collections.abc import Callable
from datetime import datetime

import orjson

from dashboard.asked import CITY, Asked
from dashboard.tick import Ticker
from datasources.answering.cache import Once
from datasources.answering.questions import BadTicket, QuestionError
from datasources.moment import naive_utc
from datasources.store import Store
from layouts.words import LANGS

KEPT, HEAVIEST = 256, 128 * 2**20


class Requested:
    """The engine's action `frame`: {"scene", "scope", "lang", "subject", "at"} in, a frame's JSON out; of a past moment its layers too."""

    def __init__(self, ticker: Callable[[], Ticker], store: Store) -> None:
        self._ticker = ticker
        self._store = store
        self._once: Once[bytes] = Once(KEPT, len, HEAVIEST)

    def __call__(self, body: bytes) -> bytes:
        """Raises BadTicket for what is no such request, QuestionError before the first tick, when districts are not known yet."""
        ticker = self._ticker()
        asked, at = read(body)
        if asked.district is not None and not ticker.begun:
            raise QuestionError("the districts are not known yet")
        if not ticker.knows(asked):
            raise BadTicket(f"no such frame: {asked}")
        revision = self._store.revisions.at(at) if at else ticker.version
        with self._store.precedence.asked():
            return self._once.get((asked, at, revision), lambda: draw(ticker, asked, at))


def read(body: bytes) -> tuple[Asked, datetime | None]:
    try:
        told = orjson.loads(body)
        at = datetime.fromisoformat(told["at"]) if told.get("at") else None
        lang = next(lang for lang in LANGS if lang == told.get("lang", "zh"))
        subject = tuple((str(key), str(value)) for key, value in (told.get("subject") or {}).items())
        asked = Asked(str(told["scene"]), str(told.get("scope") or CITY), lang, subject)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise BadTicket(f"expected scene, scope, lang, subject and at, found {body[:200]!r}") from error
    return asked, naive_utc(at) if at else None


def draw(ticker: Ticker, asked: Asked, at: datetime | None) -> bytes:
    drawn = ticker.drawn(asked, at)
    if at is None:
        return drawn.frame
    binary = {"vehicles": base64.b64encode(drawn.vehicles).decode(), "roads": base64.b64encode(drawn.roads).decode()}
    return orjson.dumps({**orjson.loads(drawn.frame), "binary": binary})
