"""The carried facts are what the build script makes of the source."""

import re
import shutil
from pathlib import Path

import pytest

from simulator.facts import corridors, network
from simulator.network import load


@pytest.mark.data
def test_lines_and_stops_are_rebuilt_byte_for_byte(shared_data: Path, yantai: Path, tmp_path: Path) -> None:
    counts = network.build(shared_data / "geo" / "yantai-bus-network" / "ytcx_20221010.db", tmp_path)
    for name in ("stops.csv", "lines.csv"):
        assert (tmp_path / name).read_bytes() == (yantai / "network" / name).read_bytes()
    assert counts == {
        "lines": 171,
        "directions": 342,
        "stops": 4083,
        "broken stations dropped": 5,
        "names with voice marks cleaned": 357,
        "sub-lines without a line row dropped": 150,
        "visits far off the way dropped": 20,
        "visits repeated in place dropped": 3,
    }


def test_corridors_are_rebuilt_from_lines_and_stops(yantai: Path, tmp_path: Path) -> None:
    (tmp_path / "network").mkdir()
    for name in ("stops.csv", "lines.csv", "english.csv"):
        shutil.copy(yantai / "network" / name, tmp_path / "network")
    assert corridors.build(tmp_path) == 12
    assert (tmp_path / "network" / "corridors.csv").read_bytes() == (yantai / "network" / "corridors.csv").read_bytes()


def test_every_stop_and_line_has_a_name_in_english(yantai: Path) -> None:
    net = load(yantai)
    named = {*net.stop_names, *(text for line in net.lines for text in (line.name, line.origin, line.terminal))}
    assert named - net.english.keys() == set()
    assert [name for name, said in net.english.items() if not said or re.search(r"[^\x20-\x7e]", said)] == []
    assert net.both("烟台大学东门") == "烟台大学东门 | Yantai University East Gate"
