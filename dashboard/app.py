"""The Dash app of a wall: a page built once, gestures as callbacks. Frames do not pass here."""

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import flask
from dash import Dash
from dash.development.base_component import Component

import callbacks
from callbacks.facts import Facts
from dashboard import ROOT
from dashboard.city import City
from dashboard.csp import secure
from dashboard.living import EngineFacts, Lazy
from datasources.answering.questions import Ticket
from layouts.panels.map import View
from layouts.shell import no_scene, shell
from layouts.words import LANGS, Lang

NOT_LOADED = r".*worker.*"  # assets that the page starts by itself


class Engine(Protocol):
    """Who answers: a client of the engine's socket, or the engine itself."""

    def ask(self, ticket: Ticket) -> Any: ...

    def action(self, name: str, body: bytes = b"") -> bytes: ...


def create_app(living: Callable[[], City], engine: Engine) -> Dash:
    """A Dash app for one city, whose files may change while it runs."""
    app = Dash(
        "city-brain",
        title=living().spec.name.zh,
        update_title="",
        assets_folder=str(ROOT / "assets"),
        assets_ignore=NOT_LOADED,
        serve_locally=True,
        compress=False,
    )
    app.layout = lambda: page(living(), _asked())
    callbacks.register(app, engine, facts_of(living, EngineFacts(engine.action)))
    secure(app)
    return app


def page(city: City, asked: dict[str, str]) -> Component:
    """The shell of the scene and language that the page's own URL asks for."""
    name, lang = asked.get("scene", city.home), language(asked)
    lost = no_scene(name, city.home, city.scenes, lang) if name not in city.scenes else None
    latitude, longitude = city.spec.centre
    view = View(latitude=latitude, longitude=longitude, zoom=city.spec.zoom)
    return shell(city.scenes.get(name, city.scenes[city.home]), lang, view, {}, demo=city.spec.demo, lost=lost)


def language(asked: dict[str, str]) -> Lang:
    return next((lang for lang in LANGS if lang == asked.get("lang")), "zh")


def _asked() -> dict[str, str]:
    """The query of the page that asks for its layout: the browser names it as the referrer."""
    query = urlsplit(flask.request.headers.get("Referer", "")).query if flask.has_request_context() else ""
    return {key: values[-1] for key, values in parse_qs(query).items()}


def facts_of(living: Callable[[], City], engine: EngineFacts) -> Facts:
    """What callbacks may know of the city."""
    spec = living().spec
    return Facts(
        zone=spec.timezone,
        demo=spec.demo,
        scenes=Lazy(lambda: living().scenes),
        responses=Lazy(lambda: {name: alert.response for name, alert in living().alerts.items()}),
        feeds=Lazy(lambda: {name: feed.title for name, feed in living().feeds.items()}),
        city=spec.name,
        headers=engine.headers,
        districts=engine.districts,
    )
