from typing import Any

from layouts.panels import rail
from layouts.panels.rail import RailSpec
from tests.layouts.rows import ALERTS, INCIDENTS, context
from tests.layouts.tree import attribute, classed, said

ROWS = {"alerts_now": ALERTS, "incidents_now": INCIDENTS}


def drawn(lang: Any = "zh", rows: Any = ROWS, **more: Any) -> Any:
    return rail.draw(RailSpec(kind="rail", **more), rows, context(lang))


def test_worst_first_then_longest_first() -> None:
    assert said(drawn(), "priority") == ["紧急", "重要", "重要", "重要", "一般"]
    assert said(drawn(), "age") == ["12 分", "26 时", "33 分", "6 分", "9 分"]
    assert said(drawn(), "note") == ["5 项待处置"]


def test_an_item_says_what_where_consequence_owner_and_state() -> None:
    item = classed(drawn("en"), "item")[0]
    assert item.className == "item priority-1"
    assert said(item, "told") == ["Laishan, Yingchun St Two cars collided, one lane closed Lines 16/61/62 affected, detour about 40 min"]
    assert said(item, "held") == ["Open Traffic police"]
    assert attribute(item, "data-go") == ["row=rule%3Acrash"]


def test_an_incident_stands_among_the_alerts_with_its_district() -> None:
    item = classed(drawn(), "item")[2]
    assert said(item, "told") == ["芝罘区 供水管爆裂 半幅封闭"]
    assert said(item, "held") == ["处置中 城管局"]


def test_without_an_owner_it_is_said() -> None:
    assert said(drawn("en"), "owner")[-1] == "No owner yet"


def test_a_calm_city_and_a_rail_of_alerts_alone() -> None:
    assert said(drawn(rows={}), "none") == ["没有待处置的事件或告警"]
    assert len(classed(drawn(incidents=None), "item")) == 4
    assert list(rail.needs(RailSpec(kind="rail", incidents=None))) == ["alerts_now"]


def test_no_more_items_are_drawn_than_asked_but_all_are_counted() -> None:
    short = rail.draw(RailSpec(kind="rail", rows=2), ROWS, context())
    assert len(classed(short, "item")) == 2
    assert said(short, "note") == ["5 项待处置"]


def test_an_incident_that_an_alert_speaks_of_stands_there_once() -> None:
    raised = [ALERTS[0] | {"alert_key": "incident i1"}]
    both = rail.draw(RailSpec(kind="rail"), {"alerts_now": raised, "incidents_now": INCIDENTS}, context())
    assert attribute(both, "data-go") == ["row=rule%3Aincident+i1"]
    there = [INCIDENTS[0] | {"incident_id": "i1", "status": "open"}]
    told = rail.draw(RailSpec(kind="rail"), {"alerts_now": raised, "incidents_now": there}, context("en"))
    assert said(told, "state") == ["In progress"], "as the incident stands, not the alert"
