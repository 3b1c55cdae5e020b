from itertools import pairwise

import pytest

from layouts.figures import ems
from layouts.panels.strip import folded, room, spread, strips
from layouts.words import LANGS
from tests.layouts.line_rows import strip_rows


def test_the_way_back_stands_the_other_way_up() -> None:
    there, back = strips(strip_rows(0) + strip_rows(1), "zh")
    assert [stop.at for stop in there.stops] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert [stop.at for stop in back.stops] == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert (there.up, back.up) == (False, True)


def test_names_are_told_in_the_viewers_language() -> None:
    rows = [row | {"stop_name": "火车站 | Railway Station"} for row in strip_rows(0)]
    assert {lang: strips(rows, lang)[0].stops[0].name for lang in LANGS} == {"zh": "火车站", "en": "Railway Station"}


def test_what_lies_outside_stands_at_the_end() -> None:
    way = strips(strip_rows(0), "zh")[0]
    assert (way.at(-5), way.at(1e9)) == (0.0, 1.0)


def test_names_that_have_no_room_give_way_to_more_important_ones() -> None:
    rows = strip_rows(0, names=41)
    rooms = {stop.place: stop.room for stop in strips(rows, "zh")[0].stops}
    assert rooms[1] == rooms[41] == "near"
    told = [place for place, room in rooms.items() if room == "near"]
    assert 5 in told and 4 not in told, "a timepoint before its neighbour"
    assert sum(room != "" for room in rooms.values()) > len(told)
    spaces = [b - a for a, b in pairwise(told)]
    assert min(spaces) >= 41 * 1.35 / 24 - 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("德尚世家（茽和堂中医院）", "德尚世家"),
        ("（临时）", "（临时）"),
        ("烟台市公共资源交易中心北门东", "烟台市公共资源交易\n中心北门东"),
        ("Haibin Estate", "Haibin Estate"),
        ("Dongshan Veterans' Home", "Dongshan\nVeterans' Home"),
        ("Qishanshequweishengfuwuzhan", "Qishanshequweish-\nengfuwuzhan"),
        ("Yantai Jiaoyun Driving School and Vehicle Inspection", "Yantai Jiaoyun\nDriving School a…"),
    ],
)
def test_long_names_have_two_lines_and_are_cut_where_these_hold_no_more(name: str, told: str) -> None:
    assert folded(name, 10.2) == told
    assert all(ems(line) <= 10.2 for line in told.split("\n"))


def test_a_name_of_two_lines_has_more_room() -> None:
    """At the height from which the names are told they do not touch."""
    long = [row | {"stop_name": f"{row['stop_name']} Community Health Service"} for row in strip_rows(0, names=45)]
    ways = [strips(rows, "en")[0] for rows in (strip_rows(0, names=45), long)]
    near = [[stop for stop in way.stops if stop.room == "near"] for way in ways]
    assert len(near[1]) < len(near[0])
    for told in near:
        assert all((b.at - a.at) * 24 >= room(a.short, b.short) for a, b in pairwise(told))
    assert room("a", "b") == 1.35 < room("a\na", "b") < room("a\na", "b\nb") == pytest.approx(2.3)


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([], []),
        ([0.5], [0.5]),
        ([0.1, 0.5], [0.1, 0.5]),
        ([0.5, 0.5], [0.5, 0.6]),
        ([0.95, 1.0, 1.0], [0.8, 0.9, 1.0]),
        ([0.0] * 21, [n / 20 for n in range(21)]),
    ],
)
def test_labels_move_apart_and_stay_on_the_strip(places: list[float], moved: list[float]) -> None:
    assert spread(places, 0.1) == pytest.approx(moved)
