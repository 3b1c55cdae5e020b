"""The page that makes a city from nothing does so when it is followed to the letter."""

import re
from pathlib import Path

from dashboard import ROOT
from dashboard.check import checked, view_folders
from datasources.catalogue.trial import view_files

PAGE = (ROOT / "docs" / "new-city.md").read_text(encoding="utf-8")
FILE = re.compile(r"```toml\n# cities/springfield/(\S+)\n(.*?)```", re.DOTALL)
ASKED = re.compile(r"`show cities/springfield (\w+)")


def test_the_page_makes_a_sound_city(tmp_path: Path) -> None:
    for name, text in FILE.findall(PAGE):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    city = checked(tmp_path, start=True)
    assert list(city.feeds) == ["positions", "timetable"]
    assert set(ASKED.findall(PAGE)) <= view_files(view_folders(city)).keys()
