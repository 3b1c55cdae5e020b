"""A list to work from, worst first: a tap on a head sorts it, the address holds the order; a row opens one thing, a cell another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component
from pydantic import BaseModel, ConfigDict, Field, model_validator

from layouts import judge
from layouts.block import block, button, data, go, label, span
from layouts.columns import is_figure
from layouts.context import Context, Rows
from layouts.deviation import signed
from layouts.figures import NONE, age, clock, ems, number
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.widths import Spare, classes, crowded, shape, whole
from layouts.steps import encoded, next_step
from layouts.words import WORDS, Text, pick, read, say

Row = Mapping[str, Any]
LONG, BESIDE = 6, 16  # ems: a longer text than this beside more columns than that has a line of its own where the list is narrow
ARROWS = {"descending": " ▼", "ascending": " ▲", "none": ""}


class Column(BaseModel):
    """`deviation` is told with its sign and the shape and word of the row's state."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    field: str
    title: Text
    form: Literal["text", "number", "duration", "time", "word", "deviation"] = "text"
    decimals: int = 0
    wide: bool = False  # takes the room that is left
    under: str = ""  # another column, told below in small type
    spare: Spare = ""
    sort: bool = False
    low: bool = False  # the lowest is the worst: a first tap on its head sorts upwards
    go: dict[str, str] = Field(default_factory=dict)  # address key -> column, or =text as it stands: what a tap on this cell opens


class WorstSpec(Spec):
    kind: Literal["worst"]
    view: str
    columns: tuple[Column, ...] = Field(min_length=1)
    none: Text | None = None  # said where there is no row
    rows: int = 40  # drawn at most; the cell shows as many as it has room for
    go: dict[str, str] = Field(default_factory=dict)  # what a tap on a row opens
    step: bool = False  # and there the step that the view's header says a row leads to (`opens`)
    key: str = ""  # the scene's parameter that holds the order; without it the list keeps the view's own
    own: str = ""  # the column that the view's own order goes by, -column where upwards: its head says so
    chosen: dict[str, str] = Field(default_factory=dict)  # column -> column of the view `about`: the row that the scene is about
    about: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "WorstSpec":
        if not self.key and (found := [column.field for column in self.columns if column.sort]):
            raise ValueError(f"column '{found[0]}' can be sorted: key must name the scene's parameter that holds the order")
        if self.own and self.own.removeprefix("-") not in [column.field for column in self.columns if column.sort]:
            raise ValueError(f"own '{self.own}' is no column that can be sorted")
        if self.chosen and not self.about:
            raise ValueError("chosen compares with a row of another view: about must name it")
        return self


def needs(spec: WorstSpec) -> Needs:
    shown = [name for column in spec.columns for name in (column.field, column.under) if name]
    opened = [name for keys in (spec.go, *(column.go for column in spec.columns)) for name in keys.values() if not name.startswith("=")]
    states = ["state"] if any(column.form == "deviation" for column in spec.columns) else []
    asked = {spec.view: tuple(dict.fromkeys((*shown, *opened, *states, *spec.chosen)))}
    return asked | ({spec.about: tuple(spec.chosen.values())} if spec.about else {})


def draw(spec: WorstSpec, rows: Rows, context: Context) -> Component:
    by, order = _order(spec, context)
    found = _sorted(rows.get(spec.view, []), by, order)[: spec.rows]
    title = read(spec.title, context.lang) if spec.title else judge.header(spec.view, "title", context)
    titles = block("row titles", *(_title(spec, column, by, order, context) for column in spec.columns), role="row")
    about: Row = next(iter(rows.get(spec.about, [])), {})
    texts = [[_text(column, row, context) for column in spec.columns] for row in found]
    body = [_row(spec, row, told, about, context) for row, told in zip(found, texts, strict=True)] or [
        block("none", read(spec.none, context.lang) if spec.none else say(context.lang, "table_none"))
    ]
    listed: dict[str, Any] = {"role": "table", **label(title)} if found else {}
    room = [_ems(column, [told[place] for told in texts], context) for place, column in enumerate(spec.columns)]
    laid, widths = _laid(spec.columns, room)
    return block(
        "box table-box worst-box",
        block("head", block("name", title, tag=html.H2)),
        block(f"rows{laid}", titles, *body, style=widths, **listed),
    )


def _laid(columns: Sequence[Column], room: Sequence[float]) -> tuple[str, dict[str, str]]:
    """How the columns lie, as the stylesheet calls it, and their widths. Where a list in two lines is narrow, the first holds what stands
    before the text that takes the room left, and that text: one reads and goes through a row in the same order."""
    widths = shape([(column.spare, _width(column, most)) for column, most in zip(columns, room, strict=True)])
    fits = whole(_least(columns, room))
    left_out = not fits and any(column.wide for column in columns) and any(column.spare == "narrow" for column in columns)
    if not left_out and not crowded([(column.wide, most) for column, most in zip(columns, room, strict=True)], LONG, BESIDE):
        return " whole" if fits else "", widths
    before = next(place for place, column in enumerate(columns) if column.wide)
    below = list(zip(columns[before + 1 :], room[before + 1 :], strict=True))
    shares = shape([(column.spare, f"minmax(0, {ceil(most)}fr)") for column, most in below], "--below")
    lines = {name: _at_least(before + 1, told) for name, told in shares.items()}
    held = " whole" if whole(most for _, most in below) else ""
    return f" two-lines{held}", widths | lines | {"--before": str(before + 1)}


