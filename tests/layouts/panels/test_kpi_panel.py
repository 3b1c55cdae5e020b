"""The four faces of a figure, and that nothing unknown ever shows as a number."""

import re
from datetime import datetime
from typing import Any

import pytest

from layouts.panels import kpi
from layouts.panels.kpi import KpiSpec
from tests.layouts.rows import STALE, UNKNOWN, Row, ago, context, kpi_row, only, trend_rows
from tests.layouts.tree import attribute, classed, said

FEEDS: list[Row] = [{"feed": "supply", "title_zh": "数据归集", "title_en": "Data supply", "content_age_s": 93600.0}]


def spec(**more: Any) -> KpiSpec:
    return KpiSpec.model_validate({"kind": "kpi", "id": "on_time", "view": "bus_on_time"} | more)


def card(row: Row, lang: Any = "zh", **more: Any) -> Any:
    return kpi.draw(spec(**more), only("bus_on_time", row, feed_status=FEEDS, kpi_trend=trend_rows("bus_on_time")), context(lang))


def test_a_figure_off_its_target() -> None:
    drawn = card(kpi_row())
    assert drawn.className == "card attention"
    assert said(drawn, "name") == ["公交准点率"]
    assert said(drawn, "state") == ["关注"]
    assert classed(drawn, "mark")[0].className == "mark attention"
    assert (said(drawn, "number"), said(drawn, "unit")) == (["81.4"], ["%"])
    assert said(drawn, "change") == ["−4.2 较上周一", "−1.1 较昨日"]
    assert said(drawn, "aim")[0] == "目标 ≥85%"
    assert said(drawn, "foot") == ["12,345 / 15,160 覆盖 96% 到站 −1/+5 分 8 秒前"]


@pytest.mark.parametrize(
    ("value", "target", "shown"),
    [
        (100.0 * 223 / 230, ">= 97", "96.96"),
        (3.96, "< 4", "3.96"),
        (4.04, "<= 4", "4.04"),
        (97.0, ">= 97", "97.0"),
        (97.04, ">= 97", "97.0"),
        (96.999999, ">= 97", "97.0"),
        (96.96, "none", "97.0"),
    ],
)
def test_a_figure_near_its_target_is_told_on_its_own_side_of_it(value: float, target: str, shown: str) -> None:
    assert said(card(kpi_row(value), target=target), "number") == [shown]


def test_a_figure_that_is_well() -> None:
    drawn = card(kpi_row(88.0, state="ok"), "en")
    assert drawn.className == "card ok"
    assert said(drawn, "state") == ["Normal"]
    assert said(drawn, "change") == ["+2.4 vs last Mon", "+5.5 vs yesterday"]
    assert said(drawn, "aim")[0] == "target ≥85%"


@pytest.mark.parametrize(("lang", "told"), [("zh", "不含断供的 数据归集"), ("en", "Without Data supply, which has stopped")])
def test_a_figure_without_a_silent_feed_names_it(lang: str, told: str) -> None:
    drawn = card(kpi_row(coverage=0.62, reason="without:supply"), lang)
    assert (said(drawn, "number"), said(drawn, "rule")) == (["81.4"], [told])


@pytest.mark.parametrize(
    ("row", "lang", "state", "word", "why"),
    [
        (STALE, "zh", "stale", "数据过期", "数据归集 · 最新内容 26 时前"),
        (STALE, "en", "stale", "Stale data", "Data supply: newest content 26 h ago"),
        (UNKNOWN, "zh", "unknown", "无法判断", "覆盖 32% 低于下限 50%"),
        (UNKNOWN, "en", "unknown", "Unknown", "Coverage 32% is below the floor of 50%"),
        (kpi_row(None, state="unknown", reason="no_data"), "en", "unknown", "Unknown", "No data"),
        (kpi_row(None, state="unknown", reason="nothing:没有线路 | no frequent line"), "en", "unknown", "Unknown", "no frequent line"),
        (kpi_row(None, state="unknown", reason="hour_off:other"), "en", "unknown", "Unknown", "other: an hour off the timetable"),
        (kpi_row(None, state="stale", reason="feed:other"), "zh", "stale", "数据过期", "other 断供"),
    ],
)
def test_no_figure_but_a_reason(row: Row, lang: Any, state: str, word: str, why: str) -> None:
    drawn = card(row, lang)
    assert drawn.className == f"card {state}"
    assert said(drawn, "state") == [word]
    assert said(drawn, "number") == ["—"]
    assert said(drawn, "why") == [why]
    assert said(drawn, "unit") == said(drawn, "change") == said(drawn, "counts") == []


