"""The frame of every drawer: a title, a way out, facts, files to take along."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from layouts.block import block, busy, button, data, label, span
from layouts.context import Context
from layouts.figures import iso
from layouts.steps import Step, encoded
from layouts.words import Lang, say

CLOSED = {"card": "", "vehicle": "", "segment": "", "row": "", "steps": ""}
FORMS = ("csv", "geojson", "json")
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
    told = span("told", "", role="status", **data(fetching=say(context.lang, "fetching"), failed=say(context.lang, "no_file")))
    return block("files", span("said", say(context.lang, "export")), *links, told)


def gone(title: str, context: Context, *ways: Component) -> Component:
    """The thing asked for is not there at this moment: said, not left empty. `ways` lead to what may have been meant."""
    return drawer(title, context, block("none", say(context.lang, "gone")), *ways)


def failed(title: str, context: Context) -> Component:
    """The question behind the drawer was not answered; it is asked again after a while."""
    return drawer(title, context, block("none", say(context.lang, "no_answer")), state="failed")


def facts(pairs: Iterable[tuple[str, str]], context: Context) -> Component:
    """Word key and value; a pair without a value is left out."""
    lines = [block("fact", span("of", say(context.lang, key)), span("is", value)) for key, value in pairs if value]
    return block("facts", *lines)
