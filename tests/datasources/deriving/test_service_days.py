"""Service days start at noon minus twelve hours, also when clocks change."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasources.deriving.service_days import WEEKDAYS, as_date, day_start, service_dates, service_day_rows

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2016, 11, 25), datetime(2016, 11, 25, 6)),  # an ordinary day: local midnight
        (date(2016, 3, 13), datetime(2016, 3, 13, 5)),  # clocks go forward: 23:00 of the day before
        (date(2016, 11, 6), datetime(2016, 11, 6, 6)),  # clocks go back: 01:00
    ],
)
def test_noon_minus_twelve_hours(day: date, start: datetime) -> None:
    assert day_start(day, CHICAGO) == start


@given(
    st.dates(date(2000, 1, 1), date(2037, 1, 1)),
    st.sampled_from(["America/Chicago", "Asia/Shanghai", "Australia/Lord_Howe", "Europe/Helsinki"]),
)
def test_noon_by_the_local_clock_is_twelve_hours_into_the_day(day: date, zone: str) -> None:
    noon = (day_start(day, ZoneInfo(zone)) + timedelta(hours=12)).replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    assert (noon.date(), noon.hour, noon.minute) == (day, 12, 0)


def calendar(start: str, end: str, *days: str) -> dict[str, Any]:
    return {"feed": "f", "service_id": "s", "start_date": start, "end_date": end, **{d: int(d in days) for d in WEEKDAYS}}


def test_weekly_calendar_with_both_ends() -> None:
    found = service_dates([calendar("20161124", "20161204", "friday", "sunday")], [])
    assert sorted(day for _, _, day in found) == ["20161125", "20161127", "20161202", "20161204"]


def test_exceptions_add_and_remove() -> None:
    exceptions = [
        {"feed": "f", "service_id": "s", "date": d, "exception_type": t} for d, t in (("20161125", 2), ("20161126", 1), ("2016-11-26", 1))
    ]
    found = service_dates([calendar("20161125", "20161127", "friday", "sunday")], exceptions)
    assert sorted(day for _, _, day in found) == ["20161126", "20161127"]


@pytest.mark.parametrize(("start", "end"), [("bad", "20161201"), ("20161201", "20161101"), (None, None)])
def test_a_calendar_without_a_span_runs_never(start: Any, end: Any) -> None:
    assert service_dates([calendar(start, end, *WEEKDAYS)], []) == set()


def test_a_calendar_of_a_thousand_years_is_cut_short() -> None:
    assert len(service_dates([calendar("10000101", "29991231", *WEEKDAYS)], [])) == 3660


def test_rows_are_sorted_and_single() -> None:
    rows = service_day_rows(["20161126", "20161125", "20161126", "xx"], [CHICAGO])
    assert [(r["service_date"], r["weekday"]) for r in rows] == [("20161125", 5), ("20161126", 6)]
    assert as_date("20161131") is None
