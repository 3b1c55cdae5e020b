"""A step's rows as a file: GET /export with the keys of the page's own URL, the moment and the form wanted. Tickets only, never SQL."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import flask
import structlog
from dash import Dash

from callbacks.detail import LONGEST_WAY, Asking
from callbacks.facts import Facts, moment, text
from datasources.answering.questions import BadTicket, QuestionError, TooLong, UnknownView
from layouts.context import Context
from layouts.exported import FORMS, NoPlaces, about
from layouts.figures import local
from layouts.panels.kpi import KpiSpec
from layouts.steps import Step, decoded

MOST = 20_000
PATH = "/export"


def register(app: Dash, questions: Any, facts: Facts) -> None:
    app.server.add_url_rule(PATH, "export", lambda: answer(flask.request.args.to_dict(), questions, facts), methods=["GET"])


def answer(asked: Mapping[str, str], questions: Any, facts: Facts) -> flask.Response:
    """The file; 400 for what asks for none, 404 for no such view, 406 for a map of rows without places, 503 while nobody answers."""
    try:
        return _file(asked, questions, facts)
    except (ValueError, BadTicket) as error:
        return _told(400, str(error))
    except UnknownView as error:
        return _told(404, str(error))
    except NoPlaces:
        return _told(406, "these rows have no place on a map: ask for csv or json")
    except (QuestionError, ConnectionError) as error:
        structlog.get_logger().warning("not exported", asked=dict(asked), error=str(error))
        return _told(503, "not answered, try again")


def _file(asked: Mapping[str, str], questions: Any, facts: Facts) -> flask.Response:
    form, at = FORMS.get(asked.get("form", "csv")), moment(asked, "at")
    if form is None:
        raise ValueError(f"form: expected one of {', '.join(FORMS)}")
    if at is None:
        raise ValueError("at: expected a moment such as 2026-11-23T00:14:32Z")
    context = facts.context({**asked, "subject": asked}, at)
    asking = Asking(questions, at, context.scope, context.subject)
    spec = facts.scene(context.scene).panels.get(text(asked, "card") or "")
    kpi = spec.view if isinstance(spec, KpiSpec) else None
    steps = decoded(text(asked, "steps", LONGEST_WAY) or "") or ((Step(f"{kpi}_rows", {}),) if kpi else ())
    if not steps:
        raise ValueError("steps: expected the way to a view, such as trip_rows?route=51")
    rows = asking.rows_with(steps[-1].view, steps[-1].parameters, MOST)
    measured = (kpi, _figure(kpi, asking)) if kpi else None
    address = "/?" + urlencode({key: value for key, value in asked.items() if key != "form" and value})
    body = form.encode(about(steps, measured, rows, MOST, address, context), rows)
    return _sent(body, form.media, f"{_named(steps[-1].view, context)}.{asked.get('form', 'csv')}")


def _figure(kpi: str, asking: Asking) -> Mapping[str, Any] | None:
    """The judged row of the figure that was opened; None where it is not had in time: the rows are, and the file says so of it."""
    try:
        return next(iter(asking.rows_with(kpi, {}, 1)), None)
    except TooLong:
        return None


def _named(view: str, context: Context) -> str:
    """A file's name made here: nothing of what was asked gets into a header as it came."""
    words = (view, context.scope or "city", f"{local(context.as_of, context.zone):%Y%m%dT%H%M%S}")
    return "_".join(re.sub(r"[^A-Za-z0-9_-]", "", word) or "rows" for word in words)


def _sent(body: bytes, media: str, name: str) -> flask.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return flask.Response(body, 200, headers, content_type=media)


def _told(status: int, why: str) -> flask.Response:
    return flask.Response(why + "\n", status, {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}, mimetype="text/plain")
