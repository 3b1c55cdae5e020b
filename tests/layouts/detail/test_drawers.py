from datetime import timedelta
from typing import Any

import pytest

from layouts import detail
from layouts.panels.kpi import KpiSpec
from layouts.words import LANGS, Lang, Text, say
from tests.layouts.rows import ALERTS, AS_OF, INCIDENTS, STALE, ago, context, kpi_row, only, rows, trend_rows
from tests.layouts.tree import attribute, classed, said, texts

SPEC = KpiSpec(kind="kpi", id="on_time", view="bus_on_time")
BEHIND = [
    {
        "route_id": "16",
        "route_name": "16 路",
        "direction_id": 1,
        "value": 43.21,
        "median_delay_s": -95.0,
        "latitude": 37.5,
        "event_time": ago(20),
        "odd_one": None,
    }
]


def facts(drawn: Any) -> dict[str, str]:
    return {said(fact, "of")[0]: said(fact, "is")[0] for fact in classed(drawn, "fact")}


def test_a_kpi_opens_its_definition_and_the_rows_behind() -> None:
    given = only("bus_on_time", kpi_row(), kpi_trend=trend_rows("bus_on_time"))
    drawn = detail.kpi(SPEC, given, BEHIND, context("en"))
    assert texts(drawn)[0] == "Bus on-time share"
    assert said(drawn, "now") == ["81.4 % Attention"]
    assert facts(drawn) == {
        "Target": "≥85%",
        "Numerator / denominator": "12,345 / 15,160",
        "Coverage (floor)": "96% (50%)",
        "Usual at this time": "79.0 to 88.0 (8 comparable days)",
        "Newest content": "8 s ago",
        "Rule": "at stops, −1/+5 min",
        "Formula": "on time / all",
    }
    told = "Line Direction Value Median deviation Content odd one 16 路 Inbound 43.2 −1 min 08:14:12 —"
    assert said(drawn, "behind") == [f"The rows behind {told}"]


DISTRICTS = [
    {"district_id": name, "name_zh": zh, "name_en": en, "value": value}
    for name, zh, en, value in (("370602", "芝罘区", "Zhifu", 61.2), ("370611", "福山区", "Fushan", None))
]


def test_a_card_leads_to_the_lines_of_a_district_and_back_to_all() -> None:
    given, named = only("bus_on_time", kpi_row()), {"bus_on_time_districts": {"title": "各区市 | By district"}}
    whole, part = (detail.kpi(SPEC, given, BEHIND, context("en", scope=scope, headers=named), DISTRICTS) for scope in (None, "370611"))
    assert said(whole, "behind")[0] == "By district Name Value Zhifu 61.2 Fushan —"
    assert attribute(classed(whole, "behind")[0], "data-go") == ["scope=370602", "scope=370611"]
    assert attribute(classed(part, "behind")[0], "data-go") == ["scope=370602", "scope="]
    assert (said(whole, "chosen"), said(part, "chosen")) == ([], ["Fushan —"]) and attribute(part, "aria-current") == ["true"]
    assert len(classed(detail.kpi(SPEC, given, BEHIND, context("en"), DISTRICTS[:1]), "behind")) == 1, "one district is the whole"


def test_rows_without_a_place_are_not_offered_as_a_map() -> None:
    given = only("bus_on_time", kpi_row())
    for behind, forms in ((BEHIND, ["CSV", "GEOJSON", "JSON"]), ([BEHIND[0] | {"latitude": None}], ["CSV", "JSON"])):
        (offered,) = classed(detail.kpi(SPEC, given, behind, context("en")), "files")
        assert texts(offered) == ["Export", *forms]


def test_too_little_history_is_said() -> None:
    given = only("bus_on_time", kpi_row(p10=None, p90=None, days=1))
    assert facts(detail.kpi(SPEC, given, [], context("zh")))["此时常态"] == "同期历史 1 天，满 3 天才给出"


KEYS = ("rule", "formula", "row", "source", "normal", "investigate_if", "possible_causes")


@pytest.mark.parametrize(("lang", "side"), [("zh", "中文"), ("en", "English")])
def test_every_text_of_a_header_is_told_in_the_viewers_language_alone(lang: Lang, side: str) -> None:
    headers = {"bus_on_time": {"title": "公交准点率 | Bus on-time share", **{key: f"中文 {key} | English {key}" for key in KEYS}}}
    told = facts(detail.kpi(SPEC, only("bus_on_time", kpi_row()), [], context(lang, headers=headers)))
    assert [told[say(lang, key)] for key in KEYS] == [f"{side} {key}" for key in KEYS]


def test_a_text_in_one_language_serves_both() -> None:
    headers = {"bus_on_time": {"title": "公交准点率 | Bus on-time share", "source": "TransitMatters"}}
    assert facts(detail.kpi(SPEC, only("bus_on_time", kpi_row()), [], context(headers=headers)))["出处"] == "TransitMatters"


