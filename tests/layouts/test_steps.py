"""The way from a number to its rows is carried by the URL, whatever things are called."""

from dataclasses import replace
from datetime import datetime

import pytest

from layouts.steps import DEEPEST, Step, decoded, encoded, next_step
from tests.layouts.rows import context

HOSTILE = "51路/#?&=%20 <b>\"'\n😀"


def test_a_way_is_read_back_as_it_was_written() -> None:
    way = (Step("rows", {}), Step("trip_rows", {"route": HOSTILE, "direction": "0"}, HOSTILE), Step("raw", {"trip": "a+b c"}))
    assert decoded(encoded(way)) == way
    assert decoded("") == ()


@pytest.mark.parametrize(
    "text", ["rows;drop", "a?b", "a?b=1&c", "?a=1", "a b", "a?x y=1", "a?b=" + "x" * 300, "/".join(["a"] * (DEEPEST + 1)), "a#" + "n" * 300]
)
def test_what_is_no_way_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"step|field"):
        decoded(text)


def test_a_row_leads_where_its_views_header_says() -> None:
    told = context(headers={"lines": {"opens": "trips(route = route_id, since = event_time) as route_name"}})
    row = {"route_id": 51, "event_time": datetime(2026, 11, 23, 4), "route_name": "51路"}
    assert next_step("lines", row, told) == Step("trips", {"route": "51", "since": "2026-11-23 04:00:00"}, "51路")
    assert next_step("lines", {**row, "route_id": None}, told) is None, "a row without an id leads nowhere"
    assert next_step("other", row, told) is None


def test_a_row_with_a_name_in_each_language_is_called_by_both() -> None:
    opens = {"v": {"opens": "w(district = district_id) as name"}}
    led = next_step("v", {"district_id": "1", "name_zh": "龙口市", "name_en": "Longkou"}, replace(context(), headers=opens))
    assert led is not None and led.name == "龙口市 | Longkou"
