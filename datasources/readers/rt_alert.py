"""An alert of GTFS-Realtime as a row of service_alert."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from google.transit import gtfs_realtime_pb2 as rt

from datasources.readers.posix import moment

CAUSE, EFFECT, SEVERITY = rt.Alert.Cause.Name, rt.Alert.Effect.Name, rt.Alert.SeverityLevel.Name


def rows(entity: Any, source_time: datetime) -> Iterator[dict[str, Any]]:
    """Raises BadTime. Several active periods become one, from the first start to the last end; an open end stays open."""
    alert = entity.alert
    starts = [moment(p.start) if p.start else None for p in alert.active_period]
    ends = [moment(p.end) if p.end else None for p in alert.active_period]
    yield {
        "event_time": source_time,
        "alert_id": entity.id,
        "cause": CAUSE(alert.cause) if alert.HasField("cause") else None,
        "effect": EFFECT(alert.effect) if alert.HasField("effect") else None,
        "severity": SEVERITY(alert.severity_level) if alert.HasField("severity_level") else None,
        "header_text": _text(alert.header_text),
        "description_text": _text(alert.description_text),
        "active_from": min((s for s in starts if s), default=None) if all(starts) else None,
        "active_until": max((e for e in ends if e), default=None) if all(ends) else None,
        "route_ids": _joined(e.route_id or e.trip.route_id for e in alert.informed_entity),
        "stop_ids": _joined(e.stop_id for e in alert.informed_entity),
    }


def _text(translated: Any) -> str | None:
    """The first translation: sources put their own language first."""
    return translated.translation[0].text if translated.translation else None


def _joined(ids: Any) -> str | None:
    return ",".join(dict.fromkeys(i for i in ids if i)) or None
