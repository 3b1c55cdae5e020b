"""The Dash app of a wall: a page built once, gestures as callbacks. Frames do not pass here."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
from dash import Dash
from dash.development.base_component import Component

import callbacks
from dashboard import ROOT
from dashboard.city import City
from dashboard.csp import secure
from datasources.questions import Questions
from layouts.panels.map import View
from layouts.shell import shell
from layouts.words import LANGS, Lang

FIRST_SCENE = "overview"
NOT_LOADED = r".*worker.*"  # assets that the page starts by itself


def create_app(city: City, questions: Questions) -> Dash:
    """A Dash app for one city. `questions` is the engine, in this process or over its socket."""
    app = Dash(
        "city-brain",
        title=city.spec.name.zh,
        update_title=None,
        assets_folder=str(ROOT / "assets"),
        assets_ignore=NOT_LOADED,
        serve_locally=True,
        compress=False,
    )
    app.layout = lambda: page(city, _asked())
    callbacks.register(app, questions, city_facts(city))
    secure(app)
    return app


def page(city: City, asked: dict[str, str]) -> Component:
    """The shell of the scene and language that the page's own URL asks for."""
    scene = city.scenes.get(asked.get("scene", FIRST_SCENE)) or next(iter(city.scenes.values()))
    latitude, longitude = city.spec.centre
    return shell(scene, language(asked), View(latitude, longitude, city.spec.zoom), {}, demo=city.spec.demo)


def language(asked: dict[str, str]) -> Lang:
    return next((lang for lang in LANGS if lang == asked.get("lang")), "zh")


def _asked() -> dict[str, str]:
    """The query of the page that asks for its layout: the browser names it as the referrer."""
    query = urlsplit(flask.request.headers.get("Referer", "")).query if flask.has_request_context() else ""
    return {key: values[-1] for key, values in parse_qs(query).items()}


def city_facts(city: City) -> dict[str, Any]:
    """What callbacks may know of the city."""
    return {"zone": city.spec.timezone, "demo": city.spec.demo, "scenes": dict(city.scenes), "alerts": dict(city.alerts)}
