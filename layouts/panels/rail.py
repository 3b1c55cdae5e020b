"""What needs a person now: alerts and incidents, worst first, with what, where, consequence, age, owner and state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from dash import html
from dash.development.base_component import Component

from layouts.block import aged, block, span, tap
from layouts.context import Context, Rows
from layouts.panels.panel import Needs, Panel, Spec
from layouts.words import pick, read, say, worded


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
    told_at: datetime | None = None  # of an alert: its texts hold the figures of this moment


class Raised(NamedTuple):
    """What orders an item, and the row that it is told from when it is drawn: a flood of alerts costs no texts."""

    priority: int
    since: datetime | None
    key: str
    row: dict[str, Any]
    told: Callable[["Raised", Context], Item]


def needs(spec: RailSpec) -> Needs:
    texts = tuple(f"{field}_{lang}" for field in ("what", "where", "consequence") for lang in ("zh", "en"))
    alerts = (spec.view, ("rule", "alert_key", "priority", "state", "since", *texts, "owner", "event_time"))
    incidents = ("incident_id", "severity", "status", "title", "description", "owner", "started_at", "district_id")
    return dict([alerts]) | ({spec.incidents: incidents} if spec.incidents else {})


def draw(spec: RailSpec, rows: Rows, context: Context) -> Component:
    found = sorted(_raised(spec, rows), key=lambda one: (one.priority, one.since or context.as_of, one.key))
    title = read(spec.title, context.lang) if spec.title else say(context.lang, "rail")
    said = say(context.lang, "rail_open", len(found)) if found else ""
    body = [_draw_item(one.told(one, context), context) for one in found[: spec.rows]] or [block("none", say(context.lang, "rail_none"))]
    return block(
        "box rail-box",
        block("head", block("name", title, tag=html.H2), span("note", said)),
        block("items", *body),
    )


def items(spec: RailSpec, rows: Rows, context: Context) -> Iterator[Item]:
    """Alerts, and the incidents that no alert speaks of already: such an alert's key is `incident <incident_id>`."""
    return (one.told(one, context) for one in _raised(spec, rows))


def _raised(spec: RailSpec, rows: Rows) -> Iterator[Raised]:
    alerts = rows.get(spec.view, [])
    incidents = rows.get(spec.incidents or "", [])
    spoken_of = {row["alert_key"] for row in alerts}
    stands = {f"incident {row['incident_id']}": row["status"] for row in incidents}  # an alert that speaks of one tells how that stands
    for row in alerts:
        told = row | {"state": stands.get(row["alert_key"], row["state"])}
        yield Raised(row["priority"] or 4, row["since"], f"{row['rule']}:{row['alert_key']}", told, _alert)
    for row in incidents:
        if f"incident {row['incident_id']}" not in spoken_of:
            yield Raised(row["severity"] or 4, row["started_at"], f"incident:{row['incident_id']}", row, _incident)


def _alert(one: Raised, context: Context) -> Item:
    what, where, consequence = (context.text(one.row, field) for field in ("what", "where", "consequence"))
    owner = pick(one.row["owner"], context.lang)
    return Item(one.key, one.priority, what, where, consequence, one.since, owner, one.row["state"], one.row["event_time"])


def _incident(one: Raised, context: Context) -> Item:
    what, consequence, owner = (pick(one.row[column], context.lang) for column in ("title", "description", "owner"))
    return Item(one.key, one.priority, what, context.district(one.row["district_id"]), consequence, one.since, owner, one.row["status"])


def _draw_item(item: Item, context: Context) -> Component:
    lang = context.lang
    return tap(
        f"item priority-{item.priority}",
        span("priority", say(lang, f"priority_{min(max(item.priority, 1), 4)}")),
        block("told", span("where", item.where), span("what", item.what), span("consequence", item.consequence)),
        aged("age", item.since, context, short=True),
        block("held", span("state", worded(lang, item.state)), span("owner", item.owner or say(lang, "no_owner"))),
        keys={"row": item.key},
    )


PANEL = Panel(RailSpec, needs, draw)
