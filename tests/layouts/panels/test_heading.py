from typing import Any

import pytest

from layouts.panels import heading
from layouts.panels.heading import HeadingSpec
from tests.layouts.line_rows import CHOSEN, line_rows, strip_rows
from tests.layouts.rows import context
from tests.layouts.tree import attribute, said, texts

SPEC = HeadingSpec(kind="heading", id="heading")


def drawn(lang: Any = "en", **rows: Any) -> Any:
    return heading.draw(SPEC, line_rows() | rows, context(lang))


@pytest.mark.parametrize(("lang", "name", "back"), [("zh", "线路 16路 · 往 第5站", "往 第1站"), ("en", "Line 16 · to 第5站", "to 第1站")])
def test_a_line_is_named_with_its_direction_and_the_way_to_the_other(lang: str, name: str, back: str) -> None:
    assert texts(drawn(lang)) == [name, back]
    assert attribute(drawn(lang), "data-go") == ["line=16&direction=1&stop="]
    turned = drawn(lang, line_chosen=[CHOSEN | {"direction_id": 1}])
    assert texts(turned)[0].endswith(back) and attribute(turned, "data-go") == ["line=16&direction=0&stop="]


def test_a_line_of_one_direction_leads_nowhere_else() -> None:
    assert texts(drawn(line_strip=strip_rows(0))) == ["Line 16 · to 第5站"]


def test_a_line_without_stops_is_named_all_the_same_and_an_unknown_one_said() -> None:
    assert said(drawn(line_strip=[]), "none") == ["No trip of this line is planned now"]
    unknown = drawn(line_chosen=[CHOSEN | {"known": False, "route_id": "77", "route_name": "77"}], line_strip=[])
    assert texts(unknown) == ["Line 77", "The timetable has no line with the id 77"]