def test_values_behind_a_figure_are_words_of_the_viewer() -> None:
    behind = {"state": "bunched", "road_class": "arterial", "overdue": True, "agency_responsible": "城管局 | City management"}
    behind |= {"expected_datetime": ago(-7200)}
    said_in = {lang: said(detail.kpi(SPEC, only("bus_on_time", kpi_row()), [behind], context(lang)), "scroll") for lang in LANGS}
    assert said_in["zh"] == ["状态 道路等级 超期 责任单位 期限 串车 主干路 是 城管局 10:14:32"]
    assert said_in["en"] == ["State Road class Overdue Agency Due Bunched Arterial Yes City management 10:14:32"]


def test_a_stale_kpi_says_why_and_shows_no_count() -> None:
    drawn = detail.kpi(SPEC, only("bus_on_time", STALE, feed_status=rows()["feed_status"]), [], context("en"))
    assert said(drawn, "number") == ["—"]
    assert said(drawn, "why") == ["Data supply: newest content 26 h ago"]
    assert "Numerator / denominator" not in facts(drawn)
    assert said(drawn, "behind") == ["The rows behind No matching records"]


def test_only_so_many_rows_and_the_rest_is_counted() -> None:
    drawn = detail.kpi(SPEC, only("bus_on_time", kpi_row()), BEHIND * 41, context("en"))
    assert said(drawn, "none") == ["41 rows, first 40 shown"]


VEHICLE = {
    "vehicle_id": "B1",
    "label": "鲁F-1",
    "state": "late",
    "route_name": "16 路",
    "trip_headsign": "火车站",
    "trip_id": "t1",
    "delay_s": 400.0,
    "speed": 5.0,
    "age_s": 12.0,
    "district_id": "370602",
    "last_stop_name": "南大街",
}


def test_a_vehicle() -> None:
    drawn = detail.vehicle(VEHICLE, context("en"))
    assert texts(drawn)[0] == "Vehicle 鲁F-1"
    assert said(drawn, "sort") == ["Late"]
    assert facts(drawn) == {
        "Line": "16 路 · 火车站",
        "Trip": "t1",
        "Deviation": "+6 min",
        "Speed": "18 km/h",
        "Last stop": "南大街",
        "District": "Zhifu",
        "Last heard": "12 s ago",
    }


def test_unknown_things_of_a_vehicle_are_left_out_never_zero() -> None:
    drawn = detail.vehicle(dict.fromkeys(VEHICLE) | {"vehicle_id": "B1", "state": "unknown"}, context("en"))
    assert facts(drawn) == {}
    assert said(drawn, "sort") == ["Not judged"]


RUN = {
    "why": "",
    "route_id": "16",
    "direction_id": 1,
    "block_id": "K7",
    "planned_start": ago(1800),
    "planned_end": ago(-1800),
    "ahead_vehicle_id": "B2",
    "ahead_label": "鲁F-2",
    "ahead_s": 150.0,
    "ahead_planned_s": 600.0,
    "ahead_state": "bunched",
    "behind_vehicle_id": None,
    "behind_s": None,
}


def test_a_vehicle_with_its_work_its_neighbours_and_what_it_said_last() -> None:
    reports = [{"event_time": ago(12), "lag_s": 2.0, "speed_kmh": 18.0}] * 12
    calls = [{"stop_name": "南大街", "actual_time": ago(90), "delay_s": 400.0}]
    seen = context("en", scenes={"line": Text(zh="线路", en="Line")})
    drawn = detail.vehicle(VEHICLE, seen, RUN, reports, calls)
    assert {"Run": "K7", "Planned": "07:44–08:44"}.items() <= facts(drawn).items()
    assert said(drawn, "neighbour") == ["Ahead 鲁F-2 2 min (planned 10 min) Bunched", "Behind — no bus to compare with on the line"]
    assert {"vehicle=B2", "scene=line&line=16&direction=1"} <= set(attribute(drawn, "data-go"))
    reported, called = classed(drawn, "behind")
    assert len(reported.children[1].children[0].children[1].children) == 10
    assert "南大街 08:13 6 min" in " ".join(texts(called))


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("silent", "Not heard of for 12 s"),
        ("feed_stale", "Its feed, Bus positions, brings nothing new: nothing is judged"),
        ("no_trip", "It reports no trip"),
        ("not_in_timetable", "Its trip is not in the timetable"),
        ("not_today", "Its trip does not run today"),
        ("waiting", "Waiting, leaves at 07:44"),
        ("no_call", "It has called at no stop of its trip yet"),
    ],
)
def test_a_grey_vehicle_says_why(why: str, told: str) -> None:
    run = RUN | {"why": why, "feed_zh": "公交定位", "feed_en": "Bus positions"}
    assert said(detail.vehicle(VEHICLE | {"state": "unknown"}, context("en"), run), "why") == [told]


