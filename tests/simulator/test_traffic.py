import numpy as np

from simulator import traffic
from simulator.city import City
from simulator.clock import DAY, TURN_OF_DAY
from simulator.incidents import incidents
from simulator.truth import delay_index


def at_hour(city: City, now: float, hour: float) -> float:
    return city.pattern.utc(city.pattern.day(now) * DAY + hour * 3600.0)


def test_rush_hours_are_slow_and_nights_are_free(city: City, now: float) -> None:
    index = {hour: delay_index(city, at_hour(city, now, hour)) for hour in (5.0, 8.0, 13.0, 18.0, 23.0)}
    assert index[5.0] < 1.1 and index[23.0] < 1.1
    assert 1.3 < index[8.0] < 2.5 and 1.3 < index[18.0] < 2.5
    assert index[5.0] < index[13.0] < index[8.0]


def test_speeds_stay_between_walking_and_a_little_over_free_flow(city: City, now: float) -> None:
    grid = city.speeds(city.pattern.day(now))
    assert grid.shape == (traffic.BINS, len(city.network.segments.start))
    assert grid.min() >= 3.0 and np.max(grid / city.roads.free_flow) <= 1.0


def test_an_incident_slows_its_segment(city: City, now: float) -> None:
    day = city.pattern.day(now)
    one = next(i for i in incidents(city.seed, city.network, city.pattern, day) if i.kind == "collision" and i.cleared - i.started > 1200)
    place = int(one.segments[0])
    begin = city.pattern.utc(day * DAY + TURN_OF_DAY)
    first = int((one.started - begin) // traffic.BIN)
    grid = city.speeds(day)
    assert grid[first + 1, place] < 0.6 * grid[first - 1, place]


def test_the_days_overlap_without_a_step(city: City, now: float) -> None:
    """The last trips of a day run into the next one: both must see the same roads."""
    day = city.pattern.day(now)
    today, tomorrow = city.speeds(day), city.speeds(day + 1)
    whole = int(DAY // traffic.BIN)
    assert np.allclose(today[whole : whole + 10], tomorrow[:10])
