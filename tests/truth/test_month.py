"""An invented month with a holiday in mid-week and a Saturday worked for it, from quarters of an hour: reliability and recurrent
congestion by plain Python."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.streets import percentile

FIRST, DAYS = date(2026, 3, 2), 28  # four weeks from a Monday on
HOLIDAYS, MAKEUP = {date(2026, 3, 11), date(2026, 3, 12)}, date(2026, 3, 14)
ROADS = {"R1": (1000.0, 60.0), "R2": (2500.0, 50.0), "R3": (400.0, 40.0)}  # metres, km/h at free flow
PERIODS = {
    "am": (True, [(6, 10)]), "midday": (True, [(10, 16)]), "pm": (True, [(16, 20)]), "weekend": (False, [(6, 20)]),
    "peak": (True, [(7, 9), (17, 19)]),
}  # fmt: skip
NOW = datetime(2026, 3, 30, 1)  # 09:00 local on the Monday after


def worked(day: date) -> bool:
    return day == MAKEUP or (day.weekday() < 5 and day not in HOLIDAYS)


def share(road: str, day: date, quarter: int) -> float:
    """Of free flow. R2 is jammed in the peaks of four working days in five, R3 on two in five and all of the holiday."""
    noise = ((day.day * 7 + quarter * 3 + len(road)) % 11) / 100
    peak = quarter // 4 in (7, 8, 17, 18)
    if road == "R3" and day in HOLIDAYS:
        return 0.3 + noise
    jammed = {"R1": False, "R2": day.day % 5 != 0, "R3": day.day % 5 < 2}[road]
    if worked(day) and peak:
        return (0.35 if jammed else 0.7) + noise
    return 0.85 + noise


def quarters() -> Iterator[tuple[str, date, int, float]]:
    """Road, local day, quarter of an hour, seconds to drive it."""
    for road, (metres, free) in ROADS.items():
        for day in (FIRST + timedelta(days=n) for n in range(DAYS)):
            for quarter in range(96):
                yield road, day, quarter, 3.6 * metres / (free * share(road, day, quarter))


def times(road: str, period: str) -> dict[date, list[float]]:
    """Of a period, by day."""
    working, hours = PERIODS[period]
    found: dict[date, list[float]] = {}
    for name, day, quarter, seconds in quarters():
        if name == road and worked(day) == working and any(a <= quarter / 4 < b for a, b in hours):
            found.setdefault(day, []).append(seconds)
    return found


def flat(days: dict[date, list[float]]) -> list[float]:
    return [seconds for day in days.values() for seconds in day]


@pytest.fixture(scope="module")
def city() -> Iterator[Store]:
    with Store(None, Place("Asia/Shanghai", settings={"reliability_days": DAYS}), clock=lambda: NOW) as store:
        assert store.load_views([STANDARD]) == []
        roads = [{"segment_id": k, "length_m": m, "free_flow_kmh": v} for k, (m, v) in ROADS.items()]
        store.land("roads", reading("road_segment", roads), None)
        off = [{"date": f"{day:%Y%m%d}", "day_type": "holiday"} for day in HOLIDAYS]
        store.land("calendar", reading("calendar_day", [*off, {"date": f"{MAKEUP:%Y%m%d}", "day_type": "makeup"}]), None)
        rows = [
            {
                "segment_id": road,
                "event_time": datetime(day.year, day.month, day.day) + timedelta(minutes=15 * (quarter + 1), hours=-8),
                "speed_kmh": 3.6 * ROADS[road][0] / seconds,
                "interval_s": 900.0,
            }
            for road, day, quarter, seconds in quarters()
        ]
        store.land("speeds", reading("segment_speed", rows), None)
        store.record_kpis(NOW)
        yield store


def value(store: Store, kpi: str) -> dict[str, Any]:
    return dict(store.ask(Ticket(f"{kpi}_measure", as_of=NOW)).to_pylist()[0])


def test_indices_of_the_peaks(city: Store) -> None:
    peaks = {road: flat(times(road, "peak")) for road in ROADS}
    mean = sum(sum(v) / len(v) for v in peaks.values())
    late = sum(percentile(v, 0.95) for v in peaks.values())
    free = sum(3.6 * metres / kmh for metres, kmh in ROADS.values())
    assert value(city, "travel_time_index")["value"] == pytest.approx(mean / free)
    assert value(city, "planning_time_index")["value"] == pytest.approx(late / free)
    assert value(city, "buffer_index")["value"] == pytest.approx(100 * (late - mean) / mean)
    assert value(city, "travel_time_index")["coverage"] == pytest.approx(1)


def test_level_of_reliability(city: Store) -> None:
    """The rule in full: whole seconds aside, the worst of the four periods, under 1.50."""
    worst = {
        road: max(round(percentile(v, 0.8) / percentile(v, 0.5), 2) for v in (flat(times(road, p)) for p in PERIODS if p != "peak"))
        for road in ROADS
    }
    found = {row["segment_id"]: row["lottr"] for row in city.ask(Ticket("segment_lottr", as_of=NOW)).to_pylist()}
    assert found == {road: pytest.approx(ratio) for road, ratio in worst.items()}
    reliable = sum(ROADS[road][0] for road, ratio in worst.items() if ratio < 1.5)
    assert 0 < reliable < 3900
    assert value(city, "reliable_share")["value"] == pytest.approx(100 * reliable / 3900)


def test_recurrent_congestion_knows_holidays_and_worked_saturdays(city: Store) -> None:
    """Half an hour at twice the free-flow time, on three working days in five."""
    recurrent = 0.0
    for road, (metres, free) in ROADS.items():
        days = times(road, "peak")
        assert len(days) == 19  # 20 weekdays, two of them off, and a Saturday
        jammed = sum(sum(seconds >= 2 * 3.6 * metres / free for seconds in day) >= 2 for day in days.values())
        recurrent += metres if jammed >= 0.6 * len(days) else 0
    assert recurrent == 2500
    assert value(city, "recurrent_congestion")["value"] == pytest.approx(recurrent / 1000)
