from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyarrow as pa
import pytest

from callbacks.detail import drawer
from callbacks.facts import Facts
from datasources.answering.ticket import Ticket, TooLong, UnknownView
from layouts.words import Text
from tests.layouts.rows import AS_OF, HEADERS, rows
from tests.layouts.scene_files import overview

NOW = AS_OF.isoformat() + "Z"


class Store:
    """Answers with the invented rows and remembers what it was asked."""

    def __init__(self, fails: type[Exception] | None = None) -> None:
        self.asked: list[Ticket] = []
        self.fails = fails
        self.label = ""
        self.more: dict[str, list[dict[str, Any]]] = {}

    def ask(self, ticket: Ticket) -> pa.Table:
        self.asked.append(ticket)
        if self.fails:
            raise self.fails("no")
        if ticket.view == "vehicle_card":
            row = {"vehicle_id": ticket.parameters["vehicle"], "label": self.label, "state": "late", "age_s": 8.0, "delay_s": 312.0}
            return pa.Table.from_pylist([row] if ticket.parameters["vehicle"] == "鲁F1" else [])
        if ticket.view == "vehicles":
            return pa.Table.from_pylist([{"vehicle_id": "bus-2", "label": "鲁F2"}, {"vehicle_id": "bus-3", "label": None}])
        if ticket.view == "road_grades":
            return pa.Table.from_pylist([{"segment_id": "s1", "name": "南大街 | Nan Avenue"}])
        if ticket.view == "segment_card":
            row = {"segment_id": "s1", "name": "南大街", "grade": 3, "speed_kmh": 12.0, "length_m": 800.0}
            return pa.Table.from_pylist([row] if ticket.parameters["segment"] == "s1" else [])
        known = rows() | self.more
        if ticket.view not in known:
            raise UnknownView(f"no view {ticket.view}")
        return pa.Table.from_pylist(known[ticket.view])

    def views(self) -> set[str]:
        return {ticket.view for ticket in self.asked}


@pytest.fixture
def facts() -> Facts:
    responses = {rows()["alerts_now"][0]["rule"]: Text(zh="派员到场", en="Send a crew")}
    return Facts("Asia/Shanghai", True, {"overview": overview()}, responses, headers=lambda: HEADERS)


def words(tree: Any) -> str:
    """Every text of a tree."""
    if isinstance(tree, dict):
        return words(tree["props"].get("children", ""))
    return " ".join(words(part) for part in tree) if isinstance(tree, list) else str(tree)


def ids(tree: Any) -> list[str]:
    below = tree["props"].get("children") if isinstance(tree, dict) else None
    return (
        [tree["props"]["id"], *(name for child in below if isinstance(child, dict) for name in ids(child))]
        if isinstance(below, list)
        else [tree["props"]["id"]]
    )


def nodes(tree: Any) -> list[Any]:
    below = tree["props"].get("children") if isinstance(tree, dict) else None
    return [tree, *(node for child in below for node in nodes(child))] if isinstance(below, list) else [tree]


def asks(**keys: str) -> dict[str, str]:
    return {"scene": "overview", "lang": "zh", "now": NOW, **keys}


def test_a_card_opens_its_definition_for_the_district_looked_at(facts: Facts) -> None:
    store = Store()
    drawn = drawer(asks(card="on_time", scope="370602"), store, facts)
    assert "公交准点率" in words(drawn)
    assert {ticket.scope for ticket in store.asked} == {"370602"}
    assert store.views() >= {"bus_on_time", "bus_on_time_rows", "kpi_trend", "feed_status"}
    assert all(ticket.as_of is None for ticket in store.asked), "live is asked as live, so that the hot tables answer"


def test_districts_beside_a_figure_are_asked_for_everywhere_where_there_is_such_a_view(facts: Facts) -> None:
    known = {**HEADERS, "bus_on_time_districts": {"title": "各区市准点率 | By district"}}
    store = Store()
    store.more["bus_on_time_districts"] = [
        {"district_id": name, "name_zh": name, "name_en": name, "value": 61.2, "numerator": 1, "denominator": 2} for name in ("甲", "乙")
    ]
    drawn = drawer(asks(card="on_time", scope="370602"), store, replace(facts, headers=lambda: known))
    assert "各区市准点率" in words(drawn)
    assert {ticket.view: ticket.scope for ticket in store.asked}["bus_on_time_districts"] is None


def test_every_node_is_named_below_the_drawer(facts: Facts) -> None:
    found = ids(drawer(asks(card="on_time"), Store(), facts))
    assert found[0] == "detail~0" and len(found) == len(set(found)) and all(name.startswith("detail~0") for name in found)


def test_a_past_moment_is_asked_as_that_moment(facts: Facts) -> None:
    store = Store()
    assert drawer(asks(vehicle="鲁F1", at="2026-11-20T08:00:00+08:00"), store, facts) is not None
    assert {ticket.as_of for ticket in store.asked} == {datetime(2026, 11, 20)}


