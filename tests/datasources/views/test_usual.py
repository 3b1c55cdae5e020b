"""What other days a day is compared with, and what is usual at a time of day."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading

ZONE = "Asia/Shanghai"
HOLIDAYS = ("10-02", "10-01", "09-27", "09-26", "09-25")  # and 20 September, a Sunday, was worked
VIEWS = ("feed/day_type", "feed/compared_day", "feed/kpi_usual_now", "feed/kpi_trend", "traffic/segment_band", "traffic/segment_doubted")
OCTOBER = {  # what the State Council said of the autumn of 2026
    **{f"202610{n:02d}": "holiday" for n in range(1, 8)},
    **dict.fromkeys(("20260925", "20260926", "20260927"), "holiday"),
    "20260920": "makeup",
    "20261010": "makeup",
}
CALENDAR = [{"date": day, "day_type": kind, "name_zh": "国庆节", "name_en": "National Day"} for day, kind in OCTOBER.items()]


def at(local: str, zone: str = ZONE) -> datetime:
    """A local moment as naive UTC."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def opened(zone: str = ZONE, calendar: list[dict[str, str]] | None = CALENDAR) -> Store:
    store = Store(None, Place(zone), clock=lambda: at("2026-12-01 00:00"))
    with tempfile.TemporaryDirectory() as folder:
        for view in VIEWS:
            shutil.copy(STANDARD / f"{view}.sql", folder)
        assert store.load_views([Path(folder)]) == []
    if calendar:
        assert store.land("calendar", reading("calendar_day", calendar), at("2026-01-01 00:00")).outcome == "landed"
    return store


@pytest.fixture
def store() -> Iterator[Store]:
    with opened() as made:
        yield made


def ask(store: Store, view: str, moment: datetime) -> list[dict[str, Any]]:
    return store.snapshot([view], moment).rows(view)


def types(store: Store, day: str) -> dict[str, str]:
    return {row["date"]: row["day_type"] for row in ask(store, "day_type", at(f"{day} 12:00"))}


def test_the_calendar_speaks_before_the_weekday_does(store: Store) -> None:
    found = types(store, "2026-10-12")
    wanted = {
        "20261012": "workday",
        "20261011": "weekend",
        "20261010": "makeup",
        "20261008": "workday",
        "20261007": "holiday",
        "20261003": "holiday",
    }
    assert {day: found[day] for day in wanted} == wanted
    assert len(found) == 70 and min(found) == "20260811" and max(found) == "20261019"


def test_a_local_date_begins_at_local_midnight(store: Store) -> None:
    for moment, today in (("2026-10-12 23:59", "20261012"), ("2026-10-13 00:01", "20261013")):
        rows = {row["days_ago"]: row for row in ask(store, "day_type", at(moment))}
        assert (rows[0]["date"], rows[0]["day"]) == (today, datetime.strptime(today, "%Y%m%d"))


def compared(store: Store, day: str) -> dict[str, list[str]]:
    rows = ask(store, "compared_day", at(f"{day} 12:00"))
    return {
        key: [f"{row['day']:%m-%d}" for row in sorted(rows, key=lambda row: row["days_ago"]) if row[key]]
        for key in ("usual", "day_before", "week_before")
    }


@pytest.mark.parametrize(
    ("day", "usual", "day_before", "week_before"),
    [
        ("2026-11-25", ["11-18", "11-11", "11-04", "10-28", "10-21", "10-14", "09-30"], "11-24", "11-18"),  # a Wednesday; 7 October was off
        ("2026-11-23", ["11-16", "11-09", "11-02", "10-26", "10-19", "10-12", "09-28"], "11-20", "11-16"),  # a Monday: Friday before
        ("2026-11-28", ["11-21", "11-14", "11-07", "10-31", "10-24", "10-17"], "11-22", "11-21"),  # a Saturday, 10 October was worked
        ("2026-10-14", ["09-30", "09-23", "09-16", "09-09", "09-02", "08-26", "08-19"], "10-13", "09-30"),
        ("2026-10-03", [*HOLIDAYS, "09-13", "09-06", "08-30", "08-23", "08-16", "08-09"], "10-02", "09-27"),
    ],
)  # fmt: skip
def test_days_are_compared_with_their_like(store: Store, day: str, usual: list[str], day_before: str, week_before: str) -> None:
    assert compared(store, day) == {"usual": usual, "day_before": [day_before], "week_before": [week_before]}


def test_a_saturday_that_is_worked_is_compared_with_workdays(store: Store) -> None:
    found = compared(store, "2026-10-10")
    kinds = types(store, "2026-10-10")
    assert found["usual"] and all(kinds[f"2026{day.replace('-', '')}"] == "workday" for day in found["usual"])
    assert (found["day_before"], found["week_before"]) == (["10-09"], ["09-30"])


def test_without_a_calendar_the_weekday_counts() -> None:
    with opened(calendar=None) as store:
        assert compared(store, "2026-10-14")["usual"][0] == "10-07"


def test_a_calendar_with_a_word_nobody_knows_is_quarantined() -> None:
    with opened(calendar=None) as store:
        rows = [{"date": "20261001", "day_type": "holyday"}, {"date": "2026-10-02", "day_type": "holiday"}]
        assert store.land("calendar", reading("calendar_day", rows), at("2026-01-01 00:00"), refused_above=1.0).reasons == {"day_type": 2}


