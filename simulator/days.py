"""Which earlier days a day is like: the calendar of the city's folder, the weekday where it is silent."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from simulator.clock import LOCAL_OFFSET

Calendar = dict[date, str]
LONGEST = 56


def load(folder: Path) -> Calendar:
    """calendar.csv: date (YYYYMMDD) and day_type; nothing where there is no such file."""
    path = folder / "calendar.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as lines:
        return {datetime.strptime(row["date"], "%Y%m%d").date(): row["day_type"] for row in csv.DictReader(lines)}


def local_date(utc: float) -> date:
    return datetime.fromtimestamp(utc + LOCAL_OFFSET, UTC).date()


def day_type(calendar: Calendar, day: date) -> str:
    return calendar.get(day) or ("weekend" if day.isoweekday() >= 6 else "workday")


def is_rest(calendar: Calendar, day: date) -> bool:
    return day_type(calendar, day) in ("weekend", "holiday")


def like(calendar: Calendar, today: date, most: int) -> list[int]:
    """How many days ago: the last day of the same kind (work or rest), then the `most` last days that are like it, of a week ago or
    earlier."""
    ago = {number: today - timedelta(days=number) for number in range(1, LONGEST + 1)}
    same_kind = [number for number, day in ago.items() if is_rest(calendar, day) == is_rest(calendar, today)]
    alike = [number for number, day in ago.items() if number >= 6 and _alike(calendar, today, day)]
    return list(dict.fromkeys([*same_kind[:1], *alike[:most]]))


def _alike(calendar: Calendar, today: date, day: date) -> bool:
    kind, other = day_type(calendar, today), day_type(calendar, day)
    if kind == "holiday":
        return other == "holiday" or (other == "weekend" and day.isoweekday() == 7)
    return other == "workday" if kind == "makeup" else other == kind and day.isoweekday() == today.isoweekday()
