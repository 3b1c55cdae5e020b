"""A step on the way from a number to its raw rows: where it stands, what its rows mean, the rows, and the way on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import columns, judge
from layouts.block import block, button, span
from layouts.context import Context
from layouts.detail.drawer import drawer, facts, files
from layouts.detail.table import ASKED, table
from layouts.steps import Step, encoded
from layouts.words import VALUES, pick, say

SHOWN = ASKED - 1


def step(root: str, keys: Mapping[str, str], steps: Sequence[Step], rows: Sequence[dict[str, Any]], context: Context) -> Component:
    """root: what the drawer was opened on, in words; keys: that in the URL; rows: of the last step's view."""
    here = steps[-1]
    title = judge.header(here.view, "title", context) or here.view
    return drawer(
        title,
        context,
        _trail(root, steps, context),
        files(keys, steps, rows, context),
        _rows(steps, rows, context),
        facts(((key, judge.header(here.view, key, context)) for key in ("row", "formula", "source")), context),
    )


def _trail(root: str, steps: Sequence[Step], context: Context) -> Component:
    """Each step so far is a way back to it."""
    return block("crumbs", *_crumbs(root, steps, context), tag=html.Nav)


def _crumbs(root: str, steps: Sequence[Step], context: Context) -> Iterator[Component]:
    yield button("step", root, keys={"steps": ""})
    for number, taken in enumerate(steps, 1):
        called = _called(taken, context)
        yield span("sep", "›")
        yield span("here", called) if number == len(steps) else button("step", called, keys={"steps": encoded(steps[:number])})


def _called(taken: Step, context: Context) -> str:
    if taken.name:
        return say(context.lang, taken.name) if taken.name in VALUES else pick(taken.name, context.lang)
    return judge.header(taken.view, "title", context) or taken.view


def _rows(steps: Sequence[Step], rows: Sequence[dict[str, Any]], context: Context) -> Component:
    """One row reads best from top to bottom, many side by side."""
    view = steps[-1].view
    if len(rows) != 1 or context.headers.get(view, {}).get("opens"):
        return table(say(context.lang, "rows_behind"), rows, context, SHOWN, view, steps)
    row = rows[0]
    lines = [
        block("fact", span("of", columns.title(name, context, view)), span("is", columns.text(name, row, context, view)))
        for name in columns.shown(row, context, view)
    ]
    return block("facts", *lines)
