"""What a KPI means and rests on: definition, counts, coverage, target, rule, when to look closer, and the rows behind."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from layouts import judge
from layouts.block import block, mark, span
from layouts.compared import usual_range
from layouts.context import Context, Rows
from layouts.detail.drawer import drawer, facts, files
from layouts.detail.table import table
from layouts.figures import NONE, ago, number, share
from layouts.panels.kpi import KpiSpec, decimals, title
from layouts.panels.trend import trend
from layouts.words import counted, say

DEFINED = ("rule", "formula", "row", "source", "normal", "investigate_if", "possible_causes")


def kpi(
    spec: KpiSpec, rows: Rows, behind: Sequence[dict[str, Any]], context: Context, districts: Sequence[dict[str, Any]] = ()
) -> Component:
    """rows: as for the card; behind: rows of `<view>_rows`, districts: of `<view>_districts`, worst first."""
    row: dict[str, Any] = next(iter(rows.get(spec.view, [])), {})
    state, aim = judge.state(row, spec.target), judge.target(row, spec.target)
    known = state in ("ok", "attention")
    points = [point for point in rows.get("kpi_trend", []) if point["kpi"] == spec.view]
    value = number(row["value"], context.lang, judge.places(row["value"], decimals(spec, context), aim)) if known else NONE
    told = judge.without(row, rows, context) if known else judge.reason(row, rows, context)
    judged = span("state", mark(state), span("word", say(context.lang, state)))
    return drawer(
        title(spec, context),
        context,
        block("now", span("number", value), span("unit", counted(value, judge.unit(row, context)) if known else ""), judged),
        *([block("why", told)] if told else []),
        trend(points, context.as_of, state, aim[1] if aim else None),
        facts(_measured(spec, row, known, context), context),
        *([_districts(f"{spec.view}_districts", districts, context)] if len(districts) > 1 else []),
        *([files({"card": spec.id}, (), behind, context)] if behind else []),
        table(say(context.lang, "rows_behind"), behind, context, view=f"{spec.view}_rows"),
        facts(((key, judge.header(spec.view, key, context)) for key in DEFINED), context),
        state=state,
    )


def _districts(view: str, rows: Sequence[dict[str, Any]], context: Context) -> Component:
    """A tap narrows wall and drawer to a district, whose lines then stand below; the next one widens them again."""
    return table(
        judge.header(view, "title", context),
        rows,
        context,
        view=view,
        keys=lambda row: {"scope": "" if row["district_id"] == context.scope else str(row["district_id"])},
        chosen=lambda row: bool(row["district_id"] == context.scope),
    )


def _measured(spec: KpiSpec, row: Mapping[str, Any], known: bool, context: Context) -> Iterator[tuple[str, str]]:
    lang = context.lang
    wanted = judge.target_text(judge.target(row, spec.target), judge.unit(row, context))
    yield "aim", wanted or say(lang, "no_target")
    if known and row.get("denominator") is not None:
        yield "counted", f"{number(row['numerator'], lang)} / {number(row['denominator'], lang)}"
    if row.get("coverage") is not None:
        yield "coverage_floor", f"{share(row['coverage'], lang)} ({share(row.get('coverage_floor'), lang)})"
    yield "usual", usual_range(row, decimals(spec, context), context)
    seconds = context.age_s(row.get("content_time"))
    yield "rests_on", ago(seconds, lang) if seconds is not None else NONE
