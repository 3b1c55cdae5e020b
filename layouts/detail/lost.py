"""An address that names nothing: what it asked for, and what it may have meant."""

from collections.abc import Mapping
from difflib import get_close_matches

from dash.development.base_component import Component

from layouts.block import block, button
from layouts.context import Context
from layouts.detail.drawer import drawer, gone
from layouts.panels.bar import BarSpec
from layouts.panels.kpi import KpiSpec, title
from layouts.scene import SceneSpec
from layouts.words import read, say


def no_card(name: str, scenes: Mapping[str, SceneSpec], context: Context) -> Component:
    """No card of the scene is called so: it is on another one, or the nearest of this one is meant."""
    lang = context.lang
    here = scenes.get(context.scene) or next(iter(scenes.values()))
    cards = {panel: title(spec, context) for panel, spec in here.panels.items() if isinstance(spec, KpiSpec)}
    cards |= {panel: say(lang, "feeds") for panel, spec in here.panels.items() if isinstance(spec, BarSpec)}
    elsewhere = [
        button("onward", say(lang, "card_is_on", read(scene.title, lang)), keys={"scene": other, "card": name})
        for other, scene in scenes.items()
        if isinstance(scene.panels.get(name), KpiSpec)
    ]
    said = block("none", say(lang, "no_card", read(here.title, lang), name))
    return drawer(name, context, said, *(elsewhere or near("card", name, cards, context)))


def no_vehicle(name: str, labels: Mapping[str, str], context: Context) -> Component:
    """labels: of all vehicles, by id."""
    return gone(f"{say(context.lang, 'vehicle')} {name}", context, *near("vehicle", name, labels, context))


def no_segment(name: str, names: Mapping[str, str], context: Context) -> Component:
    """names: of all segments, by id."""
    return gone(f"{say(context.lang, 'segment')} {name}", context, *near("segment", name, names, context))


def near(key: str, name: str, known: Mapping[str, str], context: Context) -> list[Component]:
    """The way to the one whose id or name is nearest, if any is near; `known`: names by id."""
    called = {text.casefold(): which for which, shown in known.items() for text in (shown, which) if text}
    found = get_close_matches(name.casefold(), called, 1)
    if not found:
        return []
    which = called[found[0]]
    return [button("onward", say(context.lang, "nearest", known[which] or which), keys={key: which})]
