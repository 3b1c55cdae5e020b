"""JSON, NDJSON and GeoJSON: what means one thing is read, what means two is refused."""

import json

import pytest

from tests.datasources.feeds import BUSES
from tests.datasources.readers.test_readers import read, refusal, rows


def test_json_lists_where_the_spec_says() -> None:
    document = {"data": {"list": [{"id": 1, "ts": "2026-11-23T04:00:00Z", "lat": 37.5, "pos": {"lon": 121.4}, "tags": [1, 2]}, 7]}}
    sql = BUSES.replace("TRY_CAST(lon", 'TRY_CAST("pos.lon"').replace("FROM", ", tags AS label FROM")
    found = read(json.dumps(document).encode(), sql, format="json", items="data.list")
    assert rows(found)[0]["longitude"] == 121.4
    assert rows(found)[0]["label"] == "[1,2]"
    assert [(r.reason, r.rows) for r in found.rejects] == [("no_object", 1)]
    assert refusal(json.dumps(document).encode(), sql, format="json").reason == "items"
    assert refusal(b'{"data": {}}', sql, format="json", items="data.list").reason == "items"
    assert rows(read(b"[]", sql, format="json")) == []


def test_a_key_inside_another_is_told_how_to_write_and_lists_are_read_as_json() -> None:
    text = b'[{"bus": {"id": 7}, "t": 1790000000, "place": [121.4, 37.5]}]'
    wrong = "SELECT bus.id AS vehicle_id, from_epoch_s(t) AS event_time FROM source"
    assert '"bus.…"' in str(refusal(text, wrong, format="json"))
    right = wrong.replace("bus.id", '"bus.id"').replace(" FROM", ", CAST(place ->> '$[1]' AS DOUBLE) AS latitude FROM")
    assert rows(read(text, right, format="json"))[0]["latitude"] == 37.5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"id": NaN}]', "json"),
        ('[{"id": Infinity}]', "json"),
        ('[{"id": 1e999}]', "json"),
        ('[{"id": 1, "id": 2}]', "twice"),
        ('[{"id": 1}', "json"),
        ("[" * 65 + "]" * 65, "depth"),
        ("[" * 200_000, "depth"),
        ('{"a": "[[{{"}', "items"),
        ("<html></html>", "html"),
        ("  \n", "empty"),
        ("", "empty"),
    ],
)
def test_json_that_means_two_things_is_refused(text: str, reason: str) -> None:
    assert refusal(text.encode(), format="json").reason == reason


def test_endless_integers_do_not_crash() -> None:
    assert refusal(('[{"id": ' + "9" * 5000 + "}]").encode(), format="json").reason in ("json", "number")


def test_ndjson_needs_the_end_of_its_last_line() -> None:
    line = b'{"id": "1", "ts": "2026-11-23T04:00:00Z", "lat": 1, "lon": 2}'
    assert len(rows(read(line + b"\n", format="ndjson"))) == 1
    assert refusal(line, format="ndjson").reason == "truncated"


def test_geojson_features_have_a_point_to_label() -> None:
    shapes = [
        ("Point", [121.4, 37.5]),
        ("LineString", [[121, 37], [121.4, 37.5], [122, 38]]),
        ("Polygon", [[[121, 37], [122, 37], [122, 38], [121, 38], [121, 37]]]),
    ]
    features = [
        {"type": "Feature", "id": n, "properties": {"name": kind}, "geometry": {"type": kind, "coordinates": c}}
        for n, (kind, c) in enumerate(shapes)
    ]
    features += [{"type": "Feature", "properties": {"name": "nowhere"}, "geometry": {"type": "Point", "coordinates": []}}]
    features += [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[121, 37]]]}}]
    sql = """SELECT id AS segment_id, name, TRY_CAST(point_latitude AS DOUBLE) AS latitude,
             TRY_CAST(point_longitude AS DOUBLE) AS longitude,
             geometry FROM source"""
    found = read(json.dumps({"type": "FeatureCollection", "features": features}).encode(), sql, format="geojson", table="road_segment")
    assert [(r["latitude"], r["longitude"]) for r in rows(found)] == [(37.5, 121.4), (37.5, 121.4), (37.5, 121.5)]
    assert [(r.reason, r.rows) for r in found.rejects] == [("no_feature", 1), ("no_feature", 1)]
    assert refusal(b'{"type": "Feature"}', sql, format="geojson", table="road_segment").reason == "geojson"
