"""Rows in, one scene's frame out. The same for the live wall, a district, a past moment and a command."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from dash.development.base_component import Component

from dashboard.asked import Asked
from dashboard.city import City
from layouts.context import Context
from layouts.scene import SceneSpec, draw, needs, settled
from layouts.words import WORDS, Text, pick, say

ABOUT = ("available_properties", "available_wildcard_properties")  # a component about itself
Rows = Mapping[str, list[dict[str, Any]]]
FRAME_VIEWS: dict[str, tuple[str, ...]] = {  # asked for every frame, whatever its panels
    "incidents_now": ("incident_id", "severity", "title", "latitude", "longitude"),
    "alerts_now": ("rule", "alert_key", "state", "priority", "what_zh", "what_en", "where_zh", "where_en", "latitude", "longitude"),
    "work_zones_now": ("work_zone_id", "state", "road_names", "vehicle_impact", "geometry"),
}


def needs_of(scene: SceneSpec) -> dict[str, tuple[str, ...]]:
    """Every view a frame of the scene asks, with the columns that are read."""
    return {**FRAME_VIEWS, **{view: (*columns, *FRAME_VIEWS.get(view, ())) for view, columns in needs(scene).items()}}


def iso(moment: datetime) -> str:
    return moment.replace(tzinfo=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encoded(drawn: Any) -> bytes:
    """JSON of what holds components, each as Dash sends it: {type, namespace, props}."""
    return orjson.dumps(drawn, default=_sent)


def _sent(component: Component) -> dict[str, Any]:
    """What `to_plotly_json` says, without asking for each of some thirty attributes of every element whether it is there."""
    props = {name: value for name, value in vars(component).items() if name[0] != "_" and name not in ABOUT}
    return {"props": props, "type": component._type, "namespace": component._namespace}


def context_of(city: City, asked: Asked, **more: Any) -> Context:
    return Context(
        lang=asked.lang,
        zone=city.spec.timezone,
        city=city.spec.name,
        subtitle=city.spec.subtitle,
        scene=asked.scene,
        scope=asked.district,
        subject=dict(asked.subject),
        demo=city.spec.demo,
        scenes={name: spec.title for name, spec in city.scenes.items()},
        **more,
    )


def marks(rows: Rows, context: Context) -> list[dict[str, Any]]:
    """What stands on the map besides the layers: alerts and incidents that have a place."""
    found = []
    for row in rows.get("alerts_now", []):
        if row.get("latitude") is not None and row["state"] in ("firing", "recovering"):
            found.append(_mark(row, f"{row['rule']}:{row['alert_key']}", context.text(row, "what"), context.text(row, "where")))
    raised = {row["alert_key"] for row in rows.get("alerts_now", [])}
    for row in rows.get("incidents_now", []):
        if row.get("latitude") is not None and f"incident {row['incident_id']}" not in raised:
            found.append(
                _mark({**row, "priority": row["severity"]}, f"incident:{row['incident_id']}", pick(row["title"] or "", context.lang), "")
            )
    return found


def _mark(row: Mapping[str, Any], key: str, what: str, where: str) -> dict[str, Any]:
    text = f"{where} · {what}" if where else what
    return {"id": key, "lat": row["latitude"], "lon": row["longitude"], "priority": row["priority"], "text": text, "open": f"row={key}"}


def works(rows: Rows, context: Context) -> list[dict[str, Any]]:
    """Work zones as lines on the map: (latitude, longitude) from vertex to vertex."""
    return [
        {
            "id": row["work_zone_id"],
            "line": [[latitude, longitude] for longitude, latitude in orjson.loads(row["geometry"])["coordinates"]],
            "state": row["state"],
            "text": " · ".join(part for part in (pick(row["road_names"], context.lang), value(row["vehicle_impact"], context)) if part),
            "open": f"row=work:{row['work_zone_id']}",
        }
        for row in rows.get("work_zones_now", [])
    ]


def value(kind: str | None, context: Context) -> str:
    """A kind as a source writes it, in words where there are some."""
    return say(context.lang, kind) if kind in WORDS else kind or ""


def frame(city: City, rows: Rows, context: Context, facts: Mapping[str, Any]) -> bytes:
    """The JSON of one frame. `facts`: version, build, layers' etags."""
    scene = city.scenes[context.scene]
    return encoded(
        {
            **facts,
            "as_of": iso(context.as_of),
            "mode": context.mode,
            "demo": city.spec.demo,
            "refresh_s": city.spec.refresh_s,
            "scene": context.scene,
            "scope": context.scope or "",
            "subject": context.subject,
            "settled": settled(scene, rows),
            "lang": context.lang,
            "panels": draw(scene, rows, context),
            "marks": marks(rows, context),
            "works": works(rows, context),
        }
    )


def districts_of(rows: list[dict[str, Any]]) -> dict[str, Text]:
    return {row["district_id"]: Text(zh=row["name_zh"], en=row["name_en"] or row["name_zh"]) for row in rows}
