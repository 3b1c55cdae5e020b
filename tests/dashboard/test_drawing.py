"""A frame says of each element what Dash would."""

import orjson
from dash.development.base_component import Component

from dashboard.drawing import encoded
from layouts import scene
from tests.layouts.rows import context, rows
from tests.layouts.scene_files import overview


def test_elements_are_sent_as_dash_sends_them() -> None:
    drawn = scene.draw(overview(), rows(), context())
    assert orjson.loads(encoded(drawn)) == orjson.loads(orjson.dumps(drawn, default=Component.to_plotly_json))
