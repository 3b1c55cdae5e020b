"""Cards of single things: an alert or incident, the feeds."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from layouts.block import block, button, mark, span
from layouts.context import Context, Rows
from layouts.detail.drawer import drawer, facts, gone
from layouts.detail.incident import incident_over, stamps
from layouts.figures import ago, clock, number
from layouts.panels.rail import RailSpec, items
from layouts.words import say, worded


def alert(
    key: str,
    rows: Rows,
    context: Context,
    spec: RailSpec | None = None,
    response: str = "",
    timed: Mapping[str, Any] | None = None,
) -> Component:
    """The alert or incident of the rail with this key; `response` is the rule's instruction in the viewer's language; `timed`: the row of
    `incident_clock` of the incident that it is or speaks of, which tells of those too that are over, and how it stands."""
    lang = context.lang
    raised = f":incident {key.removeprefix('incident:')}"  # an incident that an alert speaks of is told by the alert
    known = items(spec or RailSpec(kind="rail"), rows, context)
    item = next((item for item in known if item.key == key or (key.startswith("incident:") and item.key.endswith(raised))), None)
    if item is None and timed is not None:
        return incident_over(timed, context)
    if item is None:
        return gone(say(lang, "alert"), context)
    seconds = context.age_s(item.since)
    pairs = (
        ("where", item.where),
        ("consequence", item.consequence),
        ("state", worded(lang, str(timed["phase"] if timed and timed.get("phase") else item.state))),
        ("since", ago(seconds, lang) if seconds is not None else ""),
        ("as_told", clock(item.told_at, context.zone) if item.told_at else ""),
        *stamps(timed, context),
        ("owner", item.owner or say(lang, "no_owner")),
        ("response", response),
    )
    level = f"priority_{min(max(item.priority, 1), 4)}"
    sort = block(f"sort item priority-{item.priority}", span("priority", say(lang, level)))
    return drawer(item.what, context, sort, facts(pairs, context), *_road(item.key, rows, context))


def _road(key: str, rows: Rows, context: Context) -> list[Component]:
    """The way on from an incident, or an alert that speaks of one, to the road it is on."""
    incident = key.partition(":")[2].removeprefix("incident ")
    segment = next((row.get("segment_id") for row in rows.get("incidents_now", []) if row["incident_id"] == incident), None)
    return [button("onward", say(context.lang, "open_segment"), keys={"segment": str(segment)})] if segment else []


def feeds(rows: Sequence[dict[str, Any]], context: Context) -> Component:
    """rows: of `feed_status`, in the city's order."""
    lines = [_feed(row, context) for row in rows]
    return drawer(say(context.lang, "feeds"), context, block("feeds", *lines))


def _feed(row: Mapping[str, Any], context: Context) -> Component:
    lang, state = context.lang, str(row["state"])
    pairs = (
        ("content_age", ago(row["content_age_s"], lang) if row.get("content_age_s") is not None else ""),
        ("arrival_age", ago(row["arrival_age_s"], lang) if row.get("arrival_age_s") is not None else ""),
        ("accepted", number(row.get("accepted"), lang)),
        ("quarantined", number(row.get("quarantined"), lang)),
        ("error", str(row.get("error") or "")),
    )
    demo = [span("tag demo", say(lang, "DEMO"))] if row.get("demo") else []
    head = block("sort", mark(state.lower()), span("feed", context.text(row, "title")), span("word", say(lang, state)), *demo)
    return block(f"feed-facts {state.lower()}", head, facts(pairs, context))
