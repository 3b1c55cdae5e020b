from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from layouts.panels import timespace
from layouts.panels.timespace import TimeSpaceSpec, across, marks
from layouts.steps import Step, decoded
from tests.layouts.line_rows import CHOSEN, bus_row, call_row, line_rows, pass_row
from tests.layouts.rows import AS_OF, ago, context
from tests.layouts.tree import classed, said

SPEC = TimeSpaceSpec(kind="time-space")


def paths(**changes: Any) -> dict[str, str]:
    tree = timespace.draw(SPEC, line_rows() | changes, context())
    return {node.className: node.d for node in classed(tree, "canvas")[0].children[0].children}


def test_the_present_stands_four_fifths_across() -> None:
    assert (across(ago(7200), AS_OF), across(AS_OF, AS_OF), across(AS_OF + timedelta(minutes=30), AS_OF)) == (0.0, 0.8, 1.0)
    assert paths()["present"] == "M800.0 0V1000"


def test_a_planned_run_is_one_line_from_call_to_call() -> None:
    calls = [call_row("t", ago(7200), 0.0), call_row("t", ago(3600), 1000.0), call_row("u", ago(3600), 0.0), call_row("u", ago(0), 2000.0)]
    assert paths(line_planned=calls)["planned"] == "M0.0 0.0L400.0 500.0M400.0 0.0L800.0 1000.0"


def test_a_driven_run_is_cut_where_it_turns_late_and_ends_where_the_bus_is() -> None:
    found = paths()
    assert found["on_time"] == "M700.0 0.0L733.3 250.0"
    assert found["late"] == "M733.3 250.0L766.7 500.0L799.4 550.0"
    assert (found["ends"], found["ends-late"]) == ("", "M799.4 550.0h0")


def test_what_nobody_saw_is_drawn_as_a_guess() -> None:
    found = paths(line_driven=[pass_row("t", ago(1800), 0.0), pass_row("t", ago(900), 1500.0), pass_row("t", ago(800), 1600.0, -90.0)])
    assert found["unseen"] == "M600.0 0.0L700.0 750.0"
    assert found["early"] == "M700.0 750.0L711.1 800.0"


def test_a_driven_run_leads_to_its_calls() -> None:
    passes = [pass_row("t/1", ago(900), 0.0), pass_row("t/1", ago(600), 500.0, 400.0)]
    tree = timespace.draw(SPEC, line_rows() | {"line_driven": passes}, context("en"))
    (run,) = classed(tree, "trip")
    assert run.d == "M700.0 0.0L733.3 250.0"
    keys = dict(parse_qsl(vars(run)["data-trip"]))
    assert keys["vehicle"] == "b-t/1"
    assert decoded(keys["steps"]) == (Step("trip_visits", {"trip": "t/1", "service_date": "20261123"}, "t/1"),)
    assert vars(run)["aria-label"] == "b-t/1 · +6 min"
    named = line_rows() | {"line_driven": passes, "line_buses": [bus_row("b-t/1", 500.0, label="鲁F7")]}
    assert vars(classed(timespace.draw(SPEC, named, context("en")), "trip")[0])["aria-label"] == "鲁F7 · +6 min", "as on the ladder"
    (reach,) = classed(tree, "reach")
    assert reach.tabIndex == "0", "with keys the diagram is one stop"
    assert not hasattr(classed(timespace.draw(SPEC, line_rows() | {"line_driven": []}, context("en")), "reach")[0], "tabIndex")


def test_bunching_ties_a_pass_to_the_one_before() -> None:
    found = paths(line_driven=[pass_row("t", ago(900), 1000.0, headway_state="bunched", headway_s=90.0)])
    assert found["bunched"] == "M690.0 500.0L700.0 500.0"


def test_the_way_back_runs_up() -> None:
    back = paths(line_chosen=[CHOSEN | {"direction_id": 1}], line_planned=[call_row("t", ago(7200), 0.0), call_row("t", ago(0), 2000.0)])
    assert back["planned"] == "M0.0 1000.0L800.0 0.0"


def test_the_clock_has_always_as_many_marks() -> None:
    assert {len(list(marks(AS_OF + timedelta(seconds=97 * n)))) for n in range(60)} == {5}
    assert said(timespace.draw(SPEC, line_rows(), context()), "hour") == ["06:30", "07:00", "07:30", "08:00", "08:30"]


def test_without_trips_it_says_so() -> None:
    assert said(timespace.draw(SPEC, {"line_chosen": [CHOSEN]}, context("en")), "none") == ["No trip of this line is planned now"]