def test_a_vehicle_is_found_wherever_it_is(facts: Facts) -> None:
    store = Store()
    assert "鲁F1" in words(drawer(asks(vehicle="鲁F1", scope="370602"), store, facts))
    assert store.asked[0].scope is None
    assert "没有这一项" in words(drawer(asks(vehicle="x' OR 1=1"), Store(), facts))


def test_a_segment_without_a_series_is_still_a_card(facts: Facts) -> None:
    assert "南大街" in words(drawer(asks(segment="s1"), Store(), facts))


def test_a_row_of_the_rail_says_what_to_do(facts: Facts) -> None:
    first = rows()["alerts_now"][0]
    drawn = words(drawer(asks(row=f"{first['rule']}:{first['alert_key']}"), Store(), facts))
    assert first["what_zh"] in drawn and "派员到场" in drawn


def test_the_bar_opens_the_feeds(facts: Facts) -> None:
    assert rows()["feed_status"][0]["title_zh"] in words(drawer(asks(card="bar"), Store(), facts))


@pytest.mark.parametrize(
    "asked",
    [{}, {"card": "on_time"}, asks(), {"card": 7, "now": NOW}, {"card": "on_time", "now": 5}],
)
def test_what_opens_nothing_closes_the_drawer(asked: dict[str, Any], facts: Facts) -> None:
    assert drawer(asked, Store(), facts) is None


@pytest.mark.parametrize("name", ["nothing", "map", "<b>"])
def test_a_card_that_the_scene_has_not_is_said(name: str, facts: Facts) -> None:
    store = Store()
    told = words(drawer(asks(card=name), store, facts))
    assert f"没有名为“{name}”的卡片" in told and store.asked == []


def test_a_name_that_is_nearly_right_leads_to_the_thing(facts: Facts) -> None:
    def ways(**asked: str) -> list[str]:
        return [node["props"]["data-go"] for node in nodes(drawer(asks(**asked), Store(), facts)) if "onward" in node["props"]["className"]]

    assert ways(card="on_tim") == ["card=on_time"]
    assert ways(vehicle="鲁f2") == ["vehicle=bus-2"]
    assert ways(segment="S1") == ["segment=s1"]


@pytest.mark.parametrize("error", [TooLong, ConnectionError])
def test_an_engine_that_does_not_answer_is_said(error: type[Exception], facts: Facts) -> None:
    told = words(drawer(asks(card="on_time"), Store(error), facts))
    assert "暂时取不到" in told and "公交准点率" in told


def test_every_property_has_one_writer() -> None:
    """A gesture a file; `allow_duplicate` and suppressed exceptions are nowhere."""
    folder = Path(__file__).parent.parent.parent
    sources = [path.read_text(encoding="utf-8") for room in ("callbacks", "dashboard", "layouts") for path in (folder / room).rglob("*.py")]
    assert not any("allow_duplicate" in source or "suppress_callback_exceptions" in source for source in sources)


WAY = "trip_rows?route=51&direction=0#51%E8%B7%AF"


def test_a_row_of_a_figure_leads_on_and_each_step_leads_back(facts: Facts) -> None:
    store = Store()
    tree = drawer(asks(card="on_time", steps=f"{WAY}/bus_on_time?trip=a%2Fb#a%2Fb", scope="370602"), store, facts)
    (asked,) = store.asked
    assert (asked.view, asked.parameters, asked.scope) == ("bus_on_time", {"trip": "a/b"}, "370602")
    crumbs = [node["props"] for node in nodes(tree) if node["props"].get("data-go", "").startswith("steps=")]
    assert [crumb["children"] for crumb in crumbs] == ["公交准点率", "51路"]
    assert [parse_qs(crumb["data-go"], keep_blank_values=True)["steps"][0] for crumb in crumbs] == ["", WAY]


@pytest.mark.parametrize(
    ("opened", "root"), [({"vehicle": "鲁F1"}, "车辆 鲁F-001"), ({"segment": "s1"}, "路段 南大街"), ({"vehicle": "gone"}, "车辆 gone")]
)
def test_the_way_back_to_a_thing_bears_its_name(facts: Facts, opened: dict[str, str], root: str) -> None:
    store = Store()
    store.label = "鲁F-001"
    tree = drawer(asks(**opened, steps=WAY.replace("trip_rows", "bus_on_time"), scope="370602"), store, facts)
    assert [node["props"]["children"] for node in nodes(tree) if node["props"].get("data-go") == "steps="] == [root]


@pytest.mark.parametrize("steps", ["nothing?a=1", "a;b", "x" * 3000])
def test_a_way_that_leads_nowhere_is_said_or_left_out(steps: str, facts: Facts) -> None:
    tree = drawer(asks(card="on_time", steps=steps), Store(), facts)
    assert "暂时取不到" in words(tree) or "公交准点率" in words(tree)
