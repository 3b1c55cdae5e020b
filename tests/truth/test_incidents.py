"""Incident detection (segment_suspect_now). How much it finds is claimed: claims_simulated, claims_roads."""

from datetime import datetime, timedelta

from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.morning import BEGIN, FIVE, flagged


def test_incidents_of_earlier_days_do_not_hide_todays() -> None:
    """One of eight mornings stood still as well: two and a half standard deviations below a mean of 56 km/h would let 30 km/h pass."""
    with Store(None, Place("Asia/Shanghai"), clock=lambda: BEGIN + timedelta(days=1)) as store:
        assert store.load_views([STANDARD]) == []
        store.land("roads", reading("road_segment", [{"segment_id": "S", "length_m": 500.0}]), None)
        days = [BEGIN - timedelta(days=back) for back in (1, 4, 5, 6, 7, 8, 11, 12)]
        told = {day: 20.0 if n == 3 else 60.0 + n % 3 for n, day in enumerate(days)} | {BEGIN: 30.0}
        samples = [
            {"segment_id": "S", "speed_kmh": speed, "event_time": day + step * FIVE} for day, speed in told.items() for step in range(-3, 4)
        ]
        store.land("speeds", reading("segment_speed", samples), None)
        assert flagged(store, BEGIN + 3 * FIVE) == {"S"}


def test_usual_is_what_the_clock_on_the_wall_says() -> None:
    """London went to summer time on 29 March 2026. Traffic crawls from eight to nine by the clock, on every working day before."""
    monday = datetime(2026, 3, 30) - timedelta(hours=1)
    days = [datetime(2026, 3, day) for day in (20, 23, 24, 25, 26, 27)] + [monday]
    with Store(None, Place("Europe/London"), clock=lambda: monday + timedelta(days=1)) as store:
        assert store.load_views([STANDARD]) == []
        store.land("roads", reading("road_segment", [{"segment_id": "S", "length_m": 500.0}]), None)
        samples = [
            {
                "segment_id": "S",
                "event_time": day + step * FIVE,
                "speed_kmh": 30.0 if step // 12 == 8 or (day, step // 12) == (monday, 9) else 60.0,
            }
            for day in days
            for step in range(7 * 12, 11 * 12)
        ]
        store.land("speeds", reading("segment_speed", samples), None)
        flags = [flagged(store, monday + timedelta(hours=hour, minutes=40)) for hour in (7, 8, 9, 10)]
        assert flags == [set(), set(), {"S"}, set()]
