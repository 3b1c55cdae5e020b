"""Service days: which dates each service runs, and when each day starts in UTC."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST = 3660  # days that one calendar may span


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Noon minus 12 hours, in UTC without zone: GTFS counts from there, also on the days when clocks change."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
    return (noon - timedelta(hours=12)).replace(tzinfo=None)


def agreed(names: Sequence[str], zone: ZoneInfo) -> ZoneInfo:
    """The one zone that is named, where it is one that there is; else `zone`, the city's."""
    try:
        return ZoneInfo(names[0]) if len(names) == 1 else zone
    except (ZoneInfoNotFoundError, ValueError):
        return zone


def service_day_rows(dates: Iterable[str], zones: Collection[ZoneInfo]) -> list[dict[str, Any]]:
    """Rows of the table service_day, for YYYYMMDD dates; where timetables are of several zones a day begins with the first of them."""
    days = ((text, as_date(text)) for text in sorted(set(dates)))
    return [{"service_date": text, "day_start": first_start(day, zones), "weekday": day.isoweekday()} for text, day in days if day]


def first_start(day: date, zones: Collection[ZoneInfo]) -> datetime:
    return min(day_start(day, zone) for zone in zones)


def zone_shift_s(text: str, zone: ZoneInfo, zones: Collection[ZoneInfo]) -> int:
    """Seconds from where a YYYYMMDD date begins to where it does in this zone."""
    day = as_date(text)
    return int((day_start(day, zone) - first_start(day, zones)).total_seconds()) if day else 0


def as_date(text: str) -> date | None:
    """A date from YYYYMMDD; None for anything else."""
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except (TypeError, ValueError):
        return None


def service_dates(calendar: Iterable[Mapping[str, Any]], exceptions: Iterable[Mapping[str, Any]]) -> set[tuple[str, str, str]]:
    """(feed, service_id, YYYYMMDD) of every day on which a service runs: the weekly calendar, then its exceptions (1 adds, 2 removes)."""
    dates = {(row["feed"], row["service_id"], day) for row in calendar for day in _weekly(row)}
    for row in exceptions:
        entry = (row["feed"], row["service_id"], row["date"])
        if row["exception_type"] == 2:
            dates.discard(entry)
        elif row["exception_type"] == 1 and as_date(row["date"]):
            dates.add(entry)
    return dates


def _weekly(row: Mapping[str, Any]) -> Iterable[str]:
    first, last = as_date(row["start_date"]), as_date(row["end_date"])
    if first is None or last is None:
        return
    for offset in range(min((last - first).days + 1, LONGEST)):
        day = first + timedelta(days=offset)
        if row[WEEKDAYS[day.weekday()]] == 1:
            yield f"{day:%Y%m%d}"
