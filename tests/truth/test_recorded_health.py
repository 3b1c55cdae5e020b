"""Recorded feeds whose faults are known: each is named, none is believed."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.truth.recorded import CITIES, Recorded, land

pytestmark = pytest.mark.data
AFTERNOON = datetime(2016, 11, 25, 22)  # in Austin 16:00


def changed(name: str, folder: Path, edits: dict[str, tuple[str, str]], data: Path) -> Recorded:
    """A recorded city with edits in its files: {file: (this, that)}."""
    shutil.copytree(CITIES / name, folder / name)
    for file, (this, that) in edits.items():
        path = folder / name / file
        text = path.read_text("utf-8")
        assert this in text
        path.write_text(text.replace(this, that), "utf-8")
    return land(str(folder / name), data)


def test_the_timetable_of_another_year_is_foreign(shared_data: Path, tmp_path: Path) -> None:
    other_year = ("20160821_20170121", "20140824_20150606")
    recorded = changed("capmetro-2016", tmp_path, {"feeds.toml": other_year}, shared_data)
    fit = recorded.row("timetable_fit", AFTERNOON)
    assert (fit["verdict"], fit["matched_share"]) == ("foreign_timetable", 0)
    judged = recorded.row("bus_on_time", AFTERNOON)
    assert (judged["state"], judged["value"], judged["reason"]) == ("unknown", None, "foreign_timetable:positions")
    recorded.store.close()


def test_a_day_stamped_an_hour_late_is_an_hour_off(shared_data: Path, tmp_path: Path) -> None:
    """As the archive has it after the clock change of 2016."""
    late = ('utc("timestamp") AS', "utc(\"timestamp\") + INTERVAL '1' HOUR AS")
    recorded = changed("capmetro-2016", tmp_path, {"mappings/vehicle_position.sql": late}, shared_data)
    fit = recorded.row("timetable_fit", AFTERNOON)
    assert fit["verdict"] == "hour_off"
    assert fit["median_delay_s"] == pytest.approx(3600, abs=300)
    judged = recorded.row("bus_on_time", AFTERNOON)
    assert (judged["state"], judged["value"], judged["reason"]) == ("unknown", None, "hour_off:positions")
    recorded.store.close()
