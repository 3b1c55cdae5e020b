"""Headways where the night of one service day runs beside the early morning of the next."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from datasources.store import Store
from tests.datasources.rows import asked
from tests.truth.driven import Row, ask, calls, city, found, land, told
from tests.truth.tracks import Run, reports, runs, timetable

DAYS = ("20260408", "20260409")
MIDNIGHTS = (datetime(2026, 4, 7, 14, 30), datetime(2026, 4, 8, 14, 30))
# every twenty minutes from a quarter past twelve, planned on the day itself, and every twenty from five past, planned past 24:00
EARLY, NIGHT = 15 * 60, 24 * 3600 + 5 * 60


def line() -> list[Run]:
    """Three trips of the night and three of the early morning, out on the street, each driving to the second as the first does."""
    model = next(run for run in runs(0) if run.trip == "street0-0")
    starts = [NIGHT + 1200 * n for n in range(3)] + [EARLY + 1200 * n for n in range(3)]
    return [_at(model, number, start) for number, start in enumerate(starts)]


def _at(model: Run, number: int, start: int) -> Run:
    later = start - model.planned[0]
    return Run(
        model.line, model.direction, number, [second + later for second in model.planned], [(a + later, b + later) for a, b in model.calls],
        [(second + later, place) for second, place in model.track],
    )  # fmt: skip


def heard(dates: tuple[int, ...]) -> Iterator[list[Row]]:
    """What the buses of each service date report."""
    for date in dates:
        yield [
            row | {"start_date": DAYS[date], "vehicle_id": f"{row['vehicle_id']} of {DAYS[date]}"}
            for run in line()
            for row in reports(run, MIDNIGHTS[date], {"trip_id": run.trip, "route_id": run.line})
        ]


def planned(store: Store) -> list[int | None]:
    """Seconds since the call planned before it, at one stop, in order of time."""
    return [
        gap for _, gap in asked(store, "SELECT scheduled_time, headway_s FROM city.main.service_call WHERE stop_id = 'out3' ORDER BY 1")
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_trips_of_two_service_days_follow_each_other(at_once: bool) -> None:
    """However the dates come to be laid out."""
    with city() as store:
        store.land("timetable", timetable(line(), DAYS), None)
        if not at_once:
            land(store, [next(heard((0,)))[0] | {"event_time": MIDNIGHTS[0] + timedelta(hours=12), "trip_id": None}])
            assert planned(store) == [None, 1200, 1200, None, 1200, 1200]
        for rows in heard((0, 1)):
            land(store, rows)
        # the morning before the first night; both, ten minutes apart, after it; the night after the second day
        shared = [600] * 5
        assert planned(store) == [None, 1200, 1200, None, *shared, None, 1200, 1200]
        night = MIDNIGHTS[1] - MIDNIGHTS[0] + timedelta(hours=2)
        gaps = ask(store, "headways", night.total_seconds() / 3600, MIDNIGHTS[0], 7200)
        wait = ask(store, "bus_headway_adherence_measure", night.total_seconds() / 3600, MIDNIGHTS[0], 7200)[0]
    between = [gap for gap in gaps if gap["stop_sequence"] == 4]
    assert [gap["headway_s"] for gap in between] == [pytest.approx(600, abs=8)] * 5
    assert {gap["scheduled_headway_s"] for gap in between} == {600}
    assert (wait["numerator"], wait["denominator"]) == (5 * 8, 5 * 8)


NEXT_DAY = DAYS[0]  # of the service day before, whose night this is
SERVICE_DAY, SERVICE_MIDNIGHT = "20260407", MIDNIGHTS[0] - timedelta(days=1)


def clock(run: Run) -> str:
    """When it leaves, as a clock shows it: ten past midnight, where the timetable says 24:10."""
    return f"{run.planned[0] // 3600 - 24:02}:{run.planned[0] // 60 % 60:02}:00"


@pytest.mark.parametrize("way", ["trip_id", "start", "headway"])
def test_after_midnight_a_feed_may_name_the_date_and_hour_of_the_clock(way: str) -> None:
    driven = [run for run in runs(24 * 3600 + 600) if run.line == "street"]

    def said(run: Run) -> Row:
        trip = {"trip_id": run.trip, "headway": f"street{run.direction}-0"}.get(way)
        start = None if way == "trip_id" else clock(run)
        return {"trip_id": trip, "route_id": "street", "direction_id": run.direction, "start_date": NEXT_DAY, "start_time": start}

    with city("start" if way == "start" else "trip_id") as store:
        plan = timetable(driven, (SERVICE_DAY, SERVICE_DAY), by_headway=way == "headway", exact=True)
        store.land("timetable", plan, None)
        land(store, told(driven, SERVICE_MIDNIGHT, said))
        assert set(found(store, SERVICE_MIDNIGHT)) == calls(driven)
        assert {row["service_date"] for row in ask(store, "stop_visit", midnight=SERVICE_MIDNIGHT)} == {SERVICE_DAY}


@pytest.mark.parametrize("way", ["24:10 of the calendar's date", "00:10 of the calendar's date", "00:10 of the service date", "00:10"])
@pytest.mark.parametrize(
    ("zone", "date"), [("America/New_York", "20261031"), ("America/New_York", "20260307"), ("Asia/Shanghai", "20260228")]
)
def test_starts_in_the_night_as_a_clock_shows_them(zone: str, date: str, way: str) -> None:
    """A bus an hour, every day, over the end of a month and where the clock is set at two: a trip an hour off is another one."""
    noon = datetime.strptime(date, "%Y%m%d").replace(hour=12, tzinfo=ZoneInfo(zone))
    midnight = (noon.astimezone(UTC) - timedelta(hours=12)).replace(tzinfo=None)
    model = next(run for run in runs(0) if run.trip == "street0-0")
    driven = [_at(model, hour, 3600 * hour + 600) for hour in range(23, 29)]

    def said(run: Run) -> Row:
        shown = (midnight.replace(tzinfo=UTC) + timedelta(seconds=run.planned[0])).astimezone(ZoneInfo(zone))
        start = f"{run.planned[0] // 3600}:10:00" if way.startswith("24") else f"{shown:%H:%M:%S}"
        named = {"calendar's date": f"{shown:%Y%m%d}", "service date": date}.get(way.partition("of the ")[2])
        return {"route_id": "street", "start_time": start, "start_date": named}

    with city("start", zone) as store:
        store.land("timetable", timetable(driven, (date, f"{noon + timedelta(days=1):%Y%m%d}")), None)
        land(store, [row for row in told(driven, midnight, said) if row["event_time"].second % 20 == 0])
        assert set(found(store, midnight)) == calls(driven)
        visits = ask(store, "stop_visit", 36, midnight)
    assert {row["service_date"] for row in visits} == {date}
    assert all(f"bus {row['trip_id']}" == row["vehicle_id"] and abs(row["delay_s"]) < 600 for row in visits)
