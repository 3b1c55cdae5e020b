from typing import Any
from urllib.parse import parse_qsl

import pytest
from pydantic import ValidationError

from layouts.panels import worst
from layouts.panels.worst import WorstSpec
from layouts.steps import Step, encoded
from layouts.words import LANGS
from tests.layouts.rows import ago, context
from tests.layouts.tree import attribute, classed, said, walk

TABLE: dict[str, Any] = {
    "kind": "worst",
    "view": "v",
    "title": {"zh": "最差", "en": "Worst"},
    "key": "order",
    "go": {"vehicle": "vehicle_id"},
    "about": "line_chosen",
    "chosen": {"route_id": "route_id"},
    "columns": [
        {"field": "label", "title": {"zh": "车", "en": "Bus"}},
        {"field": "route", "title": {"zh": "线", "en": "Line"}, "go": {"scene": "=line", "line": "route_id"}},
        {"field": "delay_s", "title": {"zh": "偏差", "en": "Off"}, "form": "deviation", "sort": True},
    ],
}
SPEC = WorstSpec.model_validate(TABLE)


def row(vehicle: str, delay_s: float | None, state: str = "late", route: str = "16") -> dict[str, Any]:
    return {"vehicle_id": vehicle, "label": vehicle, "route": f"{route} 路", "route_id": route, "delay_s": delay_s, "state": state}


ROWS = [row("a", 300.0), row("b", None, "unknown"), row("c", 700.0), row("d", -90.0, "early", "17")]


def drawn(lang: Any = "en", **subject: str) -> Any:
    return worst.draw(SPEC, {"v": ROWS, "line_chosen": [{"route_id": "17"}]}, context(lang, subject=subject))


def order(tree: Any) -> list[str]:
    return [line.split()[0] for line in said(tree, "row")[1:]]


def test_the_views_own_order_stands_until_a_head_is_tapped() -> None:
    assert order(drawn()) == ["a", "b", "c", "d"]
    assert order(drawn(order="delay_s")) == ["c", "a", "d", "b"], "what is not known stands last"
    assert order(drawn(order="-delay_s")) == ["d", "a", "c", "b"]
    assert order(drawn(order="vehicle_id; --")) == ["a", "b", "c", "d"], "an address may say anything"


def test_the_next_tap_turns_the_order_round() -> None:
    heads = [attribute(classed(drawn(**subject), "titles")[0], "data-go") for subject in ({}, {"order": "delay_s"}, {"order": "-delay_s"})]
    assert heads == [["order=delay_s"], ["order=-delay_s"], ["order=delay_s"]]
    assert said(drawn(order="delay_s"), "descending") == ["Off ▼"]


def test_who_listens_hears_a_table_and_how_it_is_sorted() -> None:
    table = classed(drawn(order="-delay_s"), "rows")[0]
    assert [vars(table)[name] for name in ("role", "aria-label")] == ["table", "Worst"]
    assert attribute(table, "aria-sort") == ["ascending"]
    assert attribute(drawn(), "aria-sort") == ["none"]
    lines = [[getattr(cell, "role", None) for cell in line.children] for line in table.children if getattr(line, "role", None) == "row"]
    assert lines == [["columnheader"] * 3] + [["cell"] * 3] * len(ROWS)


def test_the_views_own_order_is_told_by_a_head_and_turned_round_by_it() -> None:
    spec = WorstSpec.model_validate(TABLE | {"own": "delay_s"})
    trees = [
        worst.draw(spec, {"v": sorted(ROWS, key=lambda row: -(row["delay_s"] or -999))}, context("en", subject=subject))
        for subject in ({}, {"order": "-delay_s"})
    ]
    assert [order(tree) for tree in trees] == [["c", "a", "d", "b"], ["d", "a", "c", "b"]]
    assert [attribute(tree, "aria-sort") for tree in trees] == [["descending"], ["ascending"]]
    assert attribute(classed(trees[0], "titles")[0], "data-go") == ["order=-delay_s"]
    with pytest.raises(ValidationError, match="own 'label' is no column that can be sorted"):
        WorstSpec.model_validate(TABLE | {"own": "label"})


def test_where_the_lowest_is_the_worst_the_first_tap_sorts_upwards() -> None:
    *others, column = TABLE["columns"]
    spec = WorstSpec.model_validate(TABLE | {"columns": [*others, column | {"low": True}]})
    heads = [
        attribute(classed(worst.draw(spec, {"v": ROWS}, context("en", subject=subject)), "titles")[0], "data-go")
        for subject in ({}, {"order": "-delay_s"}, {"order": "delay_s"})
    ]
    assert heads == [["order=-delay_s"], ["order=delay_s"], ["order=-delay_s"]]


def test_a_narrow_list_leaves_columns_out_and_a_phone_more_of_them() -> None:
    bus, line, off = TABLE["columns"]
    spec = WorstSpec.model_validate(TABLE | {"columns": [bus, line | {"spare": "phone"}, off | {"spare": "narrow"}]})
    tree = worst.draw(spec, {"v": ROWS}, context("en"))
    style = classed(tree, "rows")[0].style
    assert [len(style[f"--columns{width}"].split()) for width in ("", "-narrow", "-phone")] == [3, 2, 1]
    assert [len(classed(tree, f"spare-{width}")) for width in ("narrow", "phone")] == [5, 5]


