"""Whether positions are in the datum that their feed declares: in China another one shifts them by 265 to 607 m, off every road.

Judged by where they lie beside the network (lines of the timetable, road segments): the median distance under each datum.
"""

from collections import deque
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from datasources.deriving.line import M_PER_DEGREE
from datasources.readers.datum import Degrees, from_wgs84, to_wgs84
from datasources.reading import Reading

DATUMS = ("WGS-84", "GCJ-02", "BD-09")
ENOUGH, KEPT, FROM_A_BATCH = 500, 1000, 250  # points
BETTER = 3.0  # times as near
PLAIN_M = 30.0  # nearer than that there is nothing to doubt
ON_ROADS_M = 60.0  # what is further from them in every datum tells of no datum
LOOKED_EVERY = 30  # batches


class Network:
    """Straight pieces of lines, (n, 2 ends, longitude and latitude in WGS-84 degrees), measured in metres around their own middle."""

    def __init__(self, pieces: Degrees) -> None:
        latitude = float(np.median(pieces[:, :, 1])) if len(pieces) else 0.0
        self._stretch = np.array([np.cos(np.radians(latitude)), 1.0]) * M_PER_DEGREE
        self.pieces = len(pieces)
        self._tree = shapely.STRtree(shapely.linestrings(pieces * self._stretch) if len(pieces) else [])

    def distance(self, latitude: Degrees, longitude: Degrees) -> float:
        """Median metres to the nearest piece."""
        points = shapely.points(np.column_stack([longitude, latitude]) * self._stretch)
        _, metres = self._tree.query_nearest(points, return_distance=True, all_matches=False)
        return float(np.median(metres))


class DatumGuess:
    """The newest positions of each feed, and what they say. `network` is asked now and then: it may change."""

    def __init__(self, network: Callable[[], Network]) -> None:
        self._network = network
        self._points: dict[str, deque[tuple[float, float]]] = {}
        self._batches: dict[str, int] = {}
        self._said: dict[str, str] = {}

    def look(self, feed: str, declared: str, reading: Reading) -> str:
        """Take in a batch, its positions turned to WGS-84 as declared; what is to be doubted, "" when nothing is."""
        rows = reading.tables.get("vehicle_position")
        if rows is None or not {"latitude", "longitude"} <= set(rows.column_names):
            return ""
        held = self._points.setdefault(feed, deque(maxlen=KEPT))
        held.extend(_sample(rows))
        if len(held) >= ENOUGH:
            batches = self._batches[feed] = self._batches.get(feed, -1) + 1
            if batches % LOOKED_EVERY == 0:
                self._said[feed] = doubt(declared, np.array(held), self._network())
        return self._said.get(feed, "")


def _sample(rows: pa.Table) -> list[tuple[float, float]]:
    there = rows.filter(pc.and_(pc.is_valid(rows["latitude"]), pc.is_valid(rows["longitude"])))
    latitude, longitude = there["latitude"].to_pylist(), there["longitude"].to_pylist()
    return list(zip(latitude, longitude, strict=True))[:: len(latitude) // FROM_A_BATCH + 1]


def doubt(declared: str, points: Degrees, network: Network) -> str:
    """What to say of points (latitude, longitude, in WGS-84 if they were in the declared datum) that lie better in another."""
    latitude, longitude = from_wgs84(points[:, 0], points[:, 1], declared)
    if not network.pieces or np.array_equal(from_wgs84(latitude, longitude, "GCJ-02")[0], latitude):
        return ""  # outside China there is one datum
    metres = {datum: network.distance(*to_wgs84(latitude, longitude, datum)) for datum in DATUMS}
    best = min(metres, key=lambda datum: metres[datum])
    if metres[best] > ON_ROADS_M or metres[declared] < max(PLAIN_M, BETTER * metres[best]):
        return ""
    return (
        f"positions lie {metres[declared]:.0f} m off the network as {declared}, which the feed declares, and {metres[best]:.0f} m as {best}"
    )
