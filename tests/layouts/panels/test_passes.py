from layouts.panels import passes
from layouts.panels.passes import MOST, PassesSpec
from tests.layouts.line_rows import headway_row, line_rows
from tests.layouts.rows import context
from tests.layouts.tree import classed, said

SPEC = PassesSpec(kind="passes")


def test_bars_stand_at_their_time_as_high_as_the_headway_with_the_plan_across() -> None:
    tree = passes.draw(SPEC, line_rows(), context())
    paths = {node.className: node.d for node in classed(tree, "canvas")[0].children[0].children}
    assert paths["regular"] == "M422.2 1000V333.3"
    assert paths["gap"] == "M522.2 1000V0.0"
    assert paths["bunched"] == "M533.3 1000V888.9"
    assert paths["plan"] == "M413.2 333.3h18M513.2 333.3h18M524.3 333.3h18"


def test_figures_are_minutes_and_the_stop_is_named() -> None:
    tree = passes.draw(SPEC, line_rows(), context("en"))
    assert said(tree, "figure") == ["10", "15", "2"]
    assert said(tree, "beside") == ["2"], "its bus came right behind: the figure stands beside the bar, not on the one before"
    assert said(tree, "name") == ["Headways (min) · Stop 3"]


def test_with_many_passes_only_what_is_not_regular_is_told() -> None:
    many = [headway_row(7000 - 200 * n, 200.0, "bunched" if n == 7 else "regular") for n in range(MOST + 10)]
    assert len(classed(passes.draw(SPEC, {"line_passes": many}, context()), "figure")) == 1


def test_a_stop_that_nobody_passed_says_so() -> None:
    nobody = headway_row(0, None) | {"event_time": None}
    tree = passes.draw(SPEC, {"line_passes": [nobody]}, context("en"))
    assert said(tree, "none") == ["No bus passed this stop within two hours"]
    one = passes.draw(SPEC, {"line_passes": [headway_row(600, None)]}, context("en"))
    assert said(one, "none") == ["A bus passed at 08:04, none before it to measure from"]
    assert said(tree, "name") == ["Headways (min) · Stop 3"]
