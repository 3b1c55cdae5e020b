"""The scenes of the demo city drawn with invented rows, served on loopback, and a browser to look at it."""

import threading
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlparse

import pytest
from dash import Dash
from dash.development.base_component import Component
from flask import request
from werkzeug.serving import make_server

from layouts import detail, scene
from layouts.panels.kpi import KpiSpec
from layouts.panels.map import View
from layouts.shell import shell
from layouts.words import Lang
from tests.layouts.detail.test_table import PAIR
from tests.layouts.headers import headers
from tests.layouts.line_rows import bus_rows, line_rows
from tests.layouts.road_rows import health_rows, road_rows
from tests.layouts.rows import context, rows
from tests.layouts.scene_files import ROOT, every, named


@pytest.fixture(scope="session")
def still_wall() -> Iterator[str]:
    """The address of a wall that stands still; `?scene= &lang= &card= &empty=1 &down=1 &waiting=1 &behind=1` choose what is on it."""
    app = Dash(__name__, assets_folder=str(ROOT / "assets"), assets_ignore=r".*\.js$")
    app.layout = _page
    app.index_string = app.index_string.replace("<head>", "<head><script>window.wall = {attach() {}}</script>")
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def _page() -> Component:
    asked = dict(parse_qsl(urlparse(request.headers.get("Referer", "") if request else "").query))
    lang: Lang = "en" if asked.get("lang") == "en" else "zh"
    spec = named(asked.get("scene", "overview"))
    given = {} if "empty" in asked else rows() | line_rows() | bus_rows() | road_rows() | health_rows()
    if "down" in asked:
        given["feed_status"] = [row | {"state": "DOWN", "content_time": None} for row in given["feed_status"]]
    seen = context(lang, headers=headers(), scene=spec.name, scenes={scene.name: scene.title for scene in every()})
    page = shell(
        spec, lang, View(latitude=37.5, longitude=121.4, zoom=11), {} if "waiting" in asked else scene.draw(spec, given, seen), demo=True
    )
    if "card" in asked:
        drawer = next(part for part in page.children if getattr(part, "id", "") == "detail")
        behind = [PAIR] * 3 if "behind" in asked else []
        drawer.children = detail.kpi(KpiSpec(kind="kpi", id="on_time", view="bus_on_time"), given, behind, seen)
    return page
