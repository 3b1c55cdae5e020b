"""The map's own words: the legend, which is also the layer switch, with counts and the age of each layer. The moving things
on it are drawn by scripts from binary frames."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component
from pydantic import BaseModel, ConfigDict

from layouts import ids
from layouts.block import aged, block, data, label, span
from layouts.context import Context, Rows
from layouts.figures import number
from layouts.panels.panel import Needs, Panel, Spec
from layouts.words import Text, read, say

_CLASSES = {
    "roads": ("grade_1", "grade_2", "grade_3", "grade_4"),
    "vehicles": ("on_time", "early", "late", "silent", "unknown"),
    "works": ("under_way", "coming"),
    "marks": (),
}
Layer = Literal["roads", "vehicles", "works", "marks"]


class MapSpec(Spec):
    kind: Literal["map"]
    vehicles: str = "vehicles"  # asked by the frame writer, as binary
    roads: str = "road_grades"
    layers: str = "map_layers"  # how many of which state, and how old
    show: tuple[Layer, ...] = ("roads", "vehicles", "marks")  # what is on it, in the order of the legend
    attribution: Text | None = None


class View(BaseModel):
    """Where the map looks when it opens: degrees and a Leaflet zoom."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    latitude: float
    longitude: float
    zoom: float


def needs(spec: MapSpec) -> Needs:
    return {spec.layers: ("layer", "state", "count", "length_m", "content_time")}


def draw(spec: MapSpec, rows: Rows, context: Context) -> Component:
    counted = rows.get(spec.layers, [])
    note = read(spec.attribution, context.lang) if spec.attribution else ""
    return block(
        "map-words",
        block("watermark", *_watermark(context)),
        block("legend", *(_layer(layer, counted, context) for layer in spec.show)),
        span("attribution", note),
        block(
            "full",
            block("open", "⤢", tag=html.A, href=f"#{ids.place(spec.id)}", **label(say(context.lang, "map_full"))),
            block("shut", "×", tag=html.A, href=f"#{ids.WALL}", **label(say(context.lang, "close"))),
        ),
    )


def _watermark(context: Context) -> Iterator[Component]:
    if context.mode == "replay":
        yield span("replay", say(context.lang, "replay") + " REPLAY" * (context.lang == "zh") + context.faster)
    if context.demo:
        faster = "" if context.mode == "replay" else context.faster
        yield span("demo", say(context.lang, "demo") + " DEMO" * (context.lang == "zh") + faster)


def _layer(layer: str, rows: Sequence[dict[str, Any]], context: Context) -> Component:
    own = [row for row in rows if row["layer"] == layer]
    newest = max((row["content_time"] for row in own if row["content_time"]), default=None)
    return block(
        f"layer {layer}",
        block("head", span("switch"), span("name", say(context.lang, f"layer_{layer}")), aged("age", newest, context, short=True)),
        *(_entry(layer, state, own, context) for state in _CLASSES[layer]),
        tag=html.Button,
        type="button",
        **data(layer=layer),
        **{"aria-pressed": "true"},
    )


def _entry(layer: str, state: str, rows: Sequence[dict[str, Any]], context: Context) -> Component:
    """rows: of the layer; a state that none of them tells of is that of nothing, where there are any."""
    row = next((row for row in rows if row["state"] == state), {})
    metres, count = row.get("length_m") or 0, row.get("count") or 0
    figure = "" if not rows else f"{number(metres / 1000, context.lang)} km" if layer == "roads" else number(count, context.lang)
    word = "vehicles_rest" if state == "unknown" else state
    return block("entry", span(f"sign {state}"), span("word", say(context.lang, word)), span("figure", figure))


PANEL = Panel(MapSpec, needs, draw)
