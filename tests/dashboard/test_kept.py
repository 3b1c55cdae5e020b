import shutil
from pathlib import Path

import pytest

from dashboard.check import checked
from dashboard.fault import CityFaults
from dashboard.kept import good_city, keep, kept_city
from tests.dashboard.walls import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def spoil(folder: Path) -> None:
    for name in ("feeds.toml", "views/reports.sql", "mappings/vehicle_position.sql", "scenes/overview.toml"):
        (folder / name).write_text("broken", encoding="utf-8")


def test_a_broken_city_is_as_it_was_last_good(folder: Path, tmp_path: Path) -> None:
    good = checked(folder)
    keep(good, folder, tmp_path)
    assert good_city(checked, folder, tmp_path, {}) == (good, ())
    spoil(folder)
    city, refused = good_city(checked, folder, tmp_path, {})
    assert (city.spec, city.feeds, city.scenes) == (good.spec, good.feeds, good.scenes)
    assert any("feeds.toml" in fault for fault in refused)


def test_a_city_that_was_never_good_is_none(folder: Path, tmp_path: Path) -> None:
    spoil(folder)
    with pytest.raises(CityFaults):
        good_city(checked, folder, tmp_path, {})


def test_an_edit_that_nobody_checked_yet_is_not_kept(folder: Path, tmp_path: Path) -> None:
    good = checked(folder)
    spoil(folder)
    keep(good, folder, tmp_path)
    assert not kept_city(tmp_path).exists() and not list(tmp_path.glob("*.part"))


def test_what_cannot_be_kept_stops_nothing(folder: Path, tmp_path: Path) -> None:
    keep(checked(folder), folder, tmp_path / "none" / "city.toml")
    (tmp_path / "file").touch()
    keep(checked(folder), folder, tmp_path / "file")
