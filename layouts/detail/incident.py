"""The clock of an incident: when it began, was told, verified, reached, cleared, and how long after it began."""

from collections.abc import Iterator, Mapping
from typing import Any

from dash.development.base_component import Component

from layouts.block import block, button, span
from layouts.context import Context
from layouts.detail.drawer import drawer, facts
from layouts.figures import age, clock, day_and_time
from layouts.words import pick, say, worded

Row = Mapping[str, Any]
STAMPS = ("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7")


def stamps(row: Row | None, context: Context) -> Iterator[tuple[str, str]]:
    """row: of `incident_clock`; stamps that its feed does not give are left out."""
    began = row.get("t0") if row else None
    if row is None or began is None:
        return
    yield "t0", day_and_time(began, context.zone, context.lang)
    for name in STAMPS[1:]:
        at = row.get(name)
        if at is not None and began <= at <= context.as_of:
            after = age((at - began).total_seconds(), context.lang)
            yield name, say(context.lang, "after_began", clock(at, context.zone, seconds=False), after)


def incident_over(row: Row, context: Context) -> Component:
    """The card of an incident that the rail no longer has."""
    lang, status = context.lang, str(row.get("status") or "")
    sort = block("sort", span("word", worded(lang, status)))
    onward = [button("onward", say(lang, "open_segment"), keys={"segment": str(row["segment_id"])})] if row.get("segment_id") else []
    told = (("district", context.district(row.get("district_id"))), *stamps(row, context), ("owner", pick(row.get("owner"), lang)))
    return drawer(pick(row.get("title"), lang) or say(lang, "incident"), context, sort, facts(told, context), *onward)
