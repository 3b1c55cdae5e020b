"""What became of a try: a row for the ledger."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal


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
