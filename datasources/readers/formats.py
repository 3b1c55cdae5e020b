"""The formats of feeds and who reads them; `read_feed` is the way in."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pyarrow as pa

from datasources.feed import FeedSpec
from datasources.readers import csv, geojson, gtfs, gtfs_rt, json, ndjson, osm, parquet, sqlite, wzdx
from datasources.readers.datum import convert
from datasources.readers.own_ids import with_prefix
from datasources.readers.trip_name import read_names
from datasources.reading import FeedRefused, Reading

NAMING_TRIPS = ("vehicle_position", "trip_update")
Reader = Callable[[bytes, FeedSpec, str | None, datetime], Reading]

PAGE = re.compile(rb"\s*(\xef\xbb\xbf)?\s*<[!?A-Za-z]")  # a portal's page; protobuf may begin with "\n<" too, but never goes on so
READERS: dict[str, Reader] = {
    "gtfs": gtfs.read,
    "gtfs-rt": gtfs_rt.read,
    "osm": osm.read,
    "wzdx": wzdx.read,
    "csv": csv.read,
    "json": json.read,
    "ndjson": ndjson.read,
    "geojson": geojson.read,
    "parquet": parquet.read,
    "sqlite": sqlite.read,
}


def read_feed(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Rows with positions in WGS-84 and times in UTC. Raises FeedRefused when the bytes as a whole cannot be believed."""
    if not data.strip(b"\0 \r\n\t"):
        raise FeedRefused("empty", "no bytes")
    if PAGE.match(data):
        raise FeedRefused("html", f"a page came, not {spec.format}: {data[:80].decode('utf-8', 'replace')!r}")
    try:
        reading = READERS[spec.format](data, spec, mapping_sql, received_at)
    except (UnicodeError, pa.ArrowException) as error:  # texts that are none, in formats that hold texts as they come
        raise FeedRefused("unreadable", f"{type(error).__name__}: {error}"[:300]) from error
    tables = {name: convert(table, spec.datum) for name, table in reading.tables.items()}
    if spec.trip_name:
        named = {name: read_names(table, spec.trip_name) for name, table in tables.items() if name in NAMING_TRIPS}
        tables = {**tables, **named}
    if spec.id_prefix:
        tables = {name: with_prefix(table, spec.id_prefix) for name, table in tables.items()}
    return replace(reading, tables=tables)
