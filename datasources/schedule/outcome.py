"""What became of a try, and how a feed stands: rows for the ledger and for /metrics."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from datasources.feed import State


@dataclass(frozen=True)
class Outcome:
    """One row of the ledger's table `fetch`. skew_s: the source's clock minus ours; usual_gap_s and good_time: what the feed's record
    knew after the try, so that whoever reads the ledger judges the feed as the engine does."""

    feed: str
    event_time: datetime  # UTC without zone
    ok: bool
    outcome: Literal["landed", "unchanged", "refused", "failed"]
    error: str | None = None
    duration_s: float = 0.0
    bytes: int = 0
    skew_s: float | None = None
    usual_gap_s: float | None = None  # between two batches that bring something new
    good_time: datetime | None = None  # of the last try that went well

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
