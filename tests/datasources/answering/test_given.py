"""A snapshot about one line takes from the city's own what is the same for every line, and computes only the rest."""

from pathlib import Path

import pytest

from datasources.answering.ticket import UnknownView
from datasources.store import Store
from tests.datasources.rows import NOON, position, reading
from tests.datasources.views_of import HEADER, write

SUBJECT = {"line": "16"}


@pytest.fixture
def lines(store: Store, tmp_path: Path) -> Store:
    write(tmp_path / "v", "counted", "SELECT count(*) AS n FROM vehicle_position", HEADER + "-- once: true\n")
    write(tmp_path / "v", "city_wide", "SELECT n FROM counted")
    write(tmp_path / "v", "of_line", "SELECT n, parameter('line') AS line FROM counted")
    write(tmp_path / "v", "told", "SELECT n FROM counted", HEADER + "-- kept: minute\n")
    write(tmp_path / "v", "of_told", "SELECT n, parameter('line') AS line FROM told")
    write(tmp_path / "v", "of_window", "SELECT parameter('window_s') AS seconds")
    assert store.load_views([tmp_path / "v"]) == []
    return store


def test_what_does_not_depend_on_the_subject_is_known(lines: Store) -> None:
    assert lines.alike(["city_wide", "of_line", "of_window"], ["line"]) == {"city_wide", "counted", "of_window"}
    assert lines.alike(["city_wide"], ["line"]) == {"city_wide"}, "what it reads itself is not asked for"
    assert lines.alike(["of_line"], []) == {"of_line"}
    assert lines.alike(["of_told"], ["line"]) == set(), "what was told within the minute is there: what it was told from is not asked for"
    with pytest.raises(UnknownView):
        lines.alike(["nothing"], [])


def test_it_is_taken_from_what_is_given_and_the_rest_stands_on_it(lines: Store) -> None:
    city = lines.snapshot(["city_wide", "counted"], NOON)
    lines.land("positions", reading("vehicle_position", [position()]), NOON)
    found = lines.snapshot(["city_wide", "of_line"], NOON, parameters=SUBJECT, given=city)
    assert found["city_wide"] is city["city_wide"]
    assert found.rows("city_wide") is city.rows("city_wide"), "made once for all lines"
    assert found.rows("of_line") == [{"n": 0, "line": "16"}], "the city's count, not one of its own"
    assert lines.snapshot(["of_line"], NOON, parameters=SUBJECT).rows("of_line") == [{"n": 1, "line": "16"}]


def test_where_all_is_given_nothing_is_asked(lines: Store) -> None:
    city = lines.snapshot(["city_wide"], NOON)
    assert lines.snapshot(["city_wide"], NOON, given=city)["city_wide"] is city["city_wide"]
    assert lines.snapshot([], NOON) == {}


def test_what_the_city_lacks_is_computed(lines: Store) -> None:
    city = lines.snapshot(["city_wide"], NOON)
    lines.land("positions", reading("vehicle_position", [position()]), NOON)
    assert lines.snapshot(["of_line"], NOON, parameters=SUBJECT, given=city).rows("of_line") == [{"n": 1, "line": "16"}]
