from typing import Any

from layouts.panels import league
from layouts.panels.league import LeagueSpec
from tests.layouts.rows import context, rows
from tests.layouts.tree import attribute, classed, said


def drawn(lang: Any = "zh", **changes: Any) -> Any:
    return league.draw(LeagueSpec(kind="league"), rows(), context(lang, **changes))


def test_worst_first_and_the_unknown_last() -> None:
    assert said(drawn(), "who")[:3] == ["芝罘区", "开发区", "莱山区"]
    assert said(drawn(), "figure")[:3] == ["1.84", "1.71", "1.66"]
    assert (said(drawn("en"), "who")[-1], said(drawn("en"), "figure")[-1]) == ("Laizhou", "Unknown")


def test_bars_begin_at_free_flow_and_only_hot_ones_are_coloured() -> None:
    lines = classed(drawn(), "line")
    assert [line.className for line in lines[:4]] == ["line hot", "line hot", "line hot", "line calm"]
    assert classed(lines[0], "fill")[0].style == {"width": "56.0%"}
    assert lines[-1].className == "line unknown"
    assert classed(lines[-1], "fill")[0].style == {"width": "0.0%"}


def test_changes_are_told_by_shape_and_figure() -> None:
    assert said(drawn(), "change")[:4] == ["▲0.22", "▲0.30", "≈", "≈"]
    assert "▼0.12" in said(drawn(), "change")


def test_without_anything_to_compare_with_the_bars_take_the_room() -> None:
    view = [row | {"change": None} for row in rows()["district_league"]]
    drawn_flat = league.draw(LeagueSpec(kind="league"), {"district_league": view}, context())
    assert classed(drawn_flat, "flat") and not classed(drawn(), "flat")


def test_a_tap_narrows_to_the_district_and_a_second_one_widens_again() -> None:
    assert attribute(drawn(), "data-go")[0] == "scope=370602"
    chosen = drawn(scope="370602")
    assert classed(chosen, "chosen")[0].className == "line hot chosen"
    assert attribute(chosen, "data-go")[0] == "scope="


def test_the_unknown_stays_last_even_behind_figures_below_zero() -> None:
    spec = LeagueSpec(kind="league", value="change")
    assert said(league.draw(spec, rows(), context()), "who")[-2:] == ["蓬莱区", "莱州市"]


def test_where_there_is_nothing_to_rank_is_said_in_one_place() -> None:
    view = [row | {"state": "absent"} if row["name_zh"] == "莱州市" else row for row in rows()["district_league"]]
    drawn_rest = league.draw(LeagueSpec(kind="league"), {"district_league": view}, context(scope="370683"))
    rest = classed(drawn_rest, "absent")[0]
    assert said(rest, "why") == ["1 个区市无路段"]
    assert said(rest, "who") == ["莱州市"] and "莱州市" not in said(classed(drawn_rest, "lines")[0], "who")
    assert attribute(rest, "data-go") == ["scope="]
    assert not classed(drawn(), "absent")
