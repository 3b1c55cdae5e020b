from datetime import UTC, datetime

import numpy as np
import pytest

from simulator.clock import DAY, Clock, Pattern, peak, service_date, shift_to

EIGHT_UTC = datetime(2026, 11, 23, 8, 0, tzinfo=UTC).timestamp()  # 16:00 in Yantai


@pytest.mark.parametrize("hour", [0.0, 4.25, 8.5, 16.0, 23.75])
def test_the_shift_makes_now_behave_like_the_hour(hour: float) -> None:
    pattern = Pattern(shift_to(hour, EIGHT_UTC))
    assert pattern.seconds(EIGHT_UTC) % DAY / 3600 == pytest.approx(hour, abs=0.13)
    assert abs(pattern.shift_s) <= 12 * 3600


def test_pattern_time_and_utc_are_inverse() -> None:
    pattern = Pattern(5400.0)
    assert pattern.utc(pattern.seconds(EIGHT_UTC)) == EIGHT_UTC


def test_the_day_turns_at_four_in_the_morning() -> None:
    four = datetime(2026, 11, 22, 20, 0, tzinfo=UTC).timestamp()  # 04:00 on the 23rd in Yantai
    assert Pattern().day(four) == Pattern().day(four - 1) + 1


def test_the_service_date_is_local() -> None:
    assert service_date(datetime(2026, 11, 23, 15, 59, tzinfo=UTC).timestamp()) == "20261123"
    assert service_date(datetime(2026, 11, 23, 16, 0, tzinfo=UTC).timestamp()) == "20261124"


def test_peaks_stand_out() -> None:
    night, morning, noon, evening = peak(np.array([3.0, 8.0, 12.5, 17.7]))
    assert night < 0.05 < noon < 0.6 < morning < evening <= 1.0


def test_scaled_clock_runs_from_its_anchor() -> None:
    anchor = datetime.now(UTC).timestamp() - 10
    assert Clock(60.0, anchor).now() - anchor == pytest.approx(600, abs=60)
