"""The first lines of a room name each of its files, so that nobody has to look for the way through it."""

import ast
import re

import pytest

from dashboard import ROOT


@pytest.mark.parametrize("room", ["datasources", "dashboard"])
def test_a_room_names_each_of_its_files_once(room: str) -> None:
    told = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text("utf-8"))) or ""
    folder, named = "./", []
    for line in told.splitlines()[2:]:
        head, files, _ = [*re.split(r"\s{2,}", line), ""][:3]
        folder = head if head.endswith("/") else folder
        named += [f"{folder}{word}" for word in files.split() if not word.endswith("/")]
    folders = {name.rpartition("/")[0] for name in named}
    assert sorted(named) == sorted(f"{part}/{path.stem}" for part in folders for path in (ROOT / room / part).glob("[!_]*.py"))
    assert {path.parent.name for path in (ROOT / room).glob("*/*.py")} <= {word.strip("/") for word in told.split()}