def test_a_narrow_list_with_room_for_all_its_columns_leaves_none_out() -> None:
    bus, line, off = TABLE["columns"]
    figures = [{"field": "ratio", "title": {"zh": "倍数", "en": "× plan"}, "form": "number", "sort": True, "spare": "narrow"}] * 2
    spec = WorstSpec.model_validate(TABLE | {"columns": [bus, line | {"wide": True}, off, *figures]})
    found = [told | {"ratio": 1.3, "route": "49路西海岸往高铁站方向"} for told in ROWS]
    rows = classed(worst.draw(spec, {"v": found, "line_chosen": []}, context("en")), "rows")[0]
    assert rows.className == "rows two-lines whole"
    assert (rows.style["--before"], len(rows.style["--below"].split(") "))) == ("2", 3), "the bus before its line, three figures below"
    many = WorstSpec.model_validate(TABLE | {"columns": [bus, line | {"wide": True}, off, *figures * 3]})
    assert classed(worst.draw(many, {"v": found, "line_chosen": []}, context("en")), "rows")[0].className == "rows two-lines"


def test_lateness_is_always_told_with_sign_shape_and_word() -> None:
    assert said(drawn(), "deviation")[1:] == ["+5 min Late", "Not judged", "+11 min Late", "−1 min Early"]
    assert [node.className for node in classed(drawn(), "sign")] == ["sign late", "sign unknown", "sign late", "sign early"]


def test_a_row_opens_one_thing_and_a_cell_another() -> None:
    first = classed(drawn(), "row")[1]
    assert attribute(first, "data-go") == ["vehicle=a", "vehicle=a", "scene=line&line=16"]
    assert [type(node).__name__ for node in walk(first) if "data-go" in vars(node)] == ["Div", "Button", "Button"], "for the keyboard"


def test_a_row_leads_straight_to_what_it_is_made_of() -> None:
    spec = WorstSpec.model_validate(TABLE | {"go": {"card": "=pull_out"}, "step": True})
    seen = context("en", headers={"v": {"opens": "visits(route = route_id) as route"}})
    first = classed(worst.draw(spec, {"v": ROWS, "line_chosen": []}, seen), "row")[1]
    row_keys, cell_keys, _ = (dict(parse_qsl(told)) for told in attribute(first, "data-go"))
    assert row_keys == cell_keys == {"card": "pull_out", "steps": encoded([Step("visits", {"route": "16"}, "16 路")])}
    plain = classed(worst.draw(spec, {"v": ROWS, "line_chosen": []}, context("en")), "row")[1]
    assert attribute(plain, "data-go")[0] == "card=pull_out", "a view that leads nowhere"


def test_names_in_two_languages_are_told_in_the_viewers() -> None:
    named = {"v": [row("a", 300.0) | {"route": "6路 | Line 6"}]}
    assert [said(worst.draw(SPEC, named, context(lang)), "word")[1] for lang in LANGS] == ["6路", "Line 6"]


def test_the_row_that_the_scene_is_about_is_marked() -> None:
    assert said(drawn(), "chosen") == ["d 17 路 −1 min Early"]


def test_it_asks_for_what_it_reads() -> None:
    assert worst.needs(SPEC) == {"v": ("label", "route", "delay_s", "vehicle_id", "route_id", "state"), "line_chosen": ("route_id",)}
    assert said(worst.draw(SPEC, {}, context("en")), "none") == ["No matching records"]


@pytest.mark.parametrize(
    ("without", "told"),
    [("key", "column 'delay_s' can be sorted: key must name the scene's parameter"), ("about", "about must name it")],
)
def test_half_a_spec_is_refused(without: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        WorstSpec.model_validate({key: value for key, value in TABLE.items() if key != without})


def test_a_long_name_beside_many_figures_has_a_line_of_its_own_and_none_is_said_in_the_lists_words() -> None:
    figures = [{"field": field, "title": {"zh": "每车延误", "en": "Delay/veh."}, "form": "duration"} for field in ("x", "y", "z")]
    columns = [
        {"field": "name", "title": {"zh": "路段", "en": "Segment"}, "wide": True},
        {"field": "from", "title": {"zh": "起", "en": "From"}, "form": "time"},
    ]
    spec = WorstSpec.model_validate(
        {"kind": "worst", "view": "v", "none": {"zh": "今日尚无", "en": "None so far"}, "columns": [*columns, *figures]}
    )
    found = {"name": "惠安小区→芝罘区妇幼保健院", "from": ago(0), "x": 95.0, "y": 30.0, "z": None}
    long = worst.draw(spec, {"v": [found]}, context("zh"))
    assert said(long, "row")[1] == "惠安小区→芝罘区妇幼保健院 08:14 1 分 30 秒 —"
    assert classed(long, "two-lines") and not classed(worst.draw(spec, {"v": [found | {"name": "南大街"}]}, context("zh")), "two-lines")
    assert classed(worst.draw(spec, {"v": [found | {"name": "浦发银行→所城里北门"}]}, context("zh")), "two-lines")
    assert said(worst.draw(spec, {}, context("en")), "none") == ["None so far"]