def test_the_value_of_a_stale_row_is_not_shown_even_if_it_is_there() -> None:
    drawn = card(kpi_row(0.0, state="stale", reason="feed:supply"))
    assert said(drawn, "number") == ["—"]
    assert not any(re.search(r"\b0\b", text) for text in said(drawn, "body"))


@pytest.mark.parametrize("row", [kpi_row(None, state="ok"), kpi_row(None, state="attention"), kpi_row(1.0, state="surprise"), {}])
def test_whatever_cannot_be_judged_is_unknown(row: Row) -> None:
    rows = only("bus_on_time", row) if row else {}
    drawn: Any = kpi.draw(spec(), rows, context())
    assert drawn.className == "card unknown"
    assert said(drawn, "number") == ["—"]


@pytest.mark.parametrize(
    ("target", "state", "aim"), [(">= 80", "ok", "目标 ≥80%"), ("<= 80", "attention", "目标 ≤80%"), ("none", "ok", "不设目标")]
)
def test_a_scene_may_set_its_own_target(target: str, state: str, aim: str) -> None:
    drawn = card(kpi_row(), target=target)
    assert drawn.className == f"card {state}"
    assert said(drawn, "aim")[0] == aim
    assert card(STALE, target=target).className == "card stale"


def test_no_history_is_said() -> None:
    assert said(card(kpi_row(day_before=None, week_before=None)), "change") == ["— 暂无同期"]
    assert said(card(kpi_row(week_before=None)), "change") == ["−1.1 较昨日"]


@pytest.mark.parametrize(
    ("row", "lang", "told"),
    [
        ({"day_before_on": datetime(2026, 11, 20)}, "zh", ["−4.2 较上周一", "−1.1 较上个工作日"]),
        ({"day_before_on": datetime(2026, 11, 20)}, "en", ["−4.2 vs last Mon", "−1.1 vs last workday"]),
        ({"day_before_on": datetime(2026, 11, 15), "rest": True}, "zh", ["−4.2 较上周一", "−1.1 较上个休息日"]),
        ({"week_before_on": datetime(2026, 11, 9)}, "zh", ["−4.2 较11月9日", "−1.1 较昨日"]),
        ({"week_before_on": datetime(2026, 11, 9)}, "en", ["−4.2 vs 9 Nov", "−1.1 vs yesterday"]),
    ],
)
def test_a_change_says_against_which_day(row: Row, lang: Any, told: list[str]) -> None:
    assert said(card(kpi_row(**row), lang), "change") == told


def test_counts_may_stand_in_front() -> None:
    drawn = card(kpi_row(98.0, state="ok", numerator=1284.0, denominator=1310.0), show="counts")
    assert (said(drawn, "number"), said(drawn, "unit")) == (["1,284"], ["/ 1,310"])
    assert said(drawn, "counts") == []


@pytest.mark.parametrize(("row", "size"), [(kpi_row(), "value"), (kpi_row(numerator=1284.0, denominator=1310.0), "value long")])
def test_wide_figures_get_smaller_type(row: Row, size: str) -> None:
    shown = "counts" if "long" in size else "value"
    assert classed(card(row, show=shown), "value")[0].className == size
    assert (
        classed(card(row | {"numerator": 123456.0, "denominator": 234567.0}, "en", show="counts"), "value")[0].className == "value longer"
    )


def test_the_age_can_go_on_counting_and_the_card_opens_its_definition() -> None:
    drawn = card(kpi_row())
    assert attribute(drawn, "data-age") == ["2026-11-23T00:14:24Z"]
    assert attribute(drawn, "data-age-form") == ["ago"]
    assert attribute(drawn, "data-go") == ["card=on_time"]
    assert said(card(kpi_row(age=None)), "age") == []


def test_decimals_come_from_the_view_and_may_be_overridden() -> None:
    assert said(card(kpi_row(81.44, content_time=ago(1)), decimals=0), "number") == ["81"]
