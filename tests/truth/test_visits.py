"""Stop visits of recorded feeds, by whichever way their vehicles can be matched, against what sources and another program say."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.truth.recorded import Recorded, land

pytestmark = pytest.mark.data
LONG = "1e6"


@pytest.fixture(scope="module")
def nyct(shared_data: Path) -> Recorded:
    return land("nyct", shared_data)


# TransBigData 0.5.3 itself, busgps_arriveinfo on these very files: stop, arrival, departure, local time. It would bring geopandas,
# osmnx and matplotlib along, so its answer stands here.
TRANSBIGDATA = [
    ("申昆路枢纽站", "2019-01-16 23:59:59", "2019-01-17 16:24:36"),
    ("申昆路枢纽站", "2019-01-17 16:35:14", "2019-01-17 16:36:07"),
    ("吴宝路", "2019-01-17 16:38:53", "2019-01-17 16:40:14"),
    ("航新路", "2019-01-17 16:40:29", "2019-01-17 16:41:40"),
    ("航东路", "2019-01-17 16:42:31", "2019-01-17 16:44:51"),
    ("外环路", "2019-01-17 16:46:56", "2019-01-17 16:48:18"),
    ("虹井路", "2019-01-17 16:48:56", "2019-01-17 16:50:16"),
    ("剑河路", "2019-01-17 16:51:02", "2019-01-17 16:51:43"),
]


def test_gps_and_stops_alone(shared_data: Path) -> None:
    found = land("shanghai-71", shared_data).ask("stop_visit", datetime(2019, 1, 17, 9), window_s=LONG)
    visits = sorted(found, key=lambda visit: visit["actual_arrival_time"])
    assert [visit["stop_id"] for visit in visits] == [stop for stop, _, _ in TRANSBIGDATA]
    for visit, (_, arrival, departure) in zip(visits, TRANSBIGDATA, strict=True):
        near_the_end = visit["stop_id"] == "申昆路枢纽站"  # it waits beside the line's end, where a metre of projection is many seconds
        for column, told in (("actual_arrival_time", arrival), ("actual_departure_time", departure)):
            off = visit[column] + timedelta(hours=8) - datetime.fromisoformat(told)
            assert abs(off.total_seconds()) <= (25 if near_the_end else 1)
        assert (visit["matched_by"], visit["scheduled_time"], visit["delay_s"]) == ("stops", None, None)
    left = next(visit["actual_departure_time"] for visit in visits if visit["stop_id"] == "航新路")
    came = next(visit["actual_arrival_time"] for visit in visits if visit["stop_id"] == "剑河路")
    assert (came - left).total_seconds() == 562.0


def test_trains_are_matched_by_line_direction_and_start(nyct: Recorded) -> None:
    assert len(nyct.landed["trains"]) == 21
    assert nyct.quarantined("trains") == {}  # a train without a position says at which stop it is
    visits = nyct.ask("stop_visit", datetime(2023, 5, 29, 18, 25))
    assert {visit["matched_by"] for visit in visits} == {"start"}
    assert (
        len({visit["vehicle_id"] for visit in visits}) >= 130
    )  # of the 156 trains named; others stand at their first stop or far off the plan
    delays = sorted(visit["delay_s"] for visit in visits)
    assert abs(delays[len(delays) // 2]) < 120  # trains of a holiday's noon; a wrong match would be minutes off
    named = {(visit["vehicle_id"][7], visit["route_id"]) for visit in visits if visit["vehicle_id"][7] not in "25"}
    assert named
    assert all(name == route or name == "G" for name, route in named)


def test_a_trains_dwell_is_what_the_feed_says(nyct: Recorded) -> None:
    dwells = sorted(
        visit["dwell_s"] for visit in nyct.ask("stop_visit", datetime(2023, 5, 29, 18, 25)) if not visit["terminal"] and visit["dwell_s"]
    )
    assert 20 <= dwells[len(dwells) // 2] <= 90


TIMEPOINTS = ("wmata", datetime(2026, 2, 16, 21), 44.9)


def test_on_time_at_timepoints(shared_data: Path) -> None:
    """The source takes the nearest ping, which falls anywhere into a bus's stay: the middle of ours."""
    name, end, share = TIMEPOINTS
    visits = [visit for visit in land(name, shared_data).ask("stop_visit", end, window_s=LONG) if visit["timepoint"] == 1]
    middles = [_middle(visit) for visit in visits]
    assert len(visits) == pytest.approx(786, rel=0.05)
    assert 100 * sum(-60 <= delay <= 300 for delay in middles) / len(middles) == pytest.approx(share, abs=3)


def _middle(visit: dict[str, Any]) -> float:
    stay: timedelta = visit["actual_departure_time"] - visit["actual_arrival_time"]
    late: timedelta = visit["actual_arrival_time"] + stay / 2 - visit["scheduled_time"]
    return late.total_seconds()
