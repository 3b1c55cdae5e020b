"""The carried facts are what the build script makes of the source."""

import shutil
from pathlib import Path

import pytest

from simulator.facts import corridors, network


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
    for name in ("stops.csv", "lines.csv"):
        shutil.copy(yantai / "network" / name, tmp_path / "network")
    assert corridors.build(tmp_path) == 12
    assert (tmp_path / "network" / "corridors.csv").read_bytes() == (yantai / "network" / "corridors.csv").read_bytes()
