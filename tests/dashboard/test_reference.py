"""The generated pages are those of the code: after a change of a header or a spec, `make docs`."""

import pytest

from dashboard import ROOT
from dashboard.commands.docs import PAGES
from datasources.library import STANDARD, read_library
from datasources.place import Place


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("key", ["normal", "investigate_if", "possible_causes", "rule", "target", "coverage_floor", "feeds"])
def test_every_kpi_says_what_to_do_with_it(key: str) -> None:
    library, faults = read_library([STANDARD], Place())
    assert faults == []
    assert [view.name for view in library.views if view.is_kpi and not view.header.get(key)] == []
