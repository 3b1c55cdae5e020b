"""Free-flow speeds learned from days that are not what their weekday says: a Saturday worked, a Thursday of rest."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from datasources.answering.ticket import Ticket
from tests.datasources.rows import reading, standard

UTC_OFFSET, FIVE = timedelta(hours=8), timedelta(minutes=5)
SATURDAY, THURSDAY = datetime(2026, 10, 10), datetime(2026, 10, 1)  # 调休, 国庆


def kmh(at: datetime) -> float:
    """Slow at six to nine, four to seven and at night."""
    return (60.0 if 9 <= at.hour < 16 or 19 <= at.hour < 22 else 20.0) + at.minute / 10


def off_peak(day: datetime, at: datetime) -> bool:
    return 6 <= at.hour < 22 if day == THURSDAY else 9 <= at.hour < 16 or 19 <= at.hour < 22


def test_peaks_are_of_working_days() -> None:
    now = SATURDAY + timedelta(days=1)
    calendar = [{"date": "20261010", "day_type": "makeup"}, {"date": "20261001", "day_type": "holiday"}]
    with standard("Asia/Shanghai", now) as store:
        store.land("calendar", reading("calendar_day", calendar), None)
        store.land("roads", reading("road_segment", [{"segment_id": "A", "length_m": 700.0}, {"segment_id": "B", "length_m": 700.0}]), None)
        times = {"A": [(SATURDAY, SATURDAY + n * FIVE) for n in range(288)], "B": [(THURSDAY, THURSDAY + n * FIVE) for n in range(288)]}
        rows = [{"segment_id": road, "event_time": at - UTC_OFFSET, "speed_kmh": kmh(at)} for road, told in times.items() for _, at in told]
        store.land("speeds", reading("segment_speed", rows), None)
        found = {row["segment_id"]: row["free_flow_kmh"] for row in store.ask(Ticket("free_flow", as_of=now)).to_pylist()}
    assert found == {
        road: pytest.approx(np.quantile([kmh(at) for day, at in told if off_peak(day, at)], 0.85)) for road, told in times.items()
    }
