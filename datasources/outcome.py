"""What became of a try, and how a feed stands: rows for the ledger and for /metrics."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from datasources.feed import State


@dataclass(frozen=True)
class Outcome:
    """One row of the ledger's table `fetch`. skew_s: the source's clock minus ours."""

    feed: str
    event_time: datetime  # UTC without zone
    ok: bool
    outcome: Literal["landed", "unchanged", "refused", "failed"]
    error: str | None = None
    duration_s: float = 0.0
    bytes: int = 0
    skew_s: float | None = None

    def row(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class FeedStatus:
    """How a feed stands now. Ages are seconds; None: nothing came yet."""

    feed: str
    state: State
    demo: bool
    arrival_age_s: float | None
    error: str | None
    tries: int
    failures: int  # in a row
    landed: int
    refused: int
    in_flight: bool
    abandoned: int  # tries that hung and were left behind
