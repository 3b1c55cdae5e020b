from pathlib import Path

import numpy as np

from simulator import timetable
from simulator.city import City


def test_the_day_takes_most_of_the_fleet(city: City) -> None:
    assert 0.85 * 1300 < city.timetable.vehicles <= 1300


def test_a_smaller_fleet_runs_fewer_trips(city: City) -> None:
    small = timetable.build(city.network, city.roads, 700, 1, True)
    assert 600 < small.vehicles <= 700 and len(small.line) < 0.6 * len(city.timetable.line)


def test_first_and_last_bus_are_those_of_the_operator(city: City) -> None:
    for index, line in enumerate(city.network.lines):
        departs = city.timetable.depart[city.timetable.line == index]
        assert departs.min() == line.winter[0]
        assert line.winter[1] in departs


def test_some_lines_run_at_night(city: City) -> None:
    late = city.timetable.line[city.timetable.depart > 24 * 3600]
    assert len(set(late.tolist())) == timetable.NIGHT_LINES


def test_no_vehicle_is_planned_twice_at_once(city: City) -> None:
    table = city.timetable
    ends = table.depart + np.nanmax(table.offsets, axis=1)
    order = np.lexsort((table.rank, table.vehicle))
    same = table.vehicle[order[1:]] == table.vehicle[order[:-1]]
    assert np.all(table.depart[order[1:]][same] >= ends[order[:-1]][same])


def test_planned_speeds_are_those_of_buses(city: City) -> None:
    for index, line in enumerate(city.network.lines):
        some = np.flatnonzero(city.timetable.line == index)[0]
        hours = np.nanmax(city.timetable.offsets[some]) / 3600
        assert 7 < city.network.segments.length_m[line.links].sum() / 1000 / hours < 60


def test_the_same_seed_gives_the_same_timetable(city: City, yantai: Path) -> None:
    again = City(yantai, pattern=city.pattern)
    assert np.array_equal(again.timetable.offsets, city.timetable.offsets, equal_nan=True)
    assert np.array_equal(again.timetable.vehicle, city.timetable.vehicle)
