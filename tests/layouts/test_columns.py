"""Raw rows as people read them: no column of machines, no value as a feed or a standard writes it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from layouts import columns
from layouts.words import Lang, Text
from tests.layouts.rows import context


def test_codes_beside_names_batches_and_bare_ids_are_not_shown() -> None:
    row = {"service_code": "noise", "service_name": "噪声 | Noise", "batch": "2eaf39", "stop_id": "12", "route_name": "6路"}
    assert columns.shown(row, context()) == ["service_name", "route_name"]


def test_feeds_and_service_days_are_told_in_words() -> None:
    feeds = {"positions": Text(zh="公交车辆位置", en="Bus positions")}
    row: dict[str, Any] = {"feed": "positions", "service_date": "20261126", "count": 20261126}
    told: tuple[tuple[Lang, str, str], ...] = (("zh", "公交车辆位置", "11月26日 周四"), ("en", "Bus positions", "Thu 26 Nov"))
    for lang, feed, day in told:
        read = replace(context(lang), feeds=feeds)
        assert [columns.text(name, row, read) for name in ("feed", "service_date")] == [feed, day]
    assert columns.text("feed", {"feed": "unknown"}, context()) == "unknown"


def test_moments_are_told_apart_by_the_time_of_day_and_other_days_by_their_name() -> None:
    told: tuple[tuple[Lang, str], ...] = (("zh", "11月22日 周日 08:10"), ("en", "Sun 22 Nov 08:10"))
    for lang, yesterday in told:
        here = context(lang)
        at = here.as_of.replace(minute=10, second=0)
        moments = (at, at.replace(second=7), at + timedelta(hours=2), at - timedelta(days=1))
        assert [columns.text("event_time", {"event_time": moment}, here) for moment in moments] == ["08:10", "08:10:07", "10:10", yesterday]


def test_the_moments_of_a_column_have_one_form() -> None:
    here = context("zh")
    full = here.as_of.replace(minute=10, second=0)
    several = [{"at": moment} for moment in (full, full.replace(second=7), None)]
    assert columns.texts("at", several, here) == ["08:10:00", "08:10:07", "—"]
    assert columns.texts("at", several[:1], here) == ["08:10"]


def test_a_vehicle_is_told_by_its_label_where_there_is_one() -> None:
    both = {"vehicle_id": "7001", "label": "鲁F-001", "ahead_vehicle_id": "7002", "ahead_label": "鲁F-002", "ratio": 0.4}
    assert columns.shown(both, context()) == ["label", "ahead_label", "ratio"]
    assert columns.shown({"vehicle_id": "7001", "ratio": 0.4}, context()) == ["vehicle_id", "ratio"]


def test_shares_are_percentages() -> None:
    assert columns.text("coverage", {"coverage": 0.9949}, context()) == "99%"


def test_an_id_of_a_file_is_called_after_the_thing() -> None:
    told: tuple[tuple[Lang, str], ...] = (("zh", "线路 ID"), ("en", "Line ID"))
    assert [(lang, columns.title("route_id", context(lang))) for lang, _ in told] == list(told)
