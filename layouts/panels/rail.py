"""What needs a person now: alerts and incidents, worst first, with what, where, consequence, age, owner and state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from layouts.block import aged, block, span, tap
from layouts.context import Context, Rows
from layouts.panels.panel import Needs, Panel, Spec
from layouts.words import WORDS, pick, read, say


class RailSpec(Spec):
    kind: Literal["rail"]
    view: str = "alerts_now"
    incidents: str | None = "incidents_now"
    rows: int = 12  # drawn at most; the cell shows as many as it has room for


@dataclass(frozen=True)
class Item:
    key: str
    priority: int
    what: str
    where: str
    consequence: str
    since: datetime | None
    owner: str
    state: str


def needs(spec: RailSpec) -> Needs:
    texts = tuple(f"{field}_{lang}" for field in ("what", "where", "consequence") for lang in ("zh", "en"))
    alerts = (spec.view, ("rule", "alert_key", "priority", "state", "since", *texts, "owner"))
    incidents = ("incident_id", "severity", "status", "title", "description", "owner", "started_at", "district_id")
    return dict([alerts]) | ({spec.incidents: incidents} if spec.incidents else {})


def draw(spec: RailSpec, rows: Rows, context: Context) -> Component:
    found = sorted(items(spec, rows, context), key=lambda item: (item.priority, item.since or context.as_of, item.key))
    title = read(spec.title, context.lang) if spec.title else say(context.lang, "rail")
    said = say(context.lang, "rail_open", len(found)) if found else ""
    body = [_draw_item(item, context) for item in found[: spec.rows]] or [block("none", say(context.lang, "rail_none"))]
    return block(
        "box rail-box",
        block("head", block("name", title, tag=html.H2), span("note", said)),
        block("items", *body),
    )


def items(spec: RailSpec, rows: Rows, context: Context) -> Iterator[Item]:
    """Alerts, and the incidents that no alert speaks of already: such an alert's key is `incident <incident_id>`."""
    raised = {row["alert_key"] for row in rows.get(spec.view, [])}
    yield from (_alert(row, context) for row in rows.get(spec.view, []))
    yield from (_incident(row, context) for row in rows.get(spec.incidents or "", []) if f"incident {row['incident_id']}" not in raised)


def _alert(row: dict[str, Any], context: Context) -> Item:
    what, where, consequence = (context.text(row, field) for field in ("what", "where", "consequence"))
    key = f"{row['rule']}:{row['alert_key']}"
    return Item(key, row["priority"] or 4, what, where, consequence, row["since"], pick(row["owner"], context.lang), row["state"])


def _incident(row: dict[str, Any], context: Context) -> Item:
    what, consequence, owner = (pick(row[column], context.lang) for column in ("title", "description", "owner"))
    key, where = f"incident:{row['incident_id']}", context.district(row["district_id"])
    return Item(key, row["severity"] or 4, what, where, consequence, row["started_at"], owner, row["status"])


def _draw_item(item: Item, context: Context) -> Component:
    lang = context.lang
    state = say(lang, item.state) if item.state in WORDS else item.state
    return tap(
        f"item priority-{item.priority}",
        span("priority", say(lang, f"priority_{min(max(item.priority, 1), 4)}")),
        block("told", span("where", item.where), span("what", item.what), span("consequence", item.consequence)),
        aged("age", item.since, context, short=True),
        block("held", span("state", state), span("owner", item.owner or say(lang, "no_owner"))),
        keys={"row": item.key},
    )


PANEL = Panel(RailSpec, needs, draw)
