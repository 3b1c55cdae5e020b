from typing import Any

import dash_leaflet as dl

from layouts import ids, scene
from layouts.panels.map import View
from layouts.shell import no_scene, shell
from tests.layouts.rows import context, rows
from tests.layouts.scene_files import overview
from tests.layouts.tree import attribute, classed, said, walk

VIEW = View(latitude=37.5, longitude=121.4, zoom=11)


def drawn(lang: Any = "zh", filled: bool = True) -> Any:
    return shell(overview(), lang, VIEW, scene.draw(overview(), rows(), context(lang)) if filled else {}, demo=True)


def named(element_id: str) -> Any:
    return next(node for node in walk(drawn()) if getattr(node, "id", "") == element_id)


def test_every_panel_has_its_host_and_all_ids_are_different() -> None:
    found = attribute(drawn(), "id")
    assert len(found) == len(set(found))
    assert {ids.panel(name) for name in overview().panels} <= set(found)
    assert {ids.WALL, ids.STATE, ids.PAST, ids.DETAIL, ids.BLIND, ids.MAP, ids.HOOK, ids.place("map")} <= set(found)


def test_a_host_holds_its_tree_first_and_may_start_empty() -> None:
    host = named(ids.panel("rail"))
    assert [child.id for child in host.children] == [ids.root("rail")]
    assert all(name.count("~") == 0 for name in attribute(drawn(filled=False), "id"))


def test_an_unknown_scene_is_said_with_the_nearest_that_there_is() -> None:
    scenes = {"overview": overview(), "roads": overview()}
    lost = no_scene("raods", "overview", scenes, "en")
    assert said(lost, "said") == [f"There is no scene 'raods'; this is {overview().title.en}"]
    assert attribute(lost, "data-go") == ["scene=roads", "scene="]
    assert attribute(lost, "data-scenes") == ["overview roads"]
    assert attribute(no_scene("<b>", "overview", scenes, "zh"), "data-go") == ["scene="]


def test_the_map_stands_outside_of_what_frames_change_and_fetches_no_tiles() -> None:
    place = named(ids.place("map"))
    leaflet, host = place.children
    assert isinstance(leaflet, dl.Map)
    assert host.id == ids.panel("map")
    assert [type(layer) for layer in leaflet.children] == [dl.LayerGroup]
    assert leaflet.center == [37.5, 121.4]


def test_grids_travel_as_properties_and_panels_know_which_they_stand_in() -> None:
    main = classed(drawn(), "scene")[0]
    assert main.className == "scene has-base has-wide has-tall"
    assert {f"--{what}-{grid}" for what in ("areas", "columns", "rows") for grid in ("base", "wide", "tall")} == set(main.style)
    place = named(ids.panel("worst"))
    assert place.className == "panel panel-table in-wide"
    time = named(ids.panel("time"))
    assert (time.className, time.style) == ("panel panel-time in-base in-wide in-tall over", {"gridArea": "map"})


def test_the_banner_of_the_watchdog_is_there_and_hidden() -> None:
    banner = classed(drawn("en"), "blind")[0]
    assert (banner.role, banner.hidden) == ("alert", True)
    assert said(drawn("en"), "blind") == ["This screen has stopped updating"]


def test_tabs_of_a_tablet_lead_to_the_parts_of_the_scene() -> None:
    tabs = classed(drawn("en"), "section-tabs")[0]
    assert [(tab.children, tab.href) for tab in tabs.children] == [
        ("Map", "#place-map"),
        ("Figures", "#panel-on_time"),
        ("Incidents and alerts", "#panel-rail"),
        ("Districts", "#panel-league"),
    ]
