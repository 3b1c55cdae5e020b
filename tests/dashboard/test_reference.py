"""The generated pages are those of the code: after a change of a header or a spec, `make docs`."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from dashboard import ROOT
from dashboard.commands.docs import PAGES
from dashboard.reference import HEADER, way
from datasources.catalogue.library import STANDARD, Library
from datasources.catalogue.trial import KEYS, read_library
from datasources.fault import Fault
from datasources.place import Place
from layouts import columns
from layouts.detail.table import CARDS
from tests.layouts.rows import context


@cache
def standard() -> tuple[Library, list[Fault]]:
    return read_library([STANDARD], Place())


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("key", ["normal", "investigate_if", "possible_causes", "rule", "target", "coverage_floor", "feeds"])
def test_every_kpi_says_what_to_do_with_it(key: str) -> None:
    library, faults = standard()
    assert faults == []
    assert [view.name for view in library.views if view.is_kpi and not view.header.get(key)] == []


BY_LINE = ("route_id", "direction_id", "value", "numerator", "denominator")
LINE_KPIS = (
    "bus_on_time",
    "bus_service_delivered",
    "bus_departure_on_time",
    "bus_arrival_on_time",
    "bus_headway_adherence",
    "bus_run_time",
)


def test_every_bus_kpi_opens_into_rows() -> None:
    library, _ = standard()
    bus = [view for view in library.views if view.is_kpi and view.file.parent.name == "bus"]
    assert len(bus) >= 16
    assert [view.name for view in bus if f"{view.name}_rows" not in library.names()] == []
    assert library.schemas is not None
    for kpi in LINE_KPIS:
        assert set(BY_LINE) <= set(library.schemas[f"{kpi}_rows"].names), kpi
        assert {"hour", "value", "numerator", "denominator"} <= set(library.schemas[f"{kpi}_hours"].names), kpi


RAW = ("position_rows", "speed_samples", "detector_samples", "request_history", "indicator_history")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHOWN = ("title", "rule", "formula", "row", "normal", "investigate_if", "possible_causes")
EXACT = re.compile(r"[a-z]+_[a-z_]+|[<>]=?|[(（]\d[.\d]*|sum\(H\^?2?\)?|/")


@pytest.fixture(scope="module")
def kpis() -> dict[str, Mapping[str, str]]:
    """Headers of the KPIs of the library and of every city."""
    library, _ = read_library([STANDARD, *ROOT.glob("cities/*/views")], Place())
    return {view.name: view.header for view in library.views if view.is_kpi}


def sides(told: str) -> list[bool]:
    """Of each part between bars, whether it is Chinese."""
    return [bool(CHINESE.search(side)) for side in told.split(" | ") if side.strip()]


@pytest.mark.parametrize("key", SHOWN)
def test_every_kpi_is_told_in_both_languages(kpis: dict[str, Mapping[str, str]], key: str) -> None:
    assert len(kpis) >= 13
    assert [name for name, header in kpis.items() if sides(header.get(key, "")) != [True, False]] == []


def shown(headers: Mapping[str, Mapping[str, str]]) -> set[str]:
    """The views whose headers people read in a drawer: figures, the rows behind them, and every step from there."""
    figures = {name for name, header in headers.items() if header.get("kpi") == "true" and not name.endswith("_measure")}
    opened = {name: header["opens"].partition("(")[0].strip() for name, header in headers.items() if header.get("opens")}
    return figures | {f"{name}_rows" for name in figures} & headers.keys() | opened.keys() | set(opened.values())


@pytest.mark.parametrize("key", [*SHOWN, "source"])
def test_whatever_a_drawer_shows_is_told_in_both_languages(key: str) -> None:
    """A source may be a title that both languages call by the same name."""
    library, _ = read_library([STANDARD, *ROOT.glob("cities/*/views")], Place())
    headers = library.headers()
    told = {name: headers[name].get(key, "") for name in shown(headers)}
    allowed = ([], [True, False], [False, False]) if key == "source" else ([], [True, False])
    assert {name: text for name, text in told.items() if sides(text) not in allowed} == {}


def test_every_column_of_the_rows_behind_is_told_in_both_languages() -> None:
    library, _ = standard()
    headers = library.headers()
    assert library.schemas is not None
    seen = replace(context(), headers=headers)
    named = {
        view: [
            name
            for name in columns.shown(dict.fromkeys(library.schemas[view].names), seen, view)
            if not columns.known_column(name, seen, view)
        ]
        for view in shown(headers)
        if headers[view].get("kpi") != "true"
    }
    assert {view: names for view, names in named.items() if names} == {}


def test_no_source_has_more_than_two_sides(kpis: dict[str, Mapping[str, str]]) -> None:
    assert [name for name, header in kpis.items() if header["source"].count("|") > 1] == []


def test_both_languages_tell_the_same_formula(kpis: dict[str, Mapping[str, str]]) -> None:
    for name, header in kpis.items():
        zh, en = ({exact.replace("（", "(") for exact in EXACT.findall(side)} for side in header["formula"].split(" | "))
        assert zh == en, name


def test_the_page_of_kpis_is_english() -> None:
    told = [line for line in PAGES["kpis.md"]().splitlines() if line.startswith("- **") and not line.startswith("- **Source**")]
    assert [line for line in told if CHINESE.search(line)] == []


def test_every_key_of_a_views_header_is_told() -> None:
    assert set(HEADER) == set(KEYS)


def test_every_number_opens_down_to_what_feeds_brought() -> None:
    """The way of taps from each figure ends at rows as they came, or at the card of what it leads to, which opens them."""
    library, _ = standard()
    headers = library.headers()
    ways = {kpi: way(kpi, headers) for kpi in library.kpis()}
    assert {kpi: steps for kpi, steps in ways.items() if not steps or (len(steps) > 1 and steps[-1] not in (*RAW, *CARDS))} == {}
    assert [name for name in RAW if name not in headers] == []
