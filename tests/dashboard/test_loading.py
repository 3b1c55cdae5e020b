"""What a city's files are told to be wrong with, where one fault must not be told as another."""

import shutil
from pathlib import Path

import pytest

from dashboard.fault import CityFaults
from dashboard.loading import load_city
from tests.dashboard.walls import SMALL

PAST = """[past]
title = { zh = "过去", en = "Past" }
url = "https://example.com/past.csv"
format = "csv"
table = "vehicle_position"
every = "1h"
rows_of = "positions"

"""


def faults(folder: Path, file: str, text: str, instead: str) -> list[str]:
    city = folder / "small"
    shutil.copytree(SMALL, city)
    before = (city / file).read_text("utf-8")
    assert text in before
    (city / file).write_text(before.replace(text, instead, 1), "utf-8")
    with pytest.raises(CityFaults) as found:
        load_city(city)
    return str(found.value).splitlines()


@pytest.mark.parametrize("box", ["[121.0, 37.0, 122.0]", "[121.0, 37.0, 122.0, 38.0, 39.0]", '"121,37,122,38"'])
def test_a_box_of_other_than_four_sides(tmp_path: Path, box: str) -> None:
    (told,) = faults(tmp_path, "city.toml", "[121.0, 37.0, 122.0, 38.0]", box)
    assert told == f"city.toml: bbox: expected [west, south, east, north] in degrees, found {box.strip(chr(34))}"


def test_a_feed_with_a_fault_is_still_there_for_those_that_name_it(tmp_path: Path) -> None:
    told = faults(tmp_path, "feeds.toml", "[positions]", PAST + "[positions]\nevery_s = 10")
    assert len(told) == 1 and told[0].startswith("feeds.toml: positions.every_s: unknown key")
