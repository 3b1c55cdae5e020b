"""A figure that says whether it is good: value, target, change, trend over its normal band, what it rests on, how old it is."""

from typing import Any, Literal

from dash import html
from dash.development.base_component import Component
from pydantic import Field, field_validator

from layouts import judge
from layouts.block import aged, block, mark, span, tap
from layouts.compared import comparisons
from layouts.context import Context, Rows
from layouts.figures import NONE, brief, ems, number, share
from layouts.panels.panel import Needs, Panel, Spec
from layouts.panels.trend import trend
from layouts.words import counted, read, say

_COLUMNS = (
    "value", "numerator", "denominator", "coverage", "coverage_floor", "content_time", "target_op", "target_value",
    "state", "reason", "day_before", "day_before_on", "week_before", "week_before_on", "rest", "unit_zh", "unit_en",
)  # fmt: skip
MOST_POINTS = 20_000  # of the trends of all KPIs: 72 each
_ROOM_REM = {" longer": 17.0, " long": 12.0}  # wider figures get smaller type: always, or where cards are narrow


class KpiSpec(Spec):
    kind: Literal["kpi"]
    view: str
    target: str | None = None  # overrides the view's own; "none" takes it away
    decimals: int | None = Field(default=None, ge=0, le=6)
    show: Literal["value", "counts"] = "value"  # counts: numerator large, denominator beside it

    @field_validator("target")
    @classmethod
    def _readable(cls, text: str | None) -> str | None:
        judge.parse_target(text)
        return text


def needs(spec: KpiSpec) -> Needs:
    return {
        spec.view: _COLUMNS,
        "kpi_trend": ("kpi", "event_time", "value", "p10", "p90"),
        "feed_status": ("feed", "title_zh", "title_en", "content_age_s"),
    }


def draw(spec: KpiSpec, rows: Rows, context: Context) -> Component:
    row: dict[str, Any] = next(iter(rows.get(spec.view, [])), {})
    state = judge.state(row, spec.target)
    known = state in ("ok", "attention")
    aim = judge.target(row, spec.target)
    points = [point for point in rows.get("kpi_trend", []) if point["kpi"] == spec.view]
    return tap(
        f"card {state}",
        block("head", block("name", title(spec, context), tag=html.H3), span("state", mark(state), span("word", say(context.lang, state)))),
        block("body", *(_figure(spec, row, aim, context) if known else _silence(row, rows, context))),
        trend(points, context.as_of, state, aim[1] if aim else None),
        block("foot", *_foot(spec, row, rows, known, context)),
        keys={"card": spec.id},
    )


def title(spec: KpiSpec, context: Context) -> str:
    return read(spec.title, context.lang) if spec.title else judge.header(spec.view, "title", context) or spec.view


def decimals(spec: KpiSpec, context: Context) -> int:
    said = context.headers.get(spec.view, {}).get("decimals", "1")
    return spec.decimals if spec.decimals is not None else int(said)


def _figure(spec: KpiSpec, row: dict[str, Any], aim: judge.Target, context: Context) -> list[Component]:
    unit, places, lang = judge.unit(row, context), decimals(spec, context), context.lang
    counts = spec.show == "counts"
    value = number(row["numerator"], lang) if counts else number(row["value"], lang, judge.places(row["value"], places, aim))
    beside = f"/ {number(row['denominator'], lang)}" if counts else counted(value, unit)
    wanted = judge.target_text(aim, unit)
    width = ems(value) * 3.3 + ems(beside) * 1.2
    size = next((name for name, room in _ROOM_REM.items() if width > room), "")
    return [
        block(f"value{size}", span("number", value), span("unit", beside)),
        block("beside", *_changes(row, places, context), span("aim", say(lang, "target", wanted) if wanted else say(lang, "no_target"))),
    ]


def _changes(row: dict[str, Any], places: int, context: Context) -> list[Component]:
    """Against other days at this time; said when there is no history to compare with."""
    held = [
        block("change", span("by", number(row["value"] - then, context.lang, places, signed=True)), span("against", words))
        for then, words in comparisons(row, context)
    ]
    return held or [block("change", span("by", NONE), span("against", say(context.lang, "no_history")))]


def _silence(row: dict[str, Any], rows: Rows, context: Context) -> list[Component]:
    why = judge.reason(row, rows, context)
    return [block("value", span("number", NONE)), block("beside", span("why", why), span("aim", say(context.lang, "not_computed")))]


def _foot(spec: KpiSpec, row: dict[str, Any], rows: Rows, known: bool, context: Context) -> list[Component]:
    lang = context.lang
    counted = known and spec.show == "value" and row.get("denominator") is not None
    counts = f"{brief(row['numerator'], lang)} / {brief(row['denominator'], lang)}" if counted else ""
    coverage = say(lang, "coverage", share(row["coverage"], lang)) if row.get("coverage") is not None else ""
    return [
        span("counts", counts),
        span("coverage", coverage),
        span("rule", judge.without(row, rows, context) or judge.header(spec.view, "rule", context)),
        aged("age", row.get("content_time"), context),
    ]


PANEL = Panel(KpiSpec, needs, draw, most=MOST_POINTS)
