"""Work zones: a WZDx feed of version 4, or of 3.1 (where all of an event stands on one level, and speeds are mph), GeoJSON with one
feature a road event. Every row bears the moment at which the feed was written: what stood in an older writing and not in the newest is
over."""

import re
from datetime import UTC, datetime
from typing import Any

import orjson

from datasources.feed import FeedSpec
from datasources.readers.geojson import point
from datasources.readers.json import objects
from datasources.readers.mapping import SAMPLE
from datasources.readers.strict import parse
from datasources.readers.tabular import canonical
from datasources.reading import FeedRefused, Reading, Reject

TABLE = "work_zone"
HEADERS = ("feed_info", "road_event_feed_info")  # 4; 3.1
VERSION = re.compile(r"v?(3\.1|4)(\.\d+)*")
KMH_A_MPH = 1.609344
SHAPES = ("LineString", "MultiPoint")
NO_LANES = ("shoulder", "sidewalk", "bike-lane", "median", "parking")  # not for vehicles under way
Row = dict[str, Any]


class _Odd(Exception):
    """A feature that is no road event; the text is the reason, a short stable word."""


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: json and its kin, geojson, no_header, version."""
    document = parse(data)
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise FeedRefused("geojson", "is no FeatureCollection")
    written = _written(document)
    features, rejects = objects(document["features"], TABLE)
    rows: dict[str, Row] = {}
    for feature in features:
        try:
            row = _row(feature) | {"event_time": written or received_at}
            if row["work_zone_id"] in rows:
                raise _Odd("same_id")
            rows[row["work_zone_id"]] = row
        except _Odd as odd:
            rejects.append(Reject(TABLE, str(odd), repr(feature)[:SAMPLE]))
        except (TypeError, ValueError, IndexError, KeyError, AttributeError):
            rejects.append(Reject(TABLE, "no_feature", repr(feature)[:SAMPLE]))
    return Reading({TABLE: canonical(TABLE, list(rows.values()))}, rejects, written)


def _written(document: Row) -> datetime | None:
    """When the feed says it was written, UTC."""
    header = next((document[name] for name in HEADERS if isinstance(document.get(name), dict)), None)
    if header is None:
        raise FeedRefused("no_header", f"has none of {', '.join(HEADERS)}")
    if not VERSION.fullmatch(str(header.get("version", ""))):
        raise FeedRefused("version", f"expected WZDx 3.1 or 4, found version {header.get('version')!r}")
    return _moment(header.get("update_date"))


def _row(feature: Row) -> Row:
    properties = feature["properties"]
    core = properties.get("core_details", properties)
    if "event_type" not in core:
        raise _Odd("no_road_event")  # an arrow board or a camera: a device feed has the same shape
    geometry = feature["geometry"]
    if geometry["type"] not in SHAPES or not geometry["coordinates"]:
        raise _Odd("geometry")
    start, end = _moment(properties.get("start_date")), _moment(properties.get("end_date"))
    if start is None or (end is None and properties.get("end_date")):
        raise _Odd("unreadable_date")
    if end is not None and end < start:
        raise _Odd("ends_before_it_starts")
    longitude, latitude = point(geometry)
    return {
        "work_zone_id": str(feature["id"]),
        "event_type": core["event_type"],
        "road_names": ", ".join(core["road_names"]),
        "start_date": start,
        "end_date": end,
        "updated_at": _moment(core.get("update_date")),
        "latitude": float(latitude),
        "longitude": float(longitude),
        "geometry": orjson.dumps({"type": "LineString", "coordinates": [place[:2] for place in geometry["coordinates"]]}).decode(),
        **{name: core.get(name) for name in ("direction", "name", "description")},
        "status": properties.get("event_status"),  # 3.1 and 4.0 only
        **_verified(properties),
        **_impact(properties),
    }


def _verified(properties: Row) -> Row:
    """What the source has checked; 3.1 and 4.0 say `verified` or `estimated` where later versions say true or false."""

    def told(now: str, before: str) -> bool | None:
        found = properties.get(now, properties.get(before))
        return found if isinstance(found, bool) else None if found is None else found == "verified"

    return {
        "is_start_verified": told("is_start_date_verified", "start_date_accuracy"),
        "is_end_verified": told("is_end_date_verified", "end_date_accuracy"),
        "is_position_verified": told("is_start_position_verified", "beginning_accuracy"),
    }


def _impact(properties: Row) -> Row:
    """How much of the road is taken. Lanes are those for vehicles under way; none where the source does not list them."""
    lanes = [lane for lane in properties.get("lanes") or () if not lane["type"].endswith(NO_LANES)]
    return {
        "vehicle_impact": properties.get("vehicle_impact"),
        "lanes": len(lanes) or properties.get("total_num_lanes"),
        "lanes_closed": sum(lane["status"] == "closed" for lane in lanes) if lanes else None,
        "reduced_speed_kmh": _reduced_kmh(properties),
        "workers_present": (properties.get("worker_presence") or {}).get("are_workers_present", properties.get("workers_present")),
        "types_of_work": ", ".join(work["type_name"] for work in properties.get("types_of_work") or ()) or None,
    }


def _reduced_kmh(properties: Row) -> float | None:
    kmh, mph = properties.get("reduced_speed_limit_kph"), properties.get("reduced_speed_limit")
    if kmh is not None:
        return float(kmh)
    return None if mph is None else round(float(mph) * KMH_A_MPH, 1)


def _moment(text: Any) -> datetime | None:
    """A moment with its offset as UTC; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else None
