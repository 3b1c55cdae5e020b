"""What the store must know of its city."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians
from typing import NamedTuple

KM_PER_DEGREE = 111.195


class Bounds(NamedTuple):
    """Degrees, WGS-84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Place:
    """The city's facts that data depend on.

    bbox: where positions can be, in WGS-84 degrees (None: anywhere); margin_km is allowed around it. settings: numbers that views
    read with setting('name'). hot_hours: how long big event tables stay in the file before they go to Parquet; days: how long
    anything is kept.
    """

    timezone: str = "UTC"
    bbox: tuple[float, float, float, float] | None = None
    margin_km: float = 20.0
    settings: Mapping[str, float] = field(default_factory=dict)
    hot_hours: float = 24.0
    days: int = 400

    def bounds(self) -> Bounds:
        """The bbox with its margin."""
        if self.bbox is None:
            return Bounds(-180.0, -90.0, 180.0, 90.0)
        west, south, east, north = self.bbox
        high = self.margin_km / KM_PER_DEGREE
        wide = high / max(cos(radians((south + north) / 2)), 0.01)
        return Bounds(west - wide, south - high, east + wide, north + high)
