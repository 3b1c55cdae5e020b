"""The page that never changes: hosts for panels, the map, the drawer, the stores, the banner of the watchdog."""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import partial

import dash_leaflet as dl
from dash import dcc, html
from dash.development.base_component import Component

from layouts import grid, ids
from layouts.block import block, button, data, label, span
from layouts.detail.drawer import opening
from layouts.identify import name_tree
from layouts.panels.map import View
from layouts.panels.panel import Spec
from layouts.scene import SceneSpec
from layouts.words import Lang, read, say

SECTIONS = {
    "kpi": "cards",
    "map": "map",
    "rail": "rail",
    "league": "districts",
    "contour": "contour",
    "ladder": "ladder",
    "time-space": "time_space",
    "worst": "lists",
    "table": "lists",
}

FLOW = {"map": 0, "kpi": 1, "worst": 3}  # how a tablet lays out the kinds of panel, all others between: `order` in assets/wall_shapes.css


def shell(
    scene: SceneSpec, lang: Lang, view: View, drawn: Mapping[str, Component], demo: bool = False, lost: Component | None = None
) -> Component:
    """`drawn`: panel id -> named tree of the newest frame; a panel without one starts empty. `lost`: see no_scene."""
    classes = " ".join(("scene", *(f"has-{name}" for name in scene.grids())))
    return html.Div(
        [
            html.Main(list(_panels(scene, view, drawn)), className=classes, style=_grids(scene)),
            block("waiting", say(lang, "fetching")),
            html.Aside(id=ids.DETAIL, className="detail", **data(opening=_opening(lang))),
            block("section-tabs", *_sections(scene, lang), tag=html.Nav),
            *([lost] if lost is not None else []),
            block("blind", span("shape"), span("word", say(lang, "blind")), span("why"), id=ids.BLIND, role="alert", hidden=True),
            *(dcc.Store(id=name) for name in (ids.STATE, ids.MOMENT, ids.PAST, ids.OPENED)),
        ],
        id=ids.WALL,
        className="wall demo" if demo else "wall",
        **data(scene=scene.name, parameters=" ".join(scene.parameters)),
        lang="zh-CN" if lang == "zh" else "en",
    )


def _opening(lang: Lang) -> str:
    """What the page puts into the drawer while an answer is awaited, and what things are called that a link names, as JSON."""
    words = {"vehicle": "vehicle", "segment": "segment", "row": "alert"}
    waits = name_tree(opening(lang), f"{ids.DETAIL}~0")
    return json.dumps({"tree": waits, "words": {key: say(lang, word) for key, word in words.items()}}, default=lambda c: c.to_plotly_json())


def no_scene(asked: str, shown: str, scenes: Mapping[str, SceneSpec], lang: Lang) -> Component:
    """The address names no scene: what it asked for, what is shown instead, the nearest that there is, and a way to be rid of it."""
    titles = {name: read(scene.title, lang) for name, scene in scenes.items()}
    near = [button("onward", say(lang, "nearest", titles[name]), keys={"scene": name}) for name in get_close_matches(asked, titles, 1)]
    said = span("said", say(lang, "no_scene", asked, titles[shown]))
    shut = button("shut", "×", keys={"scene": ""}, **label(say(lang, "close")))
    return block("no-scene", said, *near, shut, role="alert", **data(scenes=" ".join(scenes)))


def _grids(scene: SceneSpec) -> dict[str, str]:
    """Each grid as custom properties; the stylesheet picks by the shape of the screen."""
    kinds = {name: panel.kind for name, panel in scene.panels.items()}
    style: dict[str, str] = {}
    for name, lines in scene.grids().items():
        cells = grid.cells(lines)
        style[f"--areas-{name}"] = grid.areas(cells)
        style[f"--columns-{name}"] = grid.columns(cells, kinds)
        style[f"--rows-{name}"] = grid.rows(cells, kinds)
    return style


def _panels(scene: SceneSpec, view: View, drawn: Mapping[str, Component]) -> Iterator[Component]:
    held = {name: set(grid.names(grid.cells(lines))) for name, lines in scene.grids().items()}
    for name, panel in scene.panels.items():
        cell = panel.over or name
        classes = " ".join((f"panel panel-{panel.kind}", *(f"in-{grid_name}" for grid_name, names in held.items() if cell in names)))
        yield _panel(name, panel, classes + " over" * bool(panel.over), {"gridArea": cell}, view, [drawn[name]] if name in drawn else [])


def _panel(name: str, panel: Spec, classes: str, style: dict[str, str], view: View, tree: list[Component]) -> Component:
    if getattr(panel, "kind", "") != "map":
        return html.Div(tree, id=ids.panel(name), className=classes, style=style)
    host = html.Div(tree, id=ids.panel(name), className="host")
    layers = data(layers=" ".join(getattr(panel, "show", ())))
    return html.Div([_map(view), host], id=ids.place(name), className=classes, style=style, **layers)


def _map(view: View) -> Component:
    """Built once; scripts take the Leaflet map from the hook and only data moves afterwards.
    It has no tile layer: nothing is fetched from outside."""
    hook = dl.LayerGroup(id=ids.HOOK, eventHandlers={"add": {"variable": "wall.attach"}})
    built: Component = dl.Map(
        [hook], id=ids.MAP, center=[view.latitude, view.longitude], zoom=view.zoom, zoomSnap=0.25, trackViewport=False,
        attributionControl=False, zoomControl=False,
    )  # fmt: skip
    return built


def _sections(scene: SceneSpec, lang: Lang) -> Iterator[Component]:
    """The bottom tab bar of tablets: jumps between the parts of one scene."""
    seen: set[str] = set()
    for name in sorted(grid.names(grid.cells(scene.grid)), key=partial(_place, scene)):
        kind = scene.panels[name].kind
        word = SECTIONS.get(kind, "")
        if word and word not in seen:
            seen.add(word)
            target = ids.place(name) if kind == "map" else ids.panel(name)
            yield html.A(say(lang, word), href=f"#{target}", className=f"to-{kind}")


def _place(scene: SceneSpec, name: str) -> tuple[int, int]:
    """Where a panel comes on the page of a tablet."""
    return FLOW.get(scene.panels[name].kind, 2), list(scene.panels).index(name)
