"""The frame of every drawer: a title, a way out, facts, a table of rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from layouts import columns
from layouts.block import block, busy, button, label, span, tap
from layouts.context import Context
from layouts.figures import iso
from layouts.steps import Step, encoded, next_step
from layouts.words import Lang, say

CLOSED = {"card": "", "vehicle": "", "segment": "", "row": "", "steps": ""}
FORMS = ("csv", "geojson", "json")
CARDS = {"segment_card": "segment", "vehicle_card": "vehicle"}  # a row that leads to one of these opens that drawer instead of a step
Row = Mapping[str, Any]


def drawer(title: str, context: Context, *parts: Component, state: str = "") -> Component:
    return framed(title, context.lang, *parts, state=state)


def framed(title: str, lang: Lang, *parts: Component, state: str = "", **attributes: Any) -> Component:
    shut = button("shut", "×", keys=CLOSED, **label(say(lang, "close")))
    return block(f"drawer {state}".strip(), block("head", block("name", title, tag=html.H2), shut), *parts, **attributes)


def opening(lang: Lang) -> Component:
    """What stands in the drawer until the answer comes: the page puts the name of what was tapped into its head."""
    return framed("", lang, block("none", say(lang, "fetching")), state="opening", **busy())


def files(keys: Mapping[str, str], steps: Sequence[Step], rows: Sequence[Row], context: Context) -> Component:
    """Ways to take these rows along, as of the moment seen; `keys`: what the drawer was opened on, as in the URL. A map of them only
    where they have places."""
    placed = any(row.get("geometry") or row.get("latitude") is not None for row in rows)
    seen = {"scene": context.scene, "lang": context.lang, "scope": context.scope or "", **context.subject, **keys, "steps": encoded(steps)}
    asked = {key: value for key, value in {**seen, "at": iso(context.as_of)}.items() if value}
    links = (
        html.A(form.upper(), href=f"/export?{urlencode({'form': form, **asked})}", download="")
        for form in FORMS
        if placed or form != "geojson"
    )
    return block("files", span("said", say(context.lang, "export")), *links)


def gone(title: str, context: Context, *ways: Component) -> Component:
    """The thing asked for is not there at this moment: said, not left empty. `ways` lead to what may have been meant."""
    return drawer(title, context, block("none", say(context.lang, "gone")), *ways)


def failed(title: str, context: Context) -> Component:
    """The question behind the drawer was not answered; it is asked again after a while."""
    return drawer(title, context, block("none", say(context.lang, "no_answer")))


def facts(pairs: Iterable[tuple[str, str]], context: Context) -> Component:
    """Word key and value; a pair without a value is left out."""
    lines = [block("fact", span("of", say(context.lang, key)), span("is", value)) for key, value in pairs if value]
    return block("facts", *lines)


def table(title: str, rows: Sequence[Row], context: Context, limit: int = 40, view: str = "", steps: Sequence[Step] = ()) -> Component:
    """The rows behind a figure, with every column that the view gives and people can read. Where the header of `view` says where a
    row leads, the row is a tap there; `steps` are those already taken."""
    if not rows:
        return block("behind", block("name", title, tag=html.H3), block("none", say(context.lang, "table_none")))
    names = columns.shown(rows[0], context, view)
    form = {name: "number" if any(columns.is_figure(row.get(name)) for row in rows) else "text" for name in names}
    head = block("", *(block(form[name], columns.title(name, context, view), tag=html.Th) for name in names), tag=html.Tr)
    body = [_line(row, form, view, steps, context) for row in rows[:limit]]
    more = [block("none", say(context.lang, "table_more", len(rows), limit))] if len(rows) > limit else []
    whole = block("", block("", head, tag=html.Thead), block("", *body, tag=html.Tbody), tag=html.Table)
    return block("behind", block("name", title, tag=html.H3), block("scroll", whole), *more)


def _line(row: Row, form: Mapping[str, str], view: str, steps: Sequence[Step], context: Context) -> Component:
    cells = [block(kind, columns.text(name, row, context, view), tag=html.Td) for name, kind in form.items()]
    led = next_step(view, row, context)
    if led is None:
        return block("", *cells, tag=html.Tr)
    thing = CARDS.get(led.view)
    keys = {thing: led.parameters[thing]} if thing else {"steps": encoded((*steps, led))}
    return tap("leads", *cells, keys=keys, tag=html.Tr)
