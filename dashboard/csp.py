"""Headers of every answer of the Dash server: what the page may load and run is what comes from here, and nothing inline."""

from collections.abc import Sequence

import flask
from dash import Dash

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # the layout reads the page's query from it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

# one address, another answer for each page: going back must not take it from the cache of the browser
OF_A_PAGE = ("/_dash-layout", "/_dash-dependencies")


def policy(hashes: Sequence[str]) -> str:
    """`hashes`: those of the page's own inline scripts, as `app.csp_hashes()` gives them."""
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",  # leaflet and plotly set styles inline
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def secure(app: Dash) -> None:
    """Call it after the last callback is registered: inline scripts that come later have no hash."""
    said = {**HEADERS, "Content-Security-Policy": policy(app.csp_hashes())}

    def headed(response: flask.Response) -> flask.Response:
        response.headers.update(said)
        if flask.request.path in OF_A_PAGE:
            response.headers["Cache-Control"] = "no-store"
        return response

    app.server.after_request(headed)
