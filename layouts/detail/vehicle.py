"""The card of a vehicle: what it runs, how it fares, who is before and behind it, what it said last, and why it is grey where it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from layouts.block import block, button, span
from layouts.context import Context
from layouts.detail.drawer import drawer, facts
from layouts.detail.table import table
from layouts.deviation import signed
from layouts.figures import NONE, age, ago, clock, number
from layouts.words import joined, pick, say

MOST_TOLD = 10  # reports and calls told
SIDES = {"ahead": "ahead_of", "behind": "behind_of"}  # of the row, in words
Row = Mapping[str, Any]


def vehicle(row: Row, context: Context, run: Row | None = None, reports: Sequence[Row] = (), calls: Sequence[Row] = ()) -> Component:
    """row: of `vehicle_card`; run: of `vehicle_run`; reports, calls: of
    `vehicle_reports` and `vehicle_calls`, newest first."""
    lang = context.lang
    run = run or {}
    state = "waiting" if run.get("why") == "waiting" else str(row["state"])
    sort = block("sort vehicles", span(f"sign {state}"), span("word", say(lang, "no_state" if state == "unknown" else state)))
    return drawer(
        f"{say(lang, 'vehicle')} {row['label'] or row['vehicle_id']}",
        context,
        sort,
        *_why(row, run, context),
        facts(_pairs(row, run, context), context),
        *_neighbours(run, context),
        *_line(row, run, context),
        *([table(say(lang, "last_reports"), [dict(report) for report in reports[:MOST_TOLD]], context)] if reports else []),
        *([table(say(lang, "last_calls"), [_call(call, context) for call in calls[:MOST_TOLD]], context)] if calls else []),
        state=state,
    )


def _why(row: Row, run: Row, context: Context) -> list[Component]:
    """Why it is grey, in a sentence."""
    why = run.get("why")
    if not why:
        return []
    told = {
        "feed_stale": context.text(run, "feed"),
        "silent": age(row.get("age_s") or 0.0, context.lang),
        "waiting": clock(run["planned_start"], context.zone, seconds=False) if run.get("planned_start") else "",
    }
    return [block("why", say(context.lang, f"why_{why}", told.get(why, "")))]


def _pairs(row: Row, run: Row, context: Context) -> Iterator[tuple[str, str]]:
    lang, speed = context.lang, row.get("speed")
    yield "line", joined(pick(row.get("route_name"), lang), pick(row.get("trip_headsign"), lang))
    yield "trip", str(row.get("trip_id") or "")
    if row.get("matched_by"):
        yield "matched_by", say(lang, row["matched_by"])
    yield "run", str(run.get("block_id") or "")
    if run.get("planned_start") and run.get("planned_end"):
        yield "planned_span", "–".join(clock(run[moment], context.zone, seconds=False) for moment in ("planned_start", "planned_end"))
    yield "delay", signed(row.get("delay_s"), context)
    yield "speed", f"{number(speed * 3.6, lang)} km/h" if speed is not None else ""
    yield "last_stop", pick(row.get("last_stop_name"), lang)
    yield "district", context.district(row.get("district_id"))
    yield "heard", ago(row["age_s"], lang) if row.get("age_s") is not None else ""


def _neighbours(run: Row, context: Context) -> Iterator[Component]:
    """The one before and the one behind: a tap opens its card. Of a bus on its line it is said where there is none."""
    alone = bool(run.get("route_id")) and not run.get("why")
    for side, word in SIDES.items():
        other, headway, planned = run.get(f"{side}_vehicle_id"), run.get(f"{side}_s"), run.get(f"{side}_planned_s")
        if other and headway is not None:
            against = (
                say(context.lang, "against_plan", age(headway, context.lang), age(planned, context.lang))
                if planned
                else age(headway, context.lang)
            )
            state = str(run.get(f"{side}_state") or "unknown")
            yield button(
                f"neighbour {state}",
                span("of", say(context.lang, word)),
                span("who", str(run.get(f"{side}_label") or other)),
                span("headway", against),
                span("word", say(context.lang, state)),
                keys={"vehicle": str(other)},
            )
        elif alone and not other:
            yield block(
                "neighbour nobody",
                span("of", say(context.lang, word)),
                span("who", NONE),
                span("headway", say(context.lang, "nobody_near")),
            )


def _line(row: Row, run: Row, context: Context) -> list[Component]:
    if not run.get("route_id") or "line" not in context.scenes:
        return []
    keys = {"scene": "line", "line": str(run["route_id"]), "direction": str(run.get("direction_id") or 0)}
    return [button("onward", say(context.lang, "open_line", pick(row.get("route_name"), context.lang) or str(run["route_id"])), keys=keys)]


def _call(call: Row, context: Context) -> dict[str, Any]:
    return {
        "stop_name": call["stop_name"],
        "clock_time": clock(call["actual_time"], context.zone, seconds=False),
        "delay_s": call["delay_s"],
    }
