"""The card of a road segment and of a work zone: what is known stands there, what is not is left out or said."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from layouts import detail
from layouts.detail import OnSegment
from layouts.words import LANGS, Text, say
from tests.layouts.rows import AS_OF, Row, ago, context
from tests.layouts.tree import attribute, classed, said, texts

MIDNIGHT = datetime(2026, 11, 22, 16)
SEGMENT: Row = {
    "segment_id": "s", "name": "南大街", "road_class": "arterial", "grade": 3, "level": None, "speed_kmh": 14.2, "free_flow_kmh": 45.0,
    "free_flow_origin": "declared", "ratio": 3.2, "extra_s": 140.0, "length_m": 812.0, "samples": 31, "imputed_share": 0.25, "age_s": 40.0,
    "district_id": None,
}  # fmt: skip
BANDS: list[Row] = [
    {"road_class": name, "by_speed": False, "free_kmh": 40, "mostly_free_kmh": 30, "light_kmh": 20, "moderate_kmh": 15, "slow_ratio": 1.5,
     "congested_ratio": 2.0, "severe_ratio": 4.0}
    for name in ("arterial", "minor")
]  # fmt: skip
ZONE: Row = {
    "work_zone_id": "W1", "row_key": "work:W1", "state": "under_way", "description": "管线敷设 | Laying pipes",
    "road_names": "南大街", "name": None,
    "vehicle_impact": "alternating-one-way", "lanes": 2, "lanes_closed": 1, "reduced_speed_kmh": 40.0, "workers_present": True,
    "direction": "eastbound", "start_date": ago(7200), "end_date": AS_OF + timedelta(hours=5), "is_start_verified": True,
    "is_end_verified": False, "district_id": None, "updated_at": ago(86400), "event_time": ago(120),
}  # fmt: skip


def five(minutes: float, speed: float | None, days: int = 5, samples: int | None = 3) -> Row:
    band = (40.0, 44.0, 48.0) if days >= 3 else (None, None, None)
    told = {"speed_kmh": speed, "samples": samples if speed is not None else None, "imputed_samples": 0 if speed is not None else None}
    return {
        "event_time": MIDNIGHT + timedelta(minutes=minutes),
        **told,
        **dict(zip(("p10", "p50", "p90"), band, strict=True)),
        "days": days,
    }


def facts(drawn: Any) -> dict[str, str]:
    return dict(zip(said(drawn, "of"), said(drawn, "is"), strict=True))


def path(drawn: Any, name: str) -> str:
    return next(str(node.d) for node in classed(drawn, name) if hasattr(node, "d"))


def test_what_detectors_counted_stands_there() -> None:
    drawn = detail.segment({**SEGMENT, "flow_h": 1234.4, "occupancy": 18.2}, OnSegment(bands=BANDS), context())
    assert facts(drawn)["流量（近一小时）"] == "1,234 辆/时 · 占有率 18%"
    assert "流量（近一小时）" not in facts(detail.segment({**SEGMENT, "flow_h": None, "occupancy": None}, OnSegment(), context()))


def test_two_feeds_of_one_segment_are_named() -> None:
    two = {**SEGMENT, "feeds": 2, "feed_first": "浮动车 | Probes", "feed_last": "雷达 | Radar", "imputed_share": 0.0}
    assert facts(detail.segment(two, OnSegment(), context()))["样本数"] == "31 · 浮动车 与 雷达，每条样本权重相同"
    assert facts(detail.segment({**two, "feeds": 1}, OnSegment(), context()))["样本数"] == "31"


def test_an_empty_road_is_watched_and_has_no_speed() -> None:
    empty = {**SEGMENT, "grade": 0, "speed_kmh": None, "ratio": None, "extra_s": None, "samples": 1, "empty": True}
    drawn = detail.segment(empty, OnSegment(bands=BANDS), context())
    assert facts(drawn)["样本数"] == "有检测，无车通过"


def test_a_segment_says_its_grade_by_which_rule_and_from_what() -> None:
    drawn = detail.segment(SEGMENT, OnSegment(bands=BANDS), context())
    assert texts(drawn)[0] == "南大街"
    assert said(drawn, "now") == ["14 km/h 拥堵"]
    assert classed(drawn, "sign")[0].className == "sign grade_3"
    assert facts(drawn) == {
        "自由流速度": "45 km/h · 数据源给定",
        "延时指数": "3.20",
        "多花时间": "2 分",
        "分级依据": "自由流速度 / 速度：≥\u00a01.5 缓行，≥\u00a02.0 拥堵，≥\u00a04.0 严重",
        "道路等级": "主干路",
        "长度": "0.81 km",
        "样本数": "31 · 推算 25%",
        "最近上报": "40 秒前",
    }


def test_a_city_that_grades_by_speed_says_so() -> None:
    bands = [band | {"by_speed": True} for band in BANDS]
    drawn = detail.segment(
        SEGMENT | {"level": 5, "grade": 4, "road_class": "track", "health": "constant"}, OnSegment(bands=bands), context("en")
    )
    assert said(drawn, "now") == ["14 km/h Severely congested"]
    assert facts(drawn)["Graded by"].startswith("speed in km/h: >\u00a040 free")
    assert facts(drawn)["Detector"] == "Constant"


def test_a_segment_nobody_heard_of_has_no_figures() -> None:
    row = dict.fromkeys(SEGMENT) | {"segment_id": "s", "grade": 0, "length_m": 812.0}
    drawn = detail.segment(row, OnSegment(), context("en"))
    assert said(drawn, "now") == ["— km/h No data"]
    assert facts(drawn) == {"Free-flow speed": "not known yet", "Length": "0.81 km"}


def test_the_day_is_a_line_over_its_band_with_gaps() -> None:
    rows = [five(n * 5, None if n in (4, 5) else 30.0) for n in range(10)]
    drawn = detail.segment(SEGMENT, OnSegment(day=rows), context())
    assert path(drawn, "line").count("M") == 2
    assert path(drawn, "band").count("M") == 1 and path(drawn, "band").endswith("Z")
    assert path(drawn, "free").startswith("M0.0 ") and path(drawn, "dot").endswith("h0")
    assert "5 个可比日" in said(drawn, "note")[0]


def test_without_enough_days_there_is_no_band_and_it_says_why() -> None:
    drawn = detail.segment(SEGMENT, OnSegment(day=[five(n * 5, 30.0, days=1) for n in range(10)]), context("en"))
    assert path(drawn, "band") == ""
    assert said(drawn, "note") == ["The normal band takes 3 comparable days, so far 1; dashed: free flow"]


def test_the_rows_behind_are_those_of_today_newest_first() -> None:
    drawn = detail.segment(SEGMENT, OnSegment(day=[five(0, 30.0), five(5, 20.0), five(10, None)]), context("en"))
    cells = [cell for cell in said(drawn, "number") if cell not in ("Speed, km/h", "Samples", "Of these imputed")]
    assert cells[1:] == ["20", "3", "0", "30", "3", "0"]
    taken = [dict(parse_qsl(urlsplit(link).query)) for link in attribute(drawn, "href")]
    assert [(link["form"], link["segment"], link["steps"]) for link in taken] == [
        (form, "s", "segment_day?segment=s#") for form in ("csv", "json")
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_work_zones_and_incidents_on_it_are_listed_and_can_be_opened(lang: Any) -> None:
    incident = {"incident_id": "I1", "title": "追尾 | Crash", "started_at": ago(600)}
    drawn = detail.segment(SEGMENT, OnSegment(works=[ZONE], incidents=[incident]), context(lang))
    told = {
        "zh": ["管线敷设 施工中 · 交替单行 · 封闭 1 / 2 车道 · 至 11月23日 周一 13:14", "追尾 10 分前"],
        "en": ["Laying pipes Under way · Alternating one-way · 1 of 2 lanes closed · until Mon 23 Nov 13:14", "Crash 10 min ago"],
    }
    assert said(drawn, "fact-line") == told[lang]
    assert attribute(drawn, "data-go")[1:] == ["row=work%3AW1", "row=incident%3AI1"]


def test_a_segment_leads_on_to_its_corridor_and_a_work_zone_to_its_segment() -> None:
    corridor = {"corridor_id": "north", "name_zh": "滨海路", "name_en": "Binhai Road", "direction": "eastbound"}
    with_corridors = context("en", scenes={"corridor": Text(zh="走廊", en="Corridor")})
    drawn = detail.segment(SEGMENT, OnSegment(corridors=[corridor]), with_corridors)
    assert said(drawn, "onward") == ["Open the day of Binhai Road · Eastbound"]
    assert attribute(drawn, "data-go")[1:] == ["scene=corridor&corridor=north"]
    there = context("en", scenes=with_corridors.scenes, subject={"corridor": "north"})
    for seen in (context("en"), there):  # no scene shows corridors; this one is shown
        assert said(detail.segment(SEGMENT, OnSegment(corridors=[corridor]), seen), "onward") == []
    zone = detail.work_zone(ZONE, context("en"), [{"segment_id": "s1", "name": "南大街 | Nan Avenue"}])
    assert said(zone, "onward") == ["Open Nan Avenue"] and attribute(zone, "data-go")[1:] == ["segment=s1"]


@pytest.mark.parametrize(("lang", "open_it", "road"), [("zh", "查看路段", "南大街"), ("en", "Open", "Nan Avenue")])
def test_the_segments_of_a_work_zone_are_told_apart(lang: Any, open_it: str, road: str) -> None:
    along = [("s1", "南大街 | Nan Avenue"), ("s2", "北马路 | Beima"), ("s3", "南大街 | Nan Avenue"), ("s4", None)]
    zone = detail.work_zone(ZONE, context(lang), [{"segment_id": segment, "name": name} for segment, name in along])
    other = {"zh": "北马路", "en": "Beima"}[lang]
    assert said(zone, "onward") == [f"{open_it} {named}" for named in (f"{road} · s1", other, f"{road} · s3", "s4")]


def test_a_work_zone_says_how_sure_it_is() -> None:
    drawn = detail.work_zone(ZONE, context("en"))
    assert said(drawn, "sort") == ["Under way"]
    told = facts(drawn)
    assert (told["Impact"], told["Lanes"], told["Speed limit"], told["Direction"]) == (
        "Alternating one-way",
        "1 of 2 lanes closed",
        "40 km/h",
        "Eastbound",
    )
    assert told["Begins"] == "Mon 23 Nov 06:14 · verified" and told["Ends"] == "Mon 23 Nov 13:14 · estimated"
    assert facts(detail.work_zone(ZONE | {"end_date": None, "lanes": None, "vehicle_impact": "odd"}, context("en")))["Ends"] == "open"


@pytest.mark.parametrize("cause", ["good", "no_data", "few_samples", "zero", "high", "constant", "mismatch"])  # of segment_health_now
def test_what_is_wrong_with_a_detector_is_said_in_words(cause: str) -> None:
    for lang in LANGS:
        said_of = texts(detail.segment(SEGMENT | {"health": cause}, OnSegment(), context(lang)))
        assert cause not in said_of and say(lang, cause) in said_of
