"""Gestures: input -> rows -> drawing. One file each; every property has one writer."""

from typing import Any

from dash import Dash

from callbacks import detail, download, past
from callbacks.facts import Facts


def register(app: Dash, questions: Any, facts: Facts) -> None:
    """`questions` answers tickets and the engine's action `frame`."""
    for gesture in (detail, download, past):
        gesture.register(app, questions, facts)
