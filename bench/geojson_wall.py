"""The same moving buses as dash-leaflet's own GeoJSON layer: a map, canvas circle markers, new data every second."""

from typing import Any

import dash_leaflet as dl
from dash import Dash, html

# What the page does each second: all points one step on, and the layer's data replaced, as a callback's answer would.
DRIVE = """(count => {
  const box = [121.267, 37.46, 121.483, 37.55];
  const buses = Array.from({length: count}, () => {
    const way = () => (Math.random() < 0.5 ? -1 : 1);
    const [x, y] = [0, 1].map(side => box[side] + Math.random() * (box[side + 2] - box[side]));
    return {x, y, dx: way() * 0.00224, dy: way() * 0.00178};
  });
  setInterval(() => {
    const features = buses.map((bus, n) => {
      bus.x += bus.dx; bus.y += bus.dy;
      return {type: 'Feature', geometry: {type: 'Point', coordinates: [bus.x, bus.y]}, properties: {id: n}};
    });
    dash_clientside.set_props('fleet', {data: {type: 'FeatureCollection', features}});
  }, 1000);
})(%d)"""

# dash-leaflet looks the function up when the layer is made
DOT = """<script>window.bench = {drawn: 0, dot(feature, latlng) {
  window.bench.drawn += 1;
  return L.circleMarker(latlng, {radius: 3, stroke: false, fillOpacity: 1});
}};</script>"""


def build() -> Any:
    """The WSGI callable of the page; granian's workers call this."""
    app = Dash("geojson", serve_locally=True)
    app.index_string = app.index_string.replace("</head>", DOT + "</head>")
    empty = {"type": "FeatureCollection", "features": []}
    layer = dl.GeoJSON(id="fleet", data=empty, pointToLayer={"variable": "bench.dot"})
    app.layout = html.Div(dl.Map([layer], id="map", center=[37.505, 121.375], zoom=13, preferCanvas=True, style={"height": "100vh"}))
    return app.server