def _at_least(count: int, tracks: str) -> str:
    """As many of a grid's columns as the line above needs."""
    return tracks + f" minmax(0, {LONG}fr)" * max(0, count - tracks.count("minmax"))


def _least(columns: Sequence[Column], room: Sequence[float]) -> list[float]:
    """A text that takes the room left has as much as a short one needs, at least."""
    return [max(LONG, most) if column.wide else most for column, most in zip(columns, room, strict=True)]


def _order(spec: WorstSpec, context: Context) -> tuple[str, str]:
    """(column, descending | ascending) of the address, else of the view; ("", none) where neither names a column that sorts."""
    known = {column.field for column in spec.columns if column.sort}
    told = next((told for told in (context.subject.get(spec.key, ""), spec.own) if told.removeprefix("-") in known), "")
    return (told.removeprefix("-"), "ascending" if told.startswith("-") else "descending") if told else ("", "none")


def _sorted(rows: Sequence[dict[str, Any]], by: str, order: str) -> Sequence[dict[str, Any]]:
    """What has no figure stands last, whichever way it is sorted; equal rows keep the view's order."""
    if not by:
        return rows
    known = [row for row in rows if row[by] is not None]
    return [*sorted(known, key=lambda row: row[by], reverse=order == "descending"), *(row for row in rows if row[by] is None)]


def _title(spec: WorstSpec, column: Column, by: str, order: str, context: Context) -> Component:
    text = read(column.title, context.lang)
    name = f"cell {column.form}{classes(column.spare, column.wide)}"
    if not column.sort:
        return span(name, text, role="columnheader")
    here = order if column.field == by else "none"
    turn = button(f"sort {here}".removesuffix(" none"), text + ARROWS[here], keys={spec.key: _turned(column, here)})
    return span(name, turn, role="columnheader", **{"aria-sort": here})


def _turned(column: Column, here: str) -> str:
    """The order that a tap on the head asks for: the worst first, then the other way round."""
    upwards = column.low if here == "none" else here == "descending"
    return f"-{column.field}" if upwards else column.field


def _width(column: Column, room: float) -> str:
    """Wide enough for the longest value, in whole rem so that it rarely changes."""
    return "minmax(0, 1fr)" if column.wide else f"{ceil(room)}rem"


def _ems(column: Column, texts: Sequence[str], context: Context) -> float:
    """The room that the title and the longest text take."""
    sign = 1.4 if column.form == "deviation" else 0.0
    arrow = ems(ARROWS["descending"]) if column.sort else 0.0
    return max(ems(read(column.title, context.lang)) + arrow, *(ems(text) + sign for text in set(texts)), 0.0)


def _row(spec: WorstSpec, row: Row, texts: Sequence[str], about: Row, context: Context) -> Component:
    same = bool(about) and all(row[own] == about[other] for own, other in spec.chosen.items())
    # the row's own gesture for the keyboard is its first cell: a row that holds buttons may not be one
    led = _keys(spec.go, row) | _step(spec, row, context)
    keys = [_keys(column.go, row) if column.go else led if place == 0 else {} for place, column in enumerate(spec.columns)]
    cells = [_cell(column, row, text, opens, context) for column, text, opens in zip(spec.columns, texts, keys, strict=True)]
    opens = go(**led) if led else {}
    return block("row chosen" if same else "row", *cells, role="row", **opens, **data(state=str(row.get("state") or "")))


def _step(spec: WorstSpec, row: Row, context: Context) -> dict[str, str]:
    led = next_step(spec.view, row, context) if spec.step else None
    return {"steps": encoded((led,))} if led else {}


def _keys(names: Mapping[str, str], row: Row) -> dict[str, str]:
    return {key: name[1:] if name.startswith("=") else str(row[name] if row[name] is not None else "") for key, name in names.items()}


def _cell(column: Column, row: Row, text: str, opens: Mapping[str, str], context: Context) -> Component:
    state = f" {row[column.field]}" if column.form == "word" and row[column.field] in WORDS else ""
    name, told = f"cell {column.form}{state}{classes(column.spare, column.wide)}", [span("word", text)]
    if column.form == "deviation":
        name, told = f"{name} vehicles", [span(f"sign {row['state']}"), *told]
    if column.under:
        told.append(span("under", pick(row[column.under], context.lang)))
    return span(name, button("leads", *told, keys=opens), role="cell") if opens else span(name, *told, role="cell")


def _text(column: Column, row: Row, context: Context) -> str:
    value = row[column.field]
    if column.form == "deviation":
        state = str(row["state"] or "unknown")
        word = say(context.lang, "no_state" if state == "unknown" else state)
        return f"{signed(value, context)} {word}".strip()
    if value is None or value == "" or (column.form == "word" and value == "unknown"):
        return NONE
    if column.form == "number" and is_figure(value):
        return number(value, context.lang, column.decimals)
    if column.form == "time":
        return clock(value, context.zone, seconds=False)
    if column.form == "duration":
        return age((context.as_of - value).total_seconds() if isinstance(value, datetime) else float(value), context.lang)
    return say(context.lang, str(value)) if column.form == "word" and value in WORDS else pick(str(value), context.lang)


PANEL = Panel(WorstSpec, needs, draw)
