from typing import Any

from layouts.panels import bar
from layouts.panels.bar import BarSpec
from tests.layouts.rows import context, rows
from tests.layouts.tree import attribute, classed, said


def drawn(lang: Any = "zh", given: Any = None, **changes: Any) -> Any:
    return bar.draw(BarSpec(kind="bar", id="bar"), rows() if given is None else given, context(lang, **changes))


def test_the_stage_is_told_with_its_reason() -> None:
    assert classed(drawn(), "stage")[0].className == "stage level-2"
    assert said(drawn(), "stage") == ["2 关注 早高峰拥堵偏高，2 项指标低于目标"]
    assert said(drawn("en", {}), "stage") == ["? Unknown No data to judge by"]


def test_abnormal_feeds_always_have_a_lamp_with_a_word_and_a_shape() -> None:
    shown = [lamp for lamp in classed(drawn("en"), "lamp") if "spare" not in lamp.className]
    assert [said(lamp, "lamp")[0] for lamp in shown] == ["Data supply Stale 26 h", "Road incidents Degraded 2 min", "Weather Down 2 h"]
    assert [classed(lamp, "mark")[0].className for lamp in shown] == ["mark stale", "mark degraded", "mark down"]
    assert [mark.className for mark in classed(drawn(), "mark")[:4]] == ["mark live", "mark live", "mark live", "mark late"]


def test_what_has_no_lamp_is_counted_and_said_to_be_well_or_not() -> None:
    assert said(drawn("en"), "more") == ["1 more not normal"]
    assert "abnormal" in classed(drawn("en"), "more")[0].className
    given = rows()
    given["feed_status"] = [row | {"state": "LIVE"} for row in given["feed_status"]]
    assert said(drawn("en", given), "more") == ["5 more normal"]
    given["feed_status"] = [row | {"state": "DOWN"} for row in given["feed_status"]]
    assert said(drawn("en", given), "more") == ["5 more not normal"]
    assert [lamp.className for lamp in classed(drawn("en", given), "lamp")] == ["lamp down"] * 3 + ["lamp down spare"] * 5


def test_the_clock_is_the_city_s() -> None:
    assert said(drawn("en"), "moment") == ["08:14:32 Mon 23 Nov · Live"]
    assert attribute(drawn(), "data-clock") == ["2026-11-23T00:14:32Z"]
    assert attribute(drawn(), "data-offset-min") == ["480"]


def test_replayed_and_simulated_data_never_look_live() -> None:
    assert said(drawn(mode="replay"), "tag") == ["回放", "演示数据"]
    assert said(drawn(mode="replay"), "moment") == ["08:14:32 11月23日 周一 · 回放"]
    assert said(drawn(demo=False), "tag") == []


def test_the_other_language_and_the_other_theme_are_a_tap_away() -> None:
    assert said(drawn(), "choice") == ["English", "浅色", "深色"]
    assert said(drawn("en"), "choice") == ["中文", "Light", "Dark"]
    assert [attribute(drawn(lang), "data-go")[-3:] for lang in ("zh", "en")] == [
        ["lang=en", "theme=light", "theme="],
        ["lang=", "theme=light", "theme="],
    ]


def test_a_district_shows_the_way_back() -> None:
    narrowed = drawn(scope="370602")
    assert said(narrowed, "trail") == ["全市 › 芝罘区"]
    assert "scope=" in attribute(narrowed, "data-go")
    assert said(drawn("en"), "trail") == ["One screen to see the whole city"]


def test_tabs_lead_to_the_scenes() -> None:
    assert said(drawn("en"), "scene-tab") == ["Overview", "Traffic"]
    assert classed(drawn("en"), "chosen")[0].children == "Overview"
    assert attribute(classed(drawn(), "scenes")[0], "data-go") == ["scene=overview&card=", "scene=traffic&card="]


def test_what_is_wrong_with_the_wall_itself_is_said_in_one_line() -> None:
    assert said(drawn(), "refused") == []
    troubles = {"faults": ("disk_full",), "failed": {"b_view": "x", "a_view": "y"}, "refused": ("first", "second")}
    assert said(drawn("en", **troubles), "refused") == [
        "The disk is full: new data are shown from memory and not kept · Could not be computed: a_view, b_view"
        " · An edit of the city's files was refused: first (and 1 more)"
    ]
