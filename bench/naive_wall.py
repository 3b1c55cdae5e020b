"""The wall as the Dash documentation teaches it: an Interval, one callback a panel, each asking DuckDB when the browser asks.

Ten numbers, four charts and a map of 1,300 markers. It is here to be measured against, never to be copied.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import dash_leaflet as dl
import duckdb
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

NUMBERS = {
    "buses": "SELECT count(DISTINCT vehicle_id) FROM vehicle_position",
    "online": "SELECT count(*) FROM latest WHERE p.speed > 0",
    "on-time": "SELECT 100.0 * avg(CAST(p.delay_s BETWEEN -60 AND 300 AS INT)) FROM latest",
    "late": "SELECT count(*) FROM latest WHERE p.delay_s > 300",
    "early": "SELECT count(*) FROM latest WHERE p.delay_s < -60",
    "speed": "SELECT avg(p.speed) * 3.6 FROM latest",
    "slow": "SELECT count(*) FROM latest WHERE p.speed < 2",
    "worst-route": "SELECT p.route FROM latest GROUP BY p.route ORDER BY avg(p.delay_s) DESC LIMIT 1",
    "worst-district": "SELECT p.district FROM latest GROUP BY p.district ORDER BY avg(p.delay_s) DESC LIMIT 1",
    "hour": "SELECT 100.0 * avg(CAST(delay_s BETWEEN -60 AND 300 AS INT)) FROM vehicle_position",
}
CHARTS = {
    "delay-trend": "SELECT time_bucket(INTERVAL 1 MINUTE, event_time), avg(delay_s) FROM vehicle_position GROUP BY 1 ORDER BY 1",
    "speed-trend": "SELECT time_bucket(INTERVAL 1 MINUTE, event_time), avg(speed) FROM vehicle_position GROUP BY 1 ORDER BY 1",
    "districts": "SELECT p.district, avg(p.delay_s) FROM latest GROUP BY 1 ORDER BY 1",
    "routes": "SELECT p.route, avg(p.speed) FROM latest GROUP BY 1 ORDER BY 2 LIMIT 20",
}
MARKERS = "SELECT p.vehicle_id, p.latitude, p.longitude, p.delay_s FROM latest"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def build() -> Wsgi:
    """The naive wall's WSGI callable, data and all; granian's workers call this."""
    database = duckdb.connect()
    database.execute((Path(__file__).parent / "naive_wall.sql").read_text(encoding="utf-8"))
    app = Dash("naive", serve_locally=True)
    app.layout = html.Div(
        [
            dcc.Interval(id="tick", interval=1000),
            *(html.H2(id=name) for name in NUMBERS),
            *(dcc.Graph(id=name) for name in CHARTS),
            dl.Map([dl.GeoJSON(id="buses-map")], center=[37.5, 121.4], zoom=10),
        ]
    )
    for name, question in NUMBERS.items():
        app.callback(Output(name, "children"), Input("tick", "n_intervals"))(_number(database, question))
    for name, question in CHARTS.items():
        app.callback(Output(name, "figure"), Input("tick", "n_intervals"))(_chart(database, question))
    app.callback(Output("buses-map", "data"), Input("tick", "n_intervals"))(_markers(database))
    server: Wsgi = app.server
    return server


def _number(database: duckdb.DuckDBPyConnection, question: str) -> Callable[[int], str]:
    def answer(_tick: int) -> str:
        row = database.cursor().execute(question).fetchone()
        return f"{row[0]:.1f}" if row else "-"

    return answer


def _chart(database: duckdb.DuckDBPyConnection, question: str) -> Callable[[int], go.Figure]:
    def answer(_tick: int) -> go.Figure:
        rows = database.cursor().execute(question).fetchall()
        return go.Figure(go.Scatter(x=[row[0] for row in rows], y=[row[1] for row in rows]))

    return answer


def _markers(database: duckdb.DuckDBPyConnection) -> Callable[[int], dict[str, Any]]:
    def answer(_tick: int) -> dict[str, Any]:
        rows = database.cursor().execute(MARKERS).fetchall()
        return dl_features(rows)

    return answer


def dl_features(rows: list[tuple[str, float, float, int]]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": {"tooltip": f"{name}: {delay} s"}}
        for name, lat, lon, delay in rows
    ]
    return {"type": "FeatureCollection", "features": features}
