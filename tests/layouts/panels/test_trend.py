import re
from typing import Any

from layouts.panels.trend import HEIGHT, WIDTH, trend
from tests.layouts.rows import AS_OF, Row, ago, trend_rows
from tests.layouts.tree import classed


def path(drawn: Any, name: str) -> str:
    return str(classed(drawn, name)[0].d)


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def test_the_newest_point_stands_at_the_right_edge_and_all_stay_inside() -> None:
    drawn = trend(trend_rows("k"), AS_OF, "ok")
    line = points(path(drawn, "line"))
    assert line[-1][0] == WIDTH
    assert len(line) == 72
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line + points(path(drawn, "band")))
    assert path(drawn, "dot") == f"M{line[-1][0]:.1f} {line[-1][1]:.1f}h0"


def test_a_gap_breaks_the_line_instead_of_being_bridged() -> None:
    rows = [row for row in trend_rows("k") if not ago(9000) < row["event_time"] < ago(6000)]
    assert path(trend(rows, AS_OF, "ok"), "line").count("M") == 2
    missing = [row | {"value": None} if ago(9000) < row["event_time"] < ago(6000) else row for row in trend_rows("k")]
    assert path(trend(missing, AS_OF, "ok"), "line").count("M") == 2
    assert path(trend(missing, AS_OF, "ok"), "band").count("M") == 1


def test_higher_figures_stand_higher() -> None:
    rows: list[Row] = [
        {"event_time": ago(300), "value": 10.0, "p10": None, "p90": None},
        {"event_time": ago(0), "value": 20.0, "p10": None, "p90": None},
    ]
    (_, low), (_, high) = points(path(trend(rows, AS_OF, "ok"), "line"))
    assert high < low


def test_a_flat_line_is_not_blown_up_and_nothing_draws_nothing() -> None:
    rows: list[Row] = [
        {"event_time": ago(300 * back), "value": 100 + back % 2 / 1000, "p10": None, "p90": None} for back in reversed(range(9))
    ]
    heights = [y for _, y in points(path(trend(rows, AS_OF, "ok"), "line"))]
    assert max(heights) - min(heights) < HEIGHT / 20
    assert [path(trend([], AS_OF, "unknown"), name) for name in ("band", "aim", "line", "dot")] == ["", "", "", ""]


def test_the_target_is_a_line_where_it_is_near_and_left_out_where_it_is_far() -> None:
    assert path(trend(trend_rows("k", 80), AS_OF, "ok", 82.0), "aim").startswith("M0 ")
    assert path(trend(trend_rows("k", 80), AS_OF, "ok", 500.0), "aim") == ""


def test_points_from_before_the_window_are_left_out() -> None:
    assert len(points(path(trend(trend_rows("k", count=200), AS_OF, "ok"), "line"))) == 73
