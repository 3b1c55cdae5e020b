from typing import Any

import pytest

from layouts.panels import ladder
from layouts.panels.ladder import MOST, LadderSpec
from tests.layouts.line_rows import CHOSEN, bus_row, bus_rows, line_rows, strip_rows
from tests.layouts.rows import context
from tests.layouts.tree import attribute, classed, said, texts

SPEC = LadderSpec(kind="ladder")


def drawn(lang: Any = "zh", **changes: Any) -> Any:
    return ladder.draw(SPEC, line_rows() | changes, context(lang))


def path(tree: Any, name: str) -> list[str]:
    return [node.d for node in classed(tree, name) if hasattr(node, "d")]


def test_buses_stand_where_they_are_in_their_direction() -> None:
    there, back = classed(drawn(), "side")
    assert [dot.style["top"] for dot in classed(there, "dot")] == ["0.00%", "30.00%", "75.00%", "80.00%"]
    assert [dot.style["top"] for dot in classed(back, "dot")] == ["55.00%"]
    assert [dot.className for dot in classed(there, "dot")] == ["dot waiting", "dot late", "dot on_time", "dot late"]


def test_every_label_says_how_late_and_the_two_that_bunch_say_so_between_them() -> None:
    there, back = classed(drawn("en"), "side")
    assert [" ".join(texts(label)) for label in classed(there, "bus")] == [
        "C1 08:04", "C2 +11 min", "07:59 No bus", "C3 +20 s", "Bunched 2/10 min", "C4 +7 min",
    ]  # fmt: skip
    assert said(back, "bus") == ["C5 3 min ago"]
    assert path(there, "bunched")[0] == "M16 750h9V800h-9"


def test_a_tap_on_a_bus_opens_its_card_and_one_on_a_stop_chooses_it() -> None:
    asked = attribute(drawn(), "data-go")
    assert "vehicle=C2" in asked
    assert "line=16&direction=1&stop=p13" in asked
    assert "line=16&direction=1&stop=" in asked


def test_a_ghost_is_tied_to_its_bus_and_a_trip_without_one_is_told() -> None:
    there = classed(drawn(), "side")[0]
    assert [(ghost.className, ghost.style["top"]) for ghost in classed(there, "ghost")] == [
        ("ghost run", "45.00%"),
        ("ghost lost", "60.00%"),
    ]
    assert path(there, "ties") == ["M5 450L16 300"]
    assert said(drawn(), "note") == ["5 辆在线路上 · 1 班无车"]


def test_the_direction_looked_at_is_marked() -> None:
    assert [classed(side, "way")[0].className for side in classed(drawn(), "side")] == ["way chosen", "way"]
    assert said(drawn(line_chosen=[CHOSEN | {"direction_id": 1}]), "chosen") == ["往 第1站"]


def test_labels_keep_apart_and_with_many_buses_only_the_abnormal_are_told() -> None:
    crowd = [bus_row(f"b{n}", 10.0 * n, "late" if n % 10 == 0 else "on_time") for n in range(MOST + 20)]
    there = classed(drawn(line_buses=crowd, line_ghosts=[]), "side")[0]
    assert [label.children.split()[0] for label in classed(there, "bus")] == ["b0", "b10", "b20", "b30", "b40"]
    assert len(classed(there, "dot")) == len(crowd)


def test_a_refresh_moves_what_moved_and_keeps_the_shape() -> None:
    before, after = drawn(), drawn(line_buses=[row | {"along_m": row["along_m"] + 30.0} for row in line_rows()["line_buses"]])
    assert [type(node) for node in classed(before, "dot")] == [type(node) for node in classed(after, "dot")]
    assert len(classed(before, "bus")) == len(classed(after, "bus"))


def test_a_line_without_trips_says_so_and_one_without_a_way_back_has_one_side() -> None:
    assert said(ladder.draw(SPEC, {"line_chosen": [CHOSEN]}, context("en")), "none") == ["No trip of this line is planned now"]
    unknown = {"line_chosen": [CHOSEN | {"route_id": "x", "known": False}]}
    assert said(ladder.draw(SPEC, unknown, context("en")), "none") == ["The timetable has no line with the id x"]
    assert len(classed(drawn(line_strip=strip_rows(0)), "side")) == 1


def test_it_reads_only_what_it_asks() -> None:
    known = line_rows() | {"bus_lines": bus_rows()["bus_lines"]}
    cut = {view: [{name: row.get(name) for name in columns} for row in known[view]] for view, columns in ladder.needs(SPEC).items()}
    assert str(ladder.draw(SPEC, cut, context())) == str(drawn())


@pytest.mark.parametrize(
    ("lang", "why", "offered"),
    [
        ("zh", "未选择线路：在线路列表中点选一条", "打开最差线路 52路"),
        ("en", "No line is chosen: tap one in the list of lines", "Open the worst line: 52"),
    ],
)
def test_where_no_line_is_chosen_the_worst_is_offered(lang: Any, why: str, offered: str) -> None:
    worst = [
        {"route_id": "38", "route_name": "52路 | 52", "direction_id": 1},
        {"route_id": "16", "route_name": "16路 | 16", "direction_id": 0},
    ]
    nothing: dict[str, Any] = {"line_chosen": [], "line_strip": [], "line_buses": [], "line_ghosts": []}
    tree = drawn(lang, **nothing, bus_lines=worst)
    assert (said(tree, "none"), said(tree, "onward"), said(tree, "note")) == ([why], [offered], [])
    assert attribute(classed(tree, "onward")[0], "data-go") == ["line=38&direction=1"]
    assert said(drawn(lang, **nothing, bus_lines=[]), "none") == [why], "nor does it say that a line has no trips"
    assert not classed(drawn(lang, line_strip=[], bus_lines=worst), "onward"), "another line than the one asked for is not offered"