@pytest.mark.parametrize(("key", "what"), [("rule:crash", "两车相撞，占一车道"), ("incident:i1", "供水管爆裂")])
def test_an_alert_or_an_incident(key: str, what: str) -> None:
    drawn = detail.alert(key, {"alerts_now": ALERTS, "incidents_now": INCIDENTS}, context(), response="派警")
    assert texts(drawn)[0] == what
    assert facts(drawn)["处置"] == "派警"


def test_an_alert_says_of_which_moment_its_figures_are() -> None:
    rows = {"alerts_now": ALERTS, "incidents_now": INCIDENTS}
    assert facts(detail.alert("rule:crash", rows, context("en")))["As it was at"] == "08:03:02"
    assert "As it was at" not in facts(detail.alert("incident:i1", rows, context("en")))


def test_an_incident_that_an_alert_speaks_of_is_told_by_the_alert() -> None:
    raised = [row | {"alert_key": "incident i9"} for row in ALERTS if row["alert_key"] == "crash"]
    assert texts(detail.alert("incident:i9", {"alerts_now": raised, "incidents_now": []}, context()))[0] == "两车相撞，占一车道"


def test_an_alert_of_an_incident_says_how_the_incident_stands() -> None:
    raised = [row | {"alert_key": "incident i9", "state": "firing"} for row in ALERTS if row["alert_key"] == "crash"]
    timed = {"t0": ago(3600), "phase": "lanes_open"}
    drawn = detail.alert("incident:i9", {"alerts_now": raised, "incidents_now": []}, context("en"), timed=timed)
    assert facts(drawn)["State"] == "Lanes open"


@pytest.mark.parametrize("key", ["incident:i1", "rule:incident i1"])
def test_an_incident_leads_to_the_road_it_is_on(key: str) -> None:
    raised = [row | {"alert_key": "incident i1"} for row in ALERTS if row["alert_key"] == "crash" and key.startswith("rule")]
    there = [row | {"segment_id": "s/1"} for row in INCIDENTS]
    drawn = detail.alert(key, {"alerts_now": raised, "incidents_now": there}, context("en"))
    assert said(drawn, "onward") == ["Open its road segment"]
    assert attribute(classed(drawn, "onward")[0], "data-go") == ["segment=s%2F1"]
    assert said(detail.alert(key, {"alerts_now": raised, "incidents_now": INCIDENTS}, context()), "onward") == []


def test_the_feeds_with_their_errors() -> None:
    given = rows()["feed_status"]
    given[0] |= {"arrival_age_s": 3.0, "accepted": 1204, "quarantined": 6, "error": "<b>timeout</b>"}
    drawn = detail.feeds(given, context("en"))
    first = classed(drawn, "feed-facts")[0]
    assert facts(first) == {
        "Content age": "8 s ago",
        "Arrival age": "3 s ago",
        "Accepted": "1,204",
        "Quarantined": "6",
        "Error": "<b>timeout</b>",
    }
    assert said(first, "sort") == ["Bus positions Live Demo"]


def test_what_is_gone_is_said() -> None:
    for drawn in (
        detail.no_vehicle("nobody", {}, context("en")),
        detail.no_segment("nowhere", {}, context("en")),
        detail.alert("x:y", {}, context("en")),
        detail.work_zone(None, context("en")),
    ):
        assert said(drawn, "none") == ["There is no record of this at this moment"]


def test_every_drawer_can_be_closed() -> None:
    assert attribute(detail.feeds([], context()), "data-go") == ["card=&vehicle=&segment=&row=&steps="]


def test_an_incident_tells_its_clock_and_one_that_is_over_can_still_be_read() -> None:
    timed = {
        "incident_id": "gone", "title": "两车追尾 | Rear-end collision", "status": "cleared", "segment_id": "s1", "district_id": "370602",
        "t0": ago(3600), "t1": ago(3480), "t2": None, "t5": ago(600), "t7": AS_OF + timedelta(seconds=60),
    }  # fmt: skip
    drawn = detail.alert("incident:gone", rows(), context("en"), timed=timed)
    assert said(drawn, "name") == ["Rear-end collision"] and said(drawn, "word") == ["Cleared"]
    assert said(drawn, "fact") == [
        "District Zhifu",
        "Began Mon 23 Nov 07:14",
        "Reported 07:16 · 2 min after it began",
        "Lanes open 08:04 · 50 min after it began",
    ]
    assert said(detail.alert("incident:gone", rows(), context("zh")), "none") == ["此刻没有这一项的记录"]


def test_a_row_that_leads_to_a_thing_opens_its_card_instead_of_a_step() -> None:
    for target, leads in (
        ("segment_card", "segment=s7"),
        ("segment_sums", "steps=segment_sums%3Fsegment%3Ds7%23%25E4%25B8%2589%25E7%25AB%2599"),
    ):
        told = context("en", headers={"bus_on_time_rows": {"opens": f"{target}(segment = segment_id) as name"}})
        drawn = detail.kpi(SPEC, only("bus_on_time", kpi_row()), [{"segment_id": "s7", "name": "三站", "cause": "stuck"}], told)
        assert [attribute(row, "data-go") for row in classed(drawn, "leads")] == [[leads]]
