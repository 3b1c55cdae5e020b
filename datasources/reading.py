"""What a reader gives: rows of canonical tables, and what it could not read.

A reader never raises for a bad row: it says what was wrong in a Reject and goes on. It raises FeedRefused when the bytes as a
whole cannot be believed (truncated, another format, columns missing); the previous batch then stays.
"""

from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa


class FeedRefused(Exception):
    """A whole batch cannot be believed. `reason` is a short stable word (for counting), the text says it to people."""

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(text or reason)
        self.reason = reason


@dataclass(frozen=True)
class Reject:
    """Rows of one table that a reader could not make; `sample` shows one of them as it came, at most a few hundred characters."""

    table: str
    reason: str
    sample: str
    rows: int = 1


@dataclass(frozen=True)
class Finding:
    """A rule of the MobilityData validator that a message breaks, how many times, and one of them in a line."""

    rule: str
    rows: int
    sample: str


@dataclass(frozen=True)
class Message:
    """What a GTFS-Realtime message says of itself, and which rules it breaks that its rows cannot tell any more."""

    header_time: datetime | None  # UTC without zone
    version: str
    incrementality: str | None
    entities: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Rows by canonical table (names and units of datasources/model/*.sql) and the rejects.

    Columns feed, batch and received_at are the store's to fill; times are UTC without zone; `source_time` is the moment the
    source itself says it wrote (UTC without zone), None where it does not.
    """

    tables: dict[str, pa.Table]
    rejects: list[Reject] = field(default_factory=list)
    source_time: datetime | None = None
    message: Message | None = None

    def rows_in(self) -> int:
        """Every row that came, readable or not."""
        return sum(int(t.num_rows) for t in self.tables.values()) + sum(r.rows for r in self.rejects)
