"""The frame of every drawer: a title, a way out, facts, a table of rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import columns
from layouts.block import block, button, label, span
from layouts.context import Context
from layouts.words import say

CLOSED = {"card": "", "vehicle": "", "segment": "", "row": ""}


def drawer(title: str, context: Context, *parts: Component, state: str = "") -> Component:
    shut = button("shut", "×", keys=CLOSED, **label(say(context.lang, "close")))
    return block(f"drawer {state}".strip(), block("head", block("name", title, tag=html.H2), shut), *parts)


def gone(title: str, context: Context) -> Component:
    """The thing asked for is not there at this moment: said, not left empty."""
    return drawer(title, context, block("none", say(context.lang, "gone")))


def failed(context: Context) -> Component:
    """The question behind the drawer was not answered."""
    return drawer("—", context, block("none", say(context.lang, "no_answer")))


def facts(pairs: Iterable[tuple[str, str]], context: Context) -> Component:
    """Word key and value; a pair without a value is left out."""
    lines = [block("fact", span("of", say(context.lang, key)), span("is", value)) for key, value in pairs if value]
    return block("facts", *lines)


def table(title: str, rows: Sequence[dict[str, Any]], context: Context, limit: int = 40) -> Component:
    """The rows behind a figure, with every column that the view gives and people can read."""
    if not rows:
        return block("behind", block("name", title, tag=html.H3), block("none", say(context.lang, "table_none")))
    names = columns.shown(rows[0])
    form = {name: "number" if any(columns.is_figure(row.get(name)) for row in rows) else "text" for name in names}
    head = block("", *(block(form[name], columns.title(name, context), tag=html.Th) for name in names), tag=html.Tr)
    cells = ([block(form[name], columns.text(name, row, context), tag=html.Td) for name in names] for row in rows[:limit])
    body = [block("", *line, tag=html.Tr) for line in cells]
    more = [block("none", say(context.lang, "table_more", len(rows), limit))] if len(rows) > limit else []
    whole = block("", block("", head, tag=html.Thead), block("", *body, tag=html.Tbody), tag=html.Table)
    return block("behind", block("name", title, tag=html.H3), block("scroll", whole), *more)
