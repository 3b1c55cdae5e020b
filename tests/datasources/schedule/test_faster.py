"""How often feeds are asked where the city's time runs faster, and when they are late."""

import pytest

from datasources.schedule.faster import LEAST_S, OFTENEST, PATIENCE, on_this_clock, spaced
from tests.datasources.feeds import spec


def test_as_it_is_nothing_changes() -> None:
    feed = spec(every="0.2s")
    assert spaced(feed, 1.0) == feed == on_this_clock(feed, 1.0)


@pytest.mark.parametrize(("every", "speed", "real_s"), [(10.0, 5.0, 2.0), (10.0, 60.0, LEAST_S), (60.0, 60.0, 60.0 / OFTENEST)])
def test_a_feed_is_asked_by_its_own_time_as_far_as_the_machine_can(every: float, speed: float, real_s: float) -> None:
    feed = spaced(spec(every=f"{every:g}s"), speed)
    assert feed.every == pytest.approx(real_s * speed)
    assert on_this_clock(feed, speed).every == pytest.approx(real_s)


def test_limits_stay_the_citys_and_none_is_shorter_than_an_interval_can_be() -> None:
    feed = spaced(spec(every="10s", late_after="30s", stale_after="90s", down_after="300s"), 60.0)
    assert (feed.late_after, feed.stale_after, feed.down_after) == (PATIENCE * 60 * LEAST_S, 90.0, 300.0)
    assert on_this_clock(feed, 60.0).stale_after == pytest.approx(1.5)
