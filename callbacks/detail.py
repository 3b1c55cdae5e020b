"""A tap on a card, a vehicle, a road or a row of the rail opens the drawer, a tap on a row in it leads on to what that is made of;
the drawer's tree is changed in place by the page."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from dash import Dash, Input, Output
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component

from callbacks.facts import Facts, moment, text
from datasources.answering.questions import BadTicket, QuestionError, Ticket, UnknownView
from layouts import detail, ids
from layouts.context import Context
from layouts.figures import NONE
from layouts.identify import name_tree
from layouts.panels.bar import BarSpec
from layouts.panels.kpi import KpiSpec, title
from layouts.panels.rail import RailSpec
from layouts.panels.rail import needs as rail_needs
from layouts.steps import decoded
from layouts.words import WORDS, pick, read, say

Row = dict[str, Any]
OPENS = ("card", "vehicle", "segment", "row")
LONGEST_WAY = 2000
MOST_ALONG = 6  # segments that a work zone's card leads to
CALLED = {"vehicle": ("vehicle_card", "label"), "segment": ("segment_card", "name")}  # where the name of one is told
WORK = "work:"  # how the key of a work zone begins


class Asking(NamedTuple):
    """The store, asked about one moment, scope and subject of the scene."""

    questions: Any
    at: datetime | None
    scope: str | None
    subject: Mapping[str, str] = {}

    def rows(self, view: str, limit: int | None = None, **parameters: str) -> list[Row]:
        """Raises QuestionError, ConnectionError."""
        return self.rows_with(view, parameters, limit)

    def rows_with(self, view: str, parameters: Mapping[str, str], limit: int | None = None) -> list[Row]:
        """As rows, whatever the parameters are called."""
        found: list[Row] = self.questions.ask(Ticket(view, {**self.subject, **parameters}, self.at, self.scope, limit)).to_pylist()
        return found

    def rows_if_any(self, view: str, limit: int | None = None, **parameters: str) -> list[Row]:
        """As rows; none where there is no such view."""
        try:
            return self.rows(view, limit, **parameters)
        except UnknownView:
            return []

    def everywhere(self) -> "Asking":
        return self._replace(scope=None)


def register(app: Dash, questions: Any, facts: Facts) -> None:
    @app.callback(Output(ids.OPENED, "data"), Input(ids.STATE, "data"), prevent_initial_call=True)
    def open_drawer(asked: Row | None) -> Any:
        return drawer(asked or {}, questions, facts)

    app.clientside_callback(ClientsideFunction("wall", "drawer"), Input(ids.OPENED, "data"))  # type: ignore[no-untyped-call]  # dash leaves it untyped


def drawer(asked: Mapping[str, Any], questions: Any, facts: Facts) -> Any:
    """The drawer's tree as Dash sends components; None closes it."""
    opened = next((key for key in OPENS if text(asked, key)), None)
    now = moment(asked, "at") or moment(asked, "now")
    if opened is None or now is None:
        return None
    context = facts.context(asked, now)
    asking = Asking(questions, moment(asked, "at"), context.scope, context.subject)
    try:
        drawn = _drawn(opened, asked, asking, context, facts)
    except (QuestionError, ConnectionError) as error:
        structlog.get_logger().warning("drawer not drawn", asked=dict(asked), error=str(error))
        drawn = detail.failed(_root(opened, str(text(asked, opened)), context, facts), context)
    return tree(name_tree(drawn, f"{ids.DETAIL}~0"))


def _drawn(opened: str, asked: Mapping[str, Any], asking: Asking, context: Context, facts: Facts) -> Component:
    """What was opened, or where the steps from it have led."""
    name = str(text(asked, opened))
    try:
        steps = decoded(text(asked, "steps", LONGEST_WAY) or "")
    except ValueError as error:
        raise BadTicket(str(error)) from error
    if not steps:
        return DRAWERS[opened](name, asking, context, facts)
    last, root = steps[-1], _called(opened, name, asking, context) or _root(opened, name, context, facts)
    return detail.step(root, {opened: name}, steps, asking.rows_with(last.view, last.parameters, detail.ASKED), context)


def _called(opened: str, name: str, asking: Asking, context: Context) -> str:
    """What people call the vehicle or segment that the drawer was opened on; empty for all else and what is not there any more."""
    if opened not in CALLED:
        return ""
    view, column = CALLED[opened]
    found = next(iter(asking.everywhere().rows_if_any(view, 1, **{opened: name})), {})
    told = pick(found.get(column), context.lang)
    return f"{say(context.lang, opened)} {told}" if told else ""


