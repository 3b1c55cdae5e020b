"""Any view as a short list, worst first in the view's own order; a row may be a gesture."""

from datetime import datetime
from math import ceil
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component
from pydantic import BaseModel, ConfigDict, Field

from layouts import judge
from layouts.block import aged, block, span, tap
from layouts.columns import is_figure
from layouts.context import Context, Rows
from layouts.figures import NONE, age, clock, ems, number
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.widths import Spare, classes, crowded, shape, wordy
from layouts.words import WORDS, Text, pick, read, say

LONG, BESIDE = 24, 12  # ems: a longer text than this beside more columns than that has a line of its own where the list is narrow


class Column(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    field: str  # a column of the view; `name` also finds name_zh and name_en
    title: Text
    form: Literal["text", "number", "age", "time", "duration", "word"] = "text"  # time: of the city's time of day
    decimals: int = 0
    bilingual: bool = False  # the view gives <field>_zh and <field>_en
    wide: bool = False  # takes the room that is left
    spare: Spare = ""


class TableSpec(Spec):
    kind: Literal["table"]
    view: str
    columns: tuple[Column, ...] = Field(min_length=1)
    rows: int = 10
    none: Text | None = None  # said where there is no row
    go: dict[str, str] = Field(
        default_factory=dict
    )  # address key -> column, or =text as it stands: segment = "segment_id", scene = "=corridor"


def needs(spec: TableSpec) -> Needs:
    shown = (name for column in spec.columns for name in _fields(column))
    opened = (name for name in spec.go.values() if not name.startswith("="))
    return {spec.view: tuple(dict.fromkeys((*shown, *opened)))}


def _fields(column: Column) -> tuple[str, ...]:
    return (f"{column.field}_zh", f"{column.field}_en") if column.bilingual else (column.field,)


def draw(spec: TableSpec, rows: Rows, context: Context) -> Component:
    found = rows.get(spec.view, [])
    title = read(spec.title, context.lang) if spec.title else judge.header(spec.view, "title", context)
    titles = block(
        "row titles",
        *(span(f"cell {column.form}{classes(column.spare, column.wide)}", read(column.title, context.lang)) for column in spec.columns),
    )
    body = [_row(spec, row, context) for row in found[: spec.rows]] or [block("none", _none(spec, context))]
    widths = shape([(column.spare, _width(column, found[: spec.rows], context)) for column in spec.columns])
    long = " long" if _long(spec, found[: spec.rows], context) else " wordy" if _wordy(spec, found[: spec.rows], context) else ""
    return block("box table-box", block("head", block("name", title, tag=html.H2)), block(f"rows{long}", titles, *body, style=widths))


def _long(spec: TableSpec, rows: list[dict[str, Any]], context: Context) -> bool:
    """Does a text need more room than its neighbours leave it?"""
    return crowded([(column.wide, _ems(column, rows, context)) for column in spec.columns], LONG, BESIDE)


def _wordy(spec: TableSpec, rows: list[dict[str, Any]], context: Context) -> bool:
    return wordy(_text(column, row, context) for column in spec.columns if column.wide for row in rows)


def _none(spec: TableSpec, context: Context) -> str:
    return read(spec.none, context.lang) if spec.none else say(context.lang, "table_none")


def _width(column: Column, rows: list[dict[str, Any]], context: Context) -> str:
    """Wide enough for the longest value, in whole rem so that it rarely changes; rows line up without sharing one CSS grid."""
    if column.wide:
        return "minmax(0, 1fr)"
    return f"{ceil(_ems(column, rows, context))}rem"


def _ems(column: Column, rows: list[dict[str, Any]], context: Context) -> float:
    return max(ems(text) for text in (read(column.title, context.lang), *(_text(column, row, context) for row in rows)))


def _row(spec: TableSpec, row: dict[str, Any], context: Context) -> Component:
    cells = [_cell(column, row, context) for column in spec.columns]
    if not spec.go:
        return block("row", *cells)
    keys = {key: name[1:] if name.startswith("=") else str(row[name] or "") for key, name in spec.go.items()}
    here = bool(context.subject) and all(context.subject.get(key) == value for key, value in keys.items())
    return tap("row chosen" if here else "row", *cells, keys=keys)


def _cell(column: Column, row: dict[str, Any], context: Context) -> Component:
    if column.form == "age" and isinstance(row[column.field], datetime):
        return aged(f"cell age{classes(column.spare, column.wide)}", row[column.field], context, short=True)
    return span(f"cell {column.form}{classes(column.spare, column.wide)}", _text(column, row, context))


def _text(column: Column, row: dict[str, Any], context: Context) -> str:
    value = context.text(row, column.field) if column.bilingual else row[column.field]
    if value is None or value == "":
        return NONE
    if column.form == "number" and is_figure(value):
        return number(value, context.lang, column.decimals)
    if isinstance(value, datetime) and column.form == "time":
        return clock(value, context.zone, seconds=False)
    if isinstance(value, datetime):
        return age((context.as_of - value).total_seconds(), context.lang)
    if column.form in ("age", "duration"):
        return age(float(value), context.lang)
    return say(context.lang, value) if column.form == "word" and value in WORDS else pick(str(value), context.lang)


PANEL = Panel(TableSpec, needs, draw)
