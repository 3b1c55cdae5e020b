import numpy as np

from simulator.city import City


def test_buses_never_leave_before_they_arrive(city: City, now: float) -> None:
    day = city.day(city.pattern.day(now))
    there = np.isfinite(day.arrive)
    assert np.all(day.leave[there] >= day.arrive[there])
    later = there[:, 1:] & there[:, :-1]
    assert np.all(day.arrive[:, 1:][later] > day.leave[:, :-1][later])


def test_a_vehicle_ends_one_trip_before_the_next(city: City, now: float) -> None:
    day = city.day(city.pattern.day(now))
    vehicle = city.timetable.vehicle[day.order]
    same = vehicle[1:] == vehicle[:-1]
    assert np.all(day.leave[day.order[1:], 0][same] > day.finish[day.order[:-1]][same])


def test_some_trips_are_cancelled_and_never_seen(city: City, now: float) -> None:
    day = city.day(city.pattern.day(now))
    assert 0.004 < day.cancelled.mean() < 0.03
    assert not np.any(np.isfinite(day.arrive[day.cancelled]))
    assert not set(np.flatnonzero(day.cancelled).tolist()) & set(day.order.tolist())


def test_delays_are_worse_in_the_peak(city: City, now: float) -> None:
    day = city.day(city.pattern.day(now))
    planned = city.timetable.offsets + (day.begin + city.timetable.depart)[:, None]

    def late_share(hour: float) -> float:
        end = day.begin + hour * 3600
        seen = np.isfinite(day.leave) & (day.leave > end - 3600) & (day.leave <= end)
        return float(np.mean((day.leave - planned)[seen] > 300))

    assert 0.03 < late_share(8.5) < 0.25 and late_share(13) < 0.5 * late_share(8.5)


def test_service_bunches_somewhere(city: City, now: float) -> None:
    """At the same stop a bus follows the one ahead at less than half the planned headway, now and then."""
    day = city.day(city.pattern.day(now))
    close = total = 0
    for line in range(len(city.network.lines)):
        trips = np.flatnonzero((city.timetable.line == line) & ~day.cancelled)
        middle = len(city.network.lines[line].stops) // 2
        real, planned = np.diff(day.leave[trips, middle]), np.diff(city.timetable.depart[trips])
        close, total = close + int(np.sum(real < 0.5 * planned)), total + len(real)
    assert 0.01 < close / total < 0.12
