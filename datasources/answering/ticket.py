"""A question to the store: a ticket names a view, never SQL. And the ways it can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from datasources.moment import naive_utc

MOST_ROWS = 200_000


class QuestionError(Exception):
    """A question that cannot be answered; `nearest` is a name that would have been right, where one is near."""

    def __init__(self, text: str, nearest: str = "") -> None:
        super().__init__(f"{text} (did you mean {nearest!r}?)" if nearest else text)
        self.text, self.nearest = text, nearest


class UnknownView(QuestionError):
    """No view has that name."""


class BadTicket(QuestionError):
    """The ticket itself is malformed."""


class TooLong(QuestionError):
    """The answer took longer than the time given."""


class ViewFailed(QuestionError):
    """The view is there and could not be computed."""


ERRORS: dict[str, type[QuestionError]] = {e.__name__: e for e in (UnknownView, BadTicket, TooLong, ViewFailed)}


@dataclass(frozen=True)
class Ticket:
    """One question. as_of: UTC without zone, None = now, live; scope: a district_id, None = the whole city; limit: at most so many rows."""

    view: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    as_of: datetime | None = None
    scope: str | None = None
    limit: int | None = None

    def encoded(self) -> bytes:
        """Bytes that are equal for equal questions; `decoded` reads them."""
        return orjson.dumps(
            {"view": self.view, "parameters": dict(self.parameters), "as_of": self.as_of, "scope": self.scope, "limit": self.limit},
            option=orjson.OPT_SORT_KEYS,
        )

    @staticmethod
    def decoded(data: bytes) -> "Ticket":
        """Raises BadTicket."""
        try:
            return _checked(orjson.loads(data))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadTicket(f"not a ticket: {error}") from error


def _checked(raw: dict[str, Any]) -> Ticket:
    parameters, scope, limit, moment = raw.get("parameters") or {}, raw.get("scope"), raw.get("limit"), raw.get("as_of")
    if not isinstance(raw["view"], str) or not all(isinstance(v, str) for v in (*parameters, *parameters.values())):
        raise TypeError("view and parameters are strings")
    if not (scope is None or isinstance(scope, str)) or not (limit is None or (type(limit) is int and limit >= 0)):
        raise TypeError("scope is a string, limit a count")
    return Ticket(raw["view"], parameters, naive_utc(datetime.fromisoformat(moment)) if moment else None, scope, limit)
