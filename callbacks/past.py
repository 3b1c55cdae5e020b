"""A past moment: the engine draws it, the page shows it the way it shows every frame."""

from typing import Any

import orjson
import structlog
from dash import Dash, Input, Output
from dash.dependencies import ClientsideFunction

from callbacks.facts import Facts, moment, subject, text
from datasources.answering.questions import QuestionError
from layouts import ids

KEYS = ("scene", "lang", "scope", "at")


def register(app: Dash, questions: Any, facts: Facts) -> None:
    @app.callback(Output(ids.PAST, "data"), Input(ids.MOMENT, "data"), prevent_initial_call=True)
    def look_back(asked: dict[str, Any] | None) -> dict[str, Any] | None:
        return frame_at(asked or {}, questions, facts)

    app.clientside_callback(ClientsideFunction("wall", "arrive"), Input(ids.PAST, "data"))  # type: ignore[no-untyped-call]  # dash leaves it untyped


def frame_at(asked: dict[str, Any], questions: Any, facts: Facts) -> dict[str, Any] | None:
    """{asked, frame} or, where the moment cannot be had, {asked, error}; None when no moment is asked for."""
    if moment(asked, "at") is None:
        return None
    parameters = facts.scene(text(asked, "scene")).parameters
    wanted = {key: text(asked, key) or "" for key in KEYS} | {"subject": subject(asked, parameters)}
    try:
        return {"asked": wanted, "frame": orjson.loads(questions.action("frame", orjson.dumps(wanted)))}
    except (QuestionError, ConnectionError) as error:
        structlog.get_logger().warning("moment not shown", asked=wanted, error=str(error))
        return {"asked": wanted, "error": str(error)}
