from datetime import date
from pathlib import Path

import pytest

from simulator import days


@pytest.mark.parametrize(
    ("today", "ago"),
    [
        ("2026-11-25", [1, 7, 14, 21, 28]),  # a Wednesday
        ("2026-11-23", [3, 7, 14, 21, 28]),  # a Monday: Friday is the last working day
        ("2026-11-28", [6, 7, 14, 21, 28]),  # a Saturday
        ("2026-10-14", [1, 14, 21, 28, 35]),  # a week before was a holiday
        ("2026-10-10", [1, 10, 11, 12, 16]),  # a Saturday that was worked, after a week off
        ("2026-10-02", [1, 6, 7, 19, 26]),  # a holiday: the holidays before, then Sundays
    ],
)
def test_a_day_is_like_those_of_its_kind(yantai: Path, today: str, ago: list[int]) -> None:
    assert days.like(days.load(yantai), date.fromisoformat(today), 4) == ago


def test_without_a_calendar_the_weekday_counts(tmp_path: Path) -> None:
    assert days.like(days.load(tmp_path), date(2026, 10, 14), 4) == [1, 7, 14, 21, 28]
