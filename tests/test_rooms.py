"""The first lines of a room name each of its files, so that nobody has to look for the way through it."""

import ast
import re

import pytest

from dashboard import ROOT


@pytest.mark.parametrize("room", ["datasources", "dashboard"])
def test_a_room_names_each_of_its_files_once(room: str) -> None:
    told = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text("utf-8"))) or ""
    columns = [re.split(r"\s{2,}", line) for line in told.splitlines()[2:]]
    named = sorted(word for column in columns for word in column[1].split() if not word.endswith("/"))
    assert named == sorted(path.stem for path in (ROOT / room).glob("*.py") if not path.stem.startswith("__"))
