"""What every answer of the Dash server carries."""

import pytest
from dash import Dash, html
from flask.testing import FlaskClient

from dashboard.csp import secure


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = Dash("small")
    app.layout = html.Div()
    secure(app)
    made: FlaskClient = app.server.test_client()
    return made


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies"])
def test_what_depends_on_the_page_is_never_kept(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"
