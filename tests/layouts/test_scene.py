import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from layouts import grid, scene
from layouts.panels import PANELS
from layouts.scene import SceneSpec
from tests.layouts.rows import context, rows
from tests.layouts.scene_files import BAD, ROOT, every, overview


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_a_bad_scene_is_refused_with_the_words_of_its_first_line(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    key, _, expected = text.splitlines()[0].removeprefix("# ").partition(": ")
    with pytest.raises(ValidationError) as refused:
        SceneSpec.model_validate(tomllib.loads(text))
    told = [(".".join(map(str, error["loc"])), error["msg"]) for error in refused.value.errors()]
    assert [(at, message) for at, message in told if at == key.removeprefix(":").strip() and expected in message], told


@pytest.mark.parametrize("file", sorted(ROOT.glob("cities/*/scenes/*.toml")), ids=lambda file: file.name)
def test_the_scenes_of_the_house_are_good(file: Path) -> None:
    assert SceneSpec.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).title.zh


def test_a_scene_asks_for_what_its_panels_read() -> None:
    asked = scene.needs(overview())
    assert set(asked["feed_status"]) >= {"feed", "title_zh", "title_en", "state", "content_time", "content_age_s"}
    assert len(asked["feed_status"]) == len(set(asked["feed_status"]))


def test_a_scene_settles_on_what_its_rows_say() -> None:
    line = SceneSpec.model_validate(tomllib.loads((ROOT / "cities/yantai/scenes/line.toml").read_text(encoding="utf-8")))
    assert {"route_id", "direction_id"} <= set(scene.needs(line)["line_chosen"])
    assert scene.settled(line, {"line_chosen": [{"route_id": "16", "direction_id": 0}]}) == {"line": "16", "direction": "0"}
    assert scene.settled(line, {"line_chosen": []}) == scene.settled(overview(), {}) == {}


def test_drawing_reads_no_column_that_it_did_not_ask_for() -> None:
    """Rows cut down to the asked columns draw the same."""
    asked, whole = scene.needs(overview()), rows()
    cut = {view: [{column: row.get(column) for column in asked[view]} for row in found] for view, found in whole.items()}
    for lang in ("zh", "en"):
        drawn, drawn_cut = (
            {name: str(tree) for name, tree in scene.draw(overview(), given, context(lang)).items()} for given in (whole, cut)
        )
        assert drawn == drawn_cut


def test_every_kind_draws_without_any_row() -> None:
    files = sorted(ROOT.glob("cities/*/scenes/*.toml"))
    scenes = [SceneSpec.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    for spec in scenes:
        assert set(scene.draw(spec, {}, context())) == set(spec.panels)
    assert {panel.kind for spec in scenes for panel in spec.panels.values()} | {"note"} == set(PANELS)


def test_grids_become_css() -> None:
    cells = grid.cells(["bar bar bar", "a map b", "a map c"])
    kinds = {"bar": "bar", "a": "kpi", "b": "kpi", "c": "kpi", "map": "map"}
    assert grid.areas(cells) == '"bar bar bar" "a map b" "a map c"'
    assert grid.columns(cells, kinds) == "var(--card) minmax(0, 1fr) var(--card)"
    assert grid.rows(cells, kinds) == "var(--bar) minmax(0, 1fr) minmax(0, 1fr)"
    assert grid.columns(grid.cells(["a b"]), kinds) == "repeat(2, minmax(0, 1fr))"
    assert grid.faults(grid.cells([]), []) == ["is empty; write at least one line of panel names"]
    assert grid.faults(grid.cells([". a"]), ["a"]) == []


def test_a_panel_whose_view_could_not_be_computed_says_so_instead_of_nothing() -> None:
    given = {**rows(), "district_league": []}
    whole = scene.draw(overview(), given, context("en"))
    lost = scene.draw(overview(), given, context("en", failed={"district_league": "Conversion Error: no"}))
    changed = [name for name in whole if "Conversion Error: no" in str(lost[name])]
    assert changed == ["league"]
    assert "No district has comparable data" in str(whole["league"]) and "No district has comparable data" not in str(lost["league"])


def test_the_trends_of_all_kpis_have_room() -> None:
    """Six hours of five-minute points each, of more KPIs than there are."""
    assert all(scene.most(spec).get("kpi_trend", 200 * 72) >= 200 * 72 for spec in every())
