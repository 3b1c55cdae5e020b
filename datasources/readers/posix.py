"""POSIX seconds of feeds to UTC, with the usual slips named instead of believed."""

from datetime import UTC, datetime

BAD_TIMES = ("time_in_milliseconds", "time_absurd")
FIRST, LAST = 946_684_800, 4_102_444_800  # 2000 .. 2100


class BadTime(Exception):
    """`reason` is a short stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def moment(seconds: int) -> datetime:
    """UTC without zone. Raises BadTime."""
    if FIRST <= seconds < LAST:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    if FIRST * 1000 <= seconds < LAST * 1000:
        raise BadTime("time_in_milliseconds")
    raise BadTime("time_absurd")