def say(store: Store, said: Mapping[datetime, float], kpi: str = "k", scope: str = "", **more: Any) -> None:
    store.append(
        "kpi_5min",
        [{"event_time": moment, "kpi": kpi, "scope": scope, "value": value, "state": "ok", **more} for moment, value in said.items()],
    )


def usual(store: Store, moment: str, zone: str = ZONE) -> dict[str, Any]:
    rows = ask(store, "kpi_usual_now", at(moment, zone))
    return rows[0] if rows else {}


WEDNESDAYS = ("2026-11-18", "2026-11-11", "2026-11-04", "2026-10-28")


def test_a_band_takes_three_days(store: Store) -> None:
    say(store, {at(f"{day} 08:00"): 10.0 * n for n, day in enumerate(WEDNESDAYS[:2])})
    assert (usual(store, "2026-11-25 08:00")["p10"], usual(store, "2026-11-25 08:00")["days"]) == (None, 2)
    say(store, {at(f"{WEDNESDAYS[2]} 08:00"): 20.0})
    found = usual(store, "2026-11-25 08:00")
    assert (found["p10"], found["p50"], found["p90"], found["days"]) == (2.0, 10.0, 18.0, 3)


def test_a_day_counts_once_and_only_at_this_time(store: Store) -> None:
    say(
        store,
        {
            at(f"{WEDNESDAYS[0]} {clock}"): value
            for clock, value in (("07:55", 1.0), ("08:00", 2.0), ("08:10", 9.0), ("08:15", 500.0), ("20:00", 500.0))
        },
    )
    say(store, {at("2026-11-24 08:00"): 7.0, at("2026-11-19 08:00"): 500.0, at("2026-11-25 07:55"): 500.0})
    found = usual(store, "2026-11-25 08:00")
    assert (found["days"], found["week_before"], found["week_before_on"]) == (1, 2.0, datetime(2026, 11, 18))
    assert (found["day_before"], found["day_before_on"], found["rest"]) == (7.0, datetime(2026, 11, 24), False)


def test_a_share_of_four_is_no_history(store: Store) -> None:
    say(store, {at("2026-11-24 08:00"): 25.0}, denominator=4.0)
    assert usual(store, "2026-11-25 08:00") == {}


def test_a_time_around_midnight_stays_on_its_day(store: Store) -> None:
    say(store, {at(f"{date.fromisoformat(day) - timedelta(days=1)} 23:55"): 5.0 for day in WEDNESDAYS})
    assert usual(store, "2026-11-25 00:04")["days"] == 4


def test_the_time_of_day_is_local_where_the_clock_changes() -> None:
    zone = "America/Chicago"  # back to winter time on 1 November 2026
    with opened(zone, None) as store:
        say(store, {at(f"{day} 08:00", zone): 1.0 for day in ("2026-10-28", "2026-10-21", "2026-10-14")})
        say(store, {at(f"{day} 07:00", zone): 500.0 for day in ("2026-10-28", "2026-10-21", "2026-10-14")})
        found = usual(store, "2026-11-04 08:00", zone)
        assert (found["days"], found["p50"]) == (3, 1.0)


def test_the_trend_stands_on_what_was_usual_then(store: Store) -> None:
    moment = at("2026-11-25 08:00")
    for scope in ("", "A"):
        say(store, {at(f"{day} 08:00"): 10.0 * n for n, day in enumerate(WEDNESDAYS[:3])}, scope=scope)
    say(store, {moment: 3.0})
    store.append("kpi_usual", [{"event_time": moment, "kpi": "k", "scope": "", "p10": 2.0, "p90": 18.0, "days": 3}])
    assert ask(store, "kpi_trend", moment) == [{"kpi": "k", "event_time": moment, "value": 3.0, "p10": 2.0, "p90": 18.0, "days": 3}]
    assert ask(store, "kpi_trend", moment + timedelta(hours=7)) == []


def test_a_road_has_a_usual_speed_each_quarter_of_an_hour(store: Store) -> None:
    """Sums are added up over the quarter: 3 km in 360 s are 30 km/h, whatever the mean of the two speeds is."""
    for day, slow_s in zip(WEDNESDAYS[:3], (270.0, 270.0, 90.0), strict=True):
        rows = [(at(f"{day} 08:00"), 90.0, 1), (at(f"{day} 08:10"), slow_s, 2), (at(f"{day} 08:15"), 9000.0, 1)]
        store.append(
            "segment_5min",
            [
                {"event_time": moment, "segment_id": "s", "length_m": 1000.0, "samples": samples, "travel_time_s": travel}
                for moment, travel, samples in rows
            ],
        )
    store.append(
        "segment_5min", [{"event_time": at("2026-11-24 08:00"), "segment_id": "s", "length_m": 1.0, "samples": 1, "travel_time_s": 900.0}]
    )
    ticket = Ticket("segment_band", {"segment": "s"}, as_of=at("2026-11-25 20:00"))
    quarters = {row["quarter"]: row for row in store.ask(ticket).to_pylist()}
    assert (quarters[32]["p50"], quarters[32]["days"]) == (pytest.approx(30.0), 3)
    assert quarters[32]["p90"] == pytest.approx(54.0)
    assert quarters[33]["p50"] == pytest.approx(0.4)
