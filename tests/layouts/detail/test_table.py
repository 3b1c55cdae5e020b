from typing import Any

import pytest
from dash import html

from layouts.detail.table import table
from tests.layouts.rows import ago, context
from tests.layouts.tree import said, walk

LONG = "Zhongyishijiayaopin Supermarket (Qingnian Road)"
PAIR: dict[str, Any] = {
    "route_name": "18路 | 18", "direction_id": 1, "trip_id": "115-1-1841", "vehicle_id": "B0199", "ahead_vehicle_id": "B0806",
    "stop_name": LONG, "headway_s": 4.0, "planned_headway_s": 1080.0, "ratio": 0.004, "state": "bunched", "delay_s": 420.0,
    "event_time": ago(20),
}  # fmt: skip


def drawn(*names: str, **other: Any) -> Any:
    return table("rows", [{name: PAIR[name] for name in names or PAIR} | other], context("en"))


FEW = ("route_name", "delay_s", "event_time")
SOME = (*FEW, "stop_name", "planned_headway_s", "ratio", "state")


@pytest.mark.parametrize(("names", "drawer"), [(FEW, "behind"), (SOME, "behind wide"), ((), "behind wider")])
def test_a_table_asks_for_the_drawer_that_it_needs(names: tuple[str, ...], drawer: str) -> None:
    assert drawn(*names).className == drawer


def test_a_long_text_takes_lines_not_room_and_a_short_one_is_never_broken() -> None:
    kinds = {vars(cell)["children"]: vars(cell)["className"] for cell in walk(drawn()) if isinstance(cell, html.Td)}
    assert kinds[LONG] == "long" and kinds["B0199"] == "text" and kinds["7 min"] == "number"
    assert kinds["Inbound"] == "text", "a code that is told in words is no figure"
    assert drawn(stop_name=2 * LONG).className == drawn().className


def test_a_moment_is_told_once_and_under_its_own_name() -> None:
    heads = [
        [vars(cell)["children"] for cell in walk(drawn("event_time", planned_start=at)) if isinstance(cell, html.Th)]
        for at in (ago(20), ago(30))
    ]
    assert heads == [["Planned start"], ["Content", "Planned start"]]


def test_segments_that_share_a_name_are_told_apart() -> None:
    named = [("s1", "Nan Avenue"), ("s2", "Bei Road"), ("s3", "Nan Avenue")]
    rows = [{"segment_id": own, "name": name, "speed_kmh": 20.0} for own, name in named]
    cells = [vars(cell)["children"] for cell in walk(table("rows", rows, context("en"))) if isinstance(cell, html.Td)]
    assert cells[::2] == ["Nan Avenue · s1", "Bei Road", "Nan Avenue · s3"]


def test_what_went_wrong_stands_out_among_many_rows() -> None:
    outcomes = [{"trip_id": "t", "outcome": said} for said in ("completed", "lost", "cancelled")]
    kinds = [vars(cell)["className"] for cell in walk(table("rows", outcomes, context("en"))) if isinstance(cell, html.Td)]
    assert kinds[1::2] == ["text", "text off", "text off"]


def test_more_rows_than_are_shown_are_not_counted_by_what_was_asked_for() -> None:
    """Of 201 rows asked for, 201 came: how many there are nobody knows."""
    many = table("rows", [{"trip_id": f"t{n}"} for n in range(201)], context("en"), limit=200)
    assert said(many, "none") == ["over 200 rows, first 200 shown, the rest in the export"]
    assert said(table("rows", [{"trip_id": "t"}] * 200, context("en")), "none") == ["200 rows, first 40 shown"]
