from datetime import datetime, timedelta

from layouts.curve import area, dot, line

START, GAP = datetime(2026, 11, 23), timedelta(minutes=6)


def at(moment: datetime, figure: float) -> str:
    return f"{(moment - START) / timedelta(minutes=1):g} {figure:g}"


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def test_a_line_breaks_where_points_are_missing() -> None:
    assert line([(minute(0), 1), (minute(5), 2), (minute(15), 3)], GAP, at) == "M0 1L5 2M15 3"


def test_a_band_goes_there_above_and_back_below() -> None:
    points = [(minute(0), 1, 4), (minute(5), 2, 5), (minute(15), 3, 6)]
    assert area(points, GAP, at) == "M0 4L5 5L5 2L0 1ZM15 6L15 3Z"


def test_the_newest_point_is_a_dot() -> None:
    assert dot([(minute(0), 1), (minute(5), 2)], at) == "M5 2h0"


def test_nothing_is_drawn_of_nothing() -> None:
    assert line([], GAP, at) == area([], GAP, at) == dot([], at) == ""
