from datetime import datetime, timedelta

import pytest

from layouts.figures import age, ago, brief, clock, day, day_span, iso, local, number, share
from layouts.words import Lang


@pytest.mark.parametrize(
    ("value", "lang", "decimals", "signed", "text"),
    [
        (1284, "zh", 0, False, "1,284"),
        (81.44, "en", 1, False, "81.4"),
        (-4.2, "zh", 1, True, "−4.2"),
        (4.2, "zh", 1, True, "+4.2"),
        (0.04, "en", 1, True, "±0.0"),
        (-0.04, "en", 1, False, "0.0"),
        (99_999, "zh", 0, False, "99,999"),
        (184_210, "zh", 0, False, "18.4 万"),
        (184_210, "en", 0, False, "184,210"),
        (250_000_000, "zh", 0, False, "2.5 亿"),
        (0, "zh", 0, False, "0"),
        (None, "zh", 1, False, "—"),
        (float("nan"), "en", 1, False, "—"),
    ],
)
def test_numbers(value: float | None, lang: Lang, decimals: int, signed: bool, text: str) -> None:
    assert number(value, lang, decimals, signed) == text


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [(999_999, "100.0 万", "999,999"), (2_246_525, "224.7 万", "2.25 M"), (-2_246_525, "−224.7 万", "−2.25 M"), (None, "—", "—")],
)
def test_counts_in_small_type_are_short(value: float | None, zh: str, en: str) -> None:
    assert (brief(value, "zh"), brief(value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (-3, "0 秒", "0 s"),
        (8.9, "8 秒", "8 s"),
        (89, "89 秒", "89 s"),
        (90, "1 分", "1 min"),
        (5399, "89 分", "89 min"),
        (5400, "1 时", "1 h"),
        (93_600, "26 时", "26 h"),
        (172_800, "2 天", "2 d"),
    ],
)
def test_ages(seconds: float, zh: str, en: str) -> None:
    assert (age(seconds, "zh"), age(seconds, "en")) == (zh, en)
    assert (ago(seconds, "zh"), ago(seconds, "en")) == (f"{zh}前", f"{en} ago")


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert share(0.9996, "zh") == "99%"
    assert share(1.0, "zh") == "100%"
    assert share(0.29, "en") == "29%"
    assert share(None, "en") == "—"


def test_moments() -> None:
    moment = datetime(2026, 11, 22, 16, 30, 5, 999)
    assert iso(moment) == "2026-11-22T16:30:05Z"
    assert clock(moment, "Asia/Shanghai") == "00:30:05"
    assert day(moment, "Asia/Shanghai", "zh") == "11月23日 周一"
    assert day(moment, "Asia/Shanghai", "en") == "Mon 23 Nov"


@pytest.mark.parametrize(("date", "hours"), [((2026, 3, 8), 23), ((2026, 7, 1), 24), ((2026, 11, 1), 25)])
def test_a_day_is_as_long_as_the_clock_makes_it(date: tuple[int, int, int], hours: int) -> None:
    noon = datetime(*date, 17)
    start, end = day_span(noon, "America/Chicago")
    assert end - start == timedelta(hours=hours)
    assert start <= noon < end
    assert local(start, "America/Chicago").hour == local(end, "America/Chicago").hour == 0
