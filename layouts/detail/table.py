"""The rows behind a figure: every column that a view gives and people can read, as wide as its values are."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dash import html
from dash.development.base_component import Component

from layouts import columns
from layouts.block import block, current, tap
from layouts.context import Context
from layouts.detail.apart import apart
from layouts.figures import ems
from layouts.steps import Step, encoded, next_step
from layouts.words import say

CARDS = {"segment_card": "segment", "vehicle_card": "vehicle"}  # a row that leads to one of these opens that drawer instead of a step
OFF = frozenset(("late", "early", "missing", "lost", "cancelled", "bunched", "gap"))  # states that somebody looks for among many
ASKED = 201  # rows that a drawer asks for: one more than are shown
LONG = 13.0  # ems: a longer text takes that room and more lines
TYPE, BETWEEN = 0.95, 0.9  # rem: the size of its type, the room after a cell; as the stylesheet has them
ROOM = ((35.0, ""), (53.0, " wide"), (1e9, " wider"))  # rem inside a drawer, and what asks the stylesheet for that drawer
Row = Mapping[str, Any]
Keys = Mapping[str, str]


class _Column(NamedTuple):
    """texts: of all rows, as people read them; kind: number, text or long; marks: " off" where a row's state is none to be left so."""

    kind: str
    title: str
    texts: Sequence[str]
    marks: Sequence[str]

    @property
    def room(self) -> float:
        """In ems: a title breaks between its words, a long text anywhere."""
        return max(map(ems, (*self.title.split(), *([] if self.kind == "long" else self.texts))), default=0.0)


def table(
    title: str,
    rows: Sequence[Row],
    context: Context,
    limit: int = 40,
    view: str = "",
    steps: Sequence[Step] = (),
    keys: Callable[[Row], Keys] | None = None,
    chosen: Callable[[Row], bool] = lambda row: False,
) -> Component:
    """Where the header of `view` says where a row leads, the row is a tap there; `steps` are those already taken. `keys`: what a tap on
    a row puts into the address instead; `chosen`: is a row what the wall is narrowed to?"""
    if not rows:
        return block("behind", block("name", title, tag=html.H3), block("none", say(context.lang, "table_none")))
    shown = [_column(name, rows[:limit], context, view) for name in columns.shown(rows[0], context, view) if not _twice(name, rows[:limit])]
    head = block("", *(block(column.kind, column.title, tag=html.Th) for column in shown), tag=html.Tr)
    body = [
        _line(
            [block(f"{column.kind}{column.marks[place]}", column.texts[place], tag=html.Td) for column in shown],
            keys(row) if keys else _led(row, view, steps, context),
            chosen(row),
        )
        for place, row in enumerate(rows[:limit])
    ]
    more = [block("none", _counted(len(rows), limit, context))] if len(rows) > limit else []
    whole = block("", block("", head, tag=html.Thead), block("", *body, tag=html.Tbody), tag=html.Table)
    return block(f"behind{_width(shown)}", block("name", title, tag=html.H3), block("scroll", whole), *more)


def _counted(came: int, limit: int, context: Context) -> str:
    """Of ASKED rows that came there may be more."""
    return say(context.lang, "table_over", came - 1, limit) if came == ASKED else say(context.lang, "table_more", came, limit)


def _twice(name: str, rows: Sequence[Row]) -> bool:
    """Is this the moment of a row, which another column tells under its own name?"""
    if name != "event_time":
        return False
    others = [other for other, value in rows[0].items() if other != name and isinstance(value, datetime)]
    return any(all(row[other] == row[name] for row in rows) for other in others)


def _column(name: str, rows: Sequence[Row], context: Context, view: str) -> _Column:
    texts = columns.texts(name, rows, context, view)
    if name == "name" and "segment_id" in rows[0]:
        texts = apart(texts, [str(row["segment_id"]) for row in rows])
    figures = not name.endswith("_id") and any(columns.is_figure(row.get(name)) for row in rows)  # ids that are numbers are told in words
    kind = "number" if figures else "long" if max(map(ems, texts)) > LONG else "text"
    return _Column(kind, columns.title(name, context, view), texts, [" off" if row.get(name) in OFF else "" for row in rows])


def _width(shown: Sequence[_Column]) -> str:
    """What drawer the table needs. In three steps, so that it rarely changes from one refresh to the next."""
    needs = sum(TYPE * max(column.room, LONG if column.kind == "long" else 0.0) + BETWEEN for column in shown)
    return next(name for room, name in ROOM if needs <= room)


def _line(cells: Sequence[Component], keys: Keys | None, chosen: bool) -> Component:
    if not keys:
        return block("", *cells, tag=html.Tr)
    return tap("leads chosen", *cells, keys=keys, tag=html.Tr, **current()) if chosen else tap("leads", *cells, keys=keys, tag=html.Tr)


def _led(row: Row, view: str, steps: Sequence[Step], context: Context) -> Keys | None:
    led = next_step(view, row, context)
    if led is None:
        return None
    thing = CARDS.get(led.view)
    return {thing: led.parameters[thing]} if thing else {"steps": encoded((*steps, led))}
