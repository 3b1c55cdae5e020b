from typing import Any

from layouts.panels import table
from layouts.panels.table import TableSpec
from layouts.words import Text
from tests.layouts.rows import ago, context
from tests.layouts.tree import attribute, classed, said

SPEC = TableSpec.model_validate(
    {
        "kind": "table",
        "view": "v",
        "rows": 2,
        "go": {"segment": "segment_id"},
        "title": {"zh": "最堵", "en": "Worst"},
        "columns": [
            {"field": "name", "title": {"zh": "路段", "en": "Segment"}, "bilingual": True, "wide": True},
            {"field": "ratio", "title": {"zh": "倍", "en": "Ratio"}, "form": "number", "decimals": 2},
            {"field": "seen", "title": {"zh": "上报", "en": "Seen"}, "form": "age"},
            {"field": "wait", "title": {"zh": "等", "en": "Wait"}, "form": "duration"},
            {"field": "state", "title": {"zh": "状态", "en": "State"}, "form": "word"},
        ],
    }
)
ROW = {"name_zh": "南大街", "name_en": "Nan St", "ratio": 2.345, "seen": ago(200), "wait": 95.0, "state": "LATE", "segment_id": "s/1 &"}


def drawn(lang: Any, *rows: dict[str, Any]) -> Any:
    return table.draw(SPEC, {"v": list(rows)}, context(lang))


def test_values_are_shown_in_their_form_and_language() -> None:
    assert said(drawn("en", ROW), "row")[1] == "Nan St 2.35 3 min 1 min Late"
    assert said(drawn("zh", ROW), "row") == ["路段 倍 上报 等 状态", "南大街 2.35 3 分 1 分 迟到"]
    assert attribute(drawn("zh", ROW), "data-age") == ["2026-11-23T00:11:12Z"]


def test_missing_values_are_dashes() -> None:
    none = dict.fromkeys(ROW)
    assert said(drawn("en", none), "row")[1] == "— — — — —"


def test_a_row_is_a_gesture_with_an_escaped_key() -> None:
    assert attribute(drawn("zh", ROW), "data-go") == ["segment=s%2F1+%26"]


def test_the_row_that_the_scene_is_about_is_marked() -> None:
    other = ROW | {"segment_id": "s2"}
    seen = table.draw(SPEC, {"v": [ROW, other]}, context("zh", subject={"segment": "s2"}))
    assert [row.className for row in classed(seen, "row")[1:]] == ["row", "row chosen"]
    assert not classed(drawn("zh", ROW), "chosen")


def test_no_more_rows_than_asked_and_none_is_said() -> None:
    assert len(classed(drawn("zh", ROW, ROW, ROW), "row")) == 3
    assert said(drawn("en"), "none") == ["No matching records"]
    calm = SPEC.model_copy(update={"none": Text(zh="没有拥堵", en="Nothing is congested")})
    assert said(table.draw(calm, {}, context("zh")), "none") == ["没有拥堵"]


def test_columns_are_as_wide_as_their_longest_value() -> None:
    long = ROW | {"ratio": 12345678.0}
    narrow, wide = (classed(drawn("en", row), "rows")[0].style["--columns"].split()[2] for row in (ROW, long))
    assert int(narrow.removesuffix("rem")) < int(wide.removesuffix("rem"))


def test_it_asks_for_both_languages_and_for_the_key() -> None:
    assert table.needs(SPEC) == {"v": ("name_zh", "name_en", "ratio", "seen", "wait", "state", "segment_id")}


def test_a_moment_may_be_told_as_the_citys_time_of_day() -> None:
    told = TableSpec.model_validate(
        {"kind": "table", "view": "v", "columns": [{"field": "begun", "title": {"zh": "起", "en": "From"}, "form": "time"}]}
    )
    drawn = table.draw(told, {"v": [{"begun": ago(0)}, {"begun": None}]}, context())
    assert said(drawn, "row") == ["起", "08:14", "—"]


def test_a_long_text_beside_many_columns_gets_a_line_of_its_own() -> None:
    """Said of the list as a whole, so that its rows are alike; the stylesheet does it where the list is narrow."""
    columns = [{"field": "name", "title": {"zh": "事件", "en": "Incident"}, "wide": True}]
    columns += [{"field": f"c{n}", "title": {"zh": "清障时刻", "en": "Cleared at"}} for n in range(4)]
    spec = TableSpec.model_validate({"kind": "table", "view": "v", "columns": columns})
    row = {"name": "短", **{f"c{n}": "5 分" for n in range(4)}}
    assert not classed(table.draw(spec, {"v": [row]}, context()), "long")
    assert classed(table.draw(spec, {"v": [row, row | {"name": "很长的事件名称" * 5}]}, context()), "long")


def test_a_word_that_a_narrow_list_would_break_gets_a_line_of_its_own_there() -> None:
    assert classed(drawn("en", ROW, ROW | {"name_en": "Huilongshangongdeyuan → Qingquan"}), "wordy")
    for name in ("Qingquan Industrial Park → Railway Station", "回龙山功德园→清泉工业园（开发区西门）"):
        assert not classed(drawn("en", ROW | {"name_en": name}), "wordy")
