"""A few words that stay: who is on duty, what a scene is for."""

from typing import Literal

from dash import html
from dash.development.base_component import Component

from layouts.block import block
from layouts.context import Context, Rows
from layouts.panels.panel import Needs, Panel, Spec
from layouts.words import Text, read


class NoteSpec(Spec):
    kind: Literal["note"]
    text: Text


def needs(spec: NoteSpec) -> Needs:
    return {}


def draw(spec: NoteSpec, rows: Rows, context: Context) -> Component:
    head = [block("head", block("name", read(spec.title, context.lang), tag=html.H2))] if spec.title else []
    return block("box note-box", *head, block("text", read(spec.text, context.lang)))


PANEL = Panel(NoteSpec, needs, draw)
