"""OpenStreetMap extracts (.osm.pbf): roads cut where they meet. A row is one direction of one way between two junctions of the
roads that are kept; its id is `way:from-to`, made of numbers that stay while the road does."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import osmium

from datasources.feed import FeedSpec
from datasources.readers.heavy import UNPACKED_TIMES
from datasources.readers.highway import declared_kmh, directions, road_class
from datasources.readers.mapping import SAMPLE
from datasources.readers.pbf import unpacked_bytes
from datasources.readers.polyline import Place, geometry, length_m, middle
from datasources.readers.tabular import canonical
from datasources.reading import FeedRefused, Reading, Reject

TABLE = "road_segment"
MOST_WAYS = 1_000_000
MOST_NODES = 20_000_000  # of the ways that are kept


class Way(NamedTuple):
    """One way of the extract that is kept; `nodes` in drawing order."""

    way_id: int
    tags: dict[str, str]
    nodes: list[int]


class Piece(NamedTuple):
    """A part of a way from one junction to the next."""

    way: Way
    nodes: list[int]


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: osm, too_large. Roads of spec.highways; a way that the extract cuts off keeps the part that is in it."""
    _believable(data, spec)
    try:
        ways = _ways(data, spec.highways)
        places = _places(data, {node for way in ways for node in way.nodes})
        written = _written(data)
    except RuntimeError as error:
        raise FeedRefused("osm", str(error)[:300]) from error
    junctions = _junctions(ways)
    rows: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    for way in ways:
        made = [row for piece in _pieces(way, places, junctions) for row in _rows(piece, places)]
        rows += _named_apart(made)
        if not made:
            rejects.append(Reject(TABLE, "outside_extract", f"way {way.way_id} {way.tags}"[:SAMPLE]))
    return Reading({TABLE: canonical(TABLE, rows)}, rejects, written)


def _believable(data: bytes, spec: FeedSpec) -> None:
    try:
        unpacked = unpacked_bytes(data)
    except ValueError as error:
        raise FeedRefused("osm", f"is no whole .osm.pbf: {error}") from error
    if unpacked > UNPACKED_TIMES * spec.max_bytes or unpacked > max(spec.max_ratio * len(data), 2**20):
        raise FeedRefused("too_large", f"{unpacked} bytes unpacked from {len(data)}")


def _entities(data: bytes, kinds: Any, only: Any) -> Iterable[Any]:
    found: Iterable[Any] = osmium.FileProcessor(osmium.io.FileBuffer(data, "pbf"), kinds).with_filter(only)
    return found


def _ways(data: bytes, highways: Iterable[str]) -> list[Way]:
    """The ways of these classes; areas (a square drawn as one) are none. A way that merged extracts hold twice is one, and so is a node
    that is drawn twice in a row."""
    wanted = osmium.filter.TagFilter(*(("highway", name) for name in highways))
    ways: dict[int, Way] = {}
    nodes = 0
    for entity in _entities(data, osmium.osm.WAY, wanted):
        way = Way(entity.id, dict(entity.tags), [node for node, _ in groupby(node.ref for node in entity.nodes)])
        nodes += len(way.nodes)
        if len(ways) >= MOST_WAYS or nodes > MOST_NODES:
            raise FeedRefused("too_large", f"more than {MOST_WAYS} roads or {MOST_NODES} nodes: keep fewer highways")
        if way.tags.get("area") != "yes":
            ways[way.way_id] = way
    return list(ways.values())


def _places(data: bytes, nodes: set[int]) -> dict[int, Place]:
    """(longitude, latitude) of the nodes that are in the extract."""
    found = _entities(data, osmium.osm.NODE, osmium.filter.IdFilter(nodes)) if nodes else ()
    return {node.id: (node.location.lon, node.location.lat) for node in found if node.location.valid()}


def _written(data: bytes) -> datetime | None:
    """When the extract was cut, where its header says so."""
    said = osmium.FileProcessor(osmium.io.FileBuffer(data, "pbf")).header.get("osmosis_replication_timestamp")
    try:
        return datetime.fromisoformat(said).astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _junctions(ways: Iterable[Way]) -> set[int]:
    """Nodes where ways end, meet, or cross themselves."""
    seen: Counter[int] = Counter()
    for way in ways:
        seen.update(way.nodes)
        seen.update((way.nodes[0], way.nodes[-1]) if way.nodes else ())
    return {node for node, times in seen.items() if times > 1}


def _pieces(way: Way, places: dict[int, Place], junctions: set[int]) -> Iterator[Piece]:
    """Cut at junctions, and where the extract lacks a node."""
    run: list[int] = []
    for before, node in pairwise(way.nodes):
        if before not in places or node not in places:
            if len(run) > 1:
                yield Piece(way, run)
            run = []
            continue
        run = [*run, node] if run else [before, node]
        if node in junctions:
            yield Piece(way, run)
            run = []
    if len(run) > 1:
        yield Piece(way, run)


def _rows(piece: Piece, places: dict[int, Place]) -> Iterator[dict[str, Any]]:
    """A row for each direction that may be driven."""
    tags = piece.way.tags
    for forward in directions(tags):
        nodes = piece.nodes if forward else piece.nodes[::-1]
        line = [places[node] for node in nodes]
        longitude, latitude = middle(line)
        yield {
            "segment_id": f"{piece.way.way_id}:{nodes[0]}-{nodes[-1]}",
            "name": tags.get("name") or tags.get("ref"),
            "road_class": road_class(tags["highway"]),
            "length_m": round(length_m(line), 1),
            "free_flow_kmh": declared_kmh(tags, forward),
            "latitude": latitude,
            "longitude": longitude,
            "geometry": geometry(line),
        }


def _named_apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A loop begins where it ends, both ways round: the second of a name gets a number."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row["segment_id"]] += 1
        if seen[row["segment_id"]] > 1:
            row["segment_id"] += f".{seen[row['segment_id']]}"
    return rows