def _root(opened: str, name: str, context: Context, facts: Facts) -> str:
    """What the drawer was opened on, in words."""
    if opened in CALLED:
        return f"{say(context.lang, opened)} {name}"
    spec = facts.scene(context.scene).panels.get(name) if opened == "card" else None
    if isinstance(spec, KpiSpec):
        return title(spec, context)
    word = {"row": "alert", "card": "feeds"}.get(opened, opened)
    return say(context.lang, word) if word in WORDS else NONE


def tree(component: Component) -> Any:
    return json.loads(json.dumps(component, default=lambda c: c.to_plotly_json()))


def _card(name: str, asking: Asking, context: Context, facts: Facts) -> Component:
    """A panel: a KPI opens its definition, the bar the feeds."""
    spec = facts.scene(context.scene).panels.get(name)
    if isinstance(spec, BarSpec):
        return detail.feeds(asking.everywhere().rows(spec.feeds), context)
    if not isinstance(spec, KpiSpec):
        return detail.no_card(name, facts.scenes, context)
    if spec.view not in context.headers and context.headers:
        raise BadTicket(f"no view {spec.view!r}")
    rows = {view: asking.rows(view) for view in (spec.view, "kpi_trend", "feed_status")}
    split = f"{spec.view}_districts"
    districts = asking.everywhere().rows(split) if split in context.headers else []
    return detail.kpi(spec, rows, asking.rows_if_any(f"{spec.view}_rows", detail.ASKED), context, districts)


def _vehicle(name: str, asking: Asking, context: Context, facts: Facts) -> Component:
    asked = asking.everywhere()
    found = next(iter(asked.rows("vehicle_card", 1, vehicle=name)), None)
    if found is None:
        return detail.no_vehicle(name, _names(asked, "vehicles", "vehicle_id", "label", context), context)
    run = next(iter(asked.rows_if_any("vehicle_run", 1, vehicle=name)), None)
    reports, calls = (asked.rows_if_any(view, detail.MOST_TOLD, vehicle=name) for view in ("vehicle_reports", "vehicle_calls"))
    return detail.vehicle(found, context, run, reports, calls)


def _segment(name: str, asking: Asking, context: Context, facts: Facts) -> Component:
    everywhere = asking.everywhere()
    found = next(iter(everywhere.rows("segment_card", 1, segment=name)), None)
    if found is None:
        return detail.no_segment(name, _names(everywhere, "road_grades", "segment_id", "name", context), context)
    more = detail.OnSegment(
        day=everywhere.rows_if_any("segment_day", segment=name),
        works=everywhere.rows_if_any("segment_work_zones", 20, segment=name),
        incidents=[row for row in everywhere.rows_if_any("incidents_now") if row.get("segment_id") == name],
        bands=everywhere.rows_if_any("grade_bands"),
        corridors=everywhere.rows_if_any("segment_corridors", segment=name),
    )
    return detail.segment(found, more, context)


def _names(asking: Asking, view: str, key: str, named: str, context: Context) -> dict[str, str]:
    """What all things of a view are called, by id; nothing where they cannot be had: what is asked for is not there all the same."""
    try:
        return {row[key]: pick(row[named], context.lang) for row in asking.rows(view)}
    except QuestionError:
        return {}


def _row(name: str, asking: Asking, context: Context, facts: Facts) -> Component:
    """An alert or incident of the rail, or a work zone."""
    if name.startswith(WORK):
        everywhere = asking.everywhere()
        found = next((row for row in everywhere.rows("work_zones_now") if row["row_key"] == name), None)
        along = everywhere.rows_if_any("work_zone_segments", MOST_ALONG, work=name.removeprefix(WORK)) if found else []
        return detail.work_zone(found, context, along)
    rails = (panel for panel in facts.scene(context.scene).panels.values() if isinstance(panel, RailSpec))
    spec = next(rails, RailSpec(kind="rail"))
    rows = {view: asking.everywhere().rows(view) for view in rail_needs(spec)}
    asked_of = facts.responses.get(name.partition(":")[0])
    response = read(asked_of, context.lang) if asked_of else ""
    incident = f"incident:{name.partition(':')[2].removeprefix('incident ')}"
    timed = next((row for row in asking.everywhere().rows_if_any("incident_clock") if row["row_key"] == incident), None)
    return detail.alert(name, rows, context, spec, response, timed)


DRAWERS: dict[str, Callable[[str, Asking, Context, Facts], Component]] = {
    "card": _card,
    "vehicle": _vehicle,
    "segment": _segment,
    "row": _row,
}
