import time
from pathlib import Path

import numpy as np

from simulator.city import City
from simulator.network import metres


def test_at_the_peak_most_of_the_fleet_is_out(city: City, now: float) -> None:
    said = city.positions(now)
    assert 900 < len(said["vehicle_id"]) <= 1300
    assert len(set(said["vehicle_id"].tolist())) == len(said["vehicle_id"])


def test_the_same_moment_gives_the_same_reports(city: City, yantai: Path, now: float) -> None:
    other = City(yantai, pattern=city.pattern)
    other.positions(now - 7 * 86400)  # what was asked before does not matter
    one, two = city.positions(now), other.positions(now)
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_another_seed_gives_another_city(city: City, yantai: Path, now: float) -> None:
    other = City(yantai, seed=2, pattern=city.pattern).positions(now)
    one = city.positions(now)
    assert len(one["latitude"]) != len(other["latitude"]) or not np.array_equal(one["latitude"], other["latitude"])


def test_buses_are_on_their_line(city: City, now: float) -> None:
    said = city.positions(now)
    lines = {(line.line_id, line.direction): line for line in city.network.lines}
    stop_x, stop_y = metres(city.network.longitude, city.network.latitude)
    x, y = metres(said["longitude"], said["latitude"])
    far = []
    for number, key in enumerate(zip(said["route_id"].tolist(), said["direction_id"].tolist(), strict=True)):
        stops = lines[key].stops
        ax, ay = stop_x[stops[:-1]], stop_y[stops[:-1]]
        dx, dy = stop_x[stops[1:]] - ax, stop_y[stops[1:]] - ay
        share = np.clip(((x[number] - ax) * dx + (y[number] - ay) * dy) / (dx * dx + dy * dy), 0, 1)
        far.append(np.min(np.hypot(ax + share * dx - x[number], ay + share * dy - y[number])))
    assert np.max(far) < 40 and np.median(far) < 8


def test_reports_are_fresh_but_for_the_silent(city: City, now: float) -> None:
    age = now - city.positions(now)["event_time"]
    assert age.min() >= 0
    assert 0.003 < np.mean(age > 90) < 0.05
    assert age.max() < 1300


def test_buses_do_not_leap(city: City, now: float) -> None:
    before, after = city.positions(now), city.positions(now + 10)
    at = {key: n for n, key in enumerate(before["vehicle_id"].tolist())}
    both = [(at[key], n) for n, key in enumerate(after["vehicle_id"].tolist()) if key in at]
    one, two = (np.array(side) for side in zip(*both, strict=True))
    x, y = metres(before["longitude"][one], before["latitude"][one])
    u, v = metres(after["longitude"][two], after["latitude"][two])
    passed = after["event_time"][two] - before["event_time"][one]
    assert np.all(np.hypot(u - x, v - y) < 30 * np.maximum(passed, 1) + 40)
    assert np.mean(np.hypot(u - x, v - y) > 20) > 0.3  # and most of them move


def test_an_answer_costs_little(city: City, now: float) -> None:
    city.positions(now)
    begun = time.perf_counter()
    for second in range(10):
        city.positions(now + second)
    assert (time.perf_counter() - begun) / 10 < 0.03


def test_hours_without_service_are_answered_too(city: City, now: float) -> None:
    quiet = city.pattern.utc(city.pattern.day(now) * 86400 + 4.6 * 3600)
    assert len(city.positions(quiet)["vehicle_id"]) < 200


def test_nobody_is_in_two_places_when_the_day_turns(city: City, now: float) -> None:
    turn = city.pattern.utc(city.pattern.day(now) * 86400 + 4 * 3600)
    for minutes in (-10, 0, 5, 20, 45):
        said = city.positions(turn + minutes * 60)["vehicle_id"].tolist()
        assert len(said) == len(set(said))
