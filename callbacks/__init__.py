"""Gestures: input -> rows -> drawing. One file each; every property has one writer."""

from typing import Any

from dash import Dash

from callbacks import detail, download, past
from callbacks.facts import Facts


def register(app: Dash, questions: Any, facts: dict[str, Any]) -> None:
    """`questions` answers tickets and the engine's action `frame`; `facts`: zone, demo, scenes, alerts of the city and, where
    it has them, headers: () -> the views' header comments, districts: () -> id -> name."""
    known = Facts.of(facts)
    detail.register(app, questions, known)
    download.register(app, questions, known)
    past.register(app, questions, known)
