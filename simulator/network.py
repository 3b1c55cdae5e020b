"""Stops, lines and the road segments along them, as arrays. Positions are WGS-84 degrees, lengths metres."""

import csv
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from simulator.arrays import Floats, Ints
from simulator.datum import bd09_to_wgs84


@dataclass(frozen=True)
class Line:
    """One direction of a line: `stops` index the network's stops, `links` its segments (one fewer)."""

    line_id: str
    direction: int
    name: str
    origin: str
    terminal: str
    winter: tuple[float, float]  # first and last departure, seconds of the day
    summer: tuple[float, float]
    stops: Ints
    links: Ints


@dataclass(frozen=True)
class Segments:
    """Directed roads between neighbouring stops, each shared by every line that runs it."""

    start: Ints
    end: Ints
    length_m: Floats
    lines: Ints  # how many directions of lines run it
    bearing: Floats  # degrees from north


@dataclass(frozen=True)
class Network:
    stop_ids: list[str]
    stop_names: list[str]
    longitude: Floats
    latitude: Floats
    lines: list[Line]
    segments: Segments
    english: dict[str, str]  # name of a stop, an end or a line -> in English

    def both(self, name: str) -> str:
        """`火车站 | Railway Station`: how a feed without translations says both."""
        return f"{name} | {self.english.get(name, name)}"

    def stretch(self, segment: int) -> tuple[str, str]:
        """From stop to stop, in Chinese and in English."""
        a, b = (self.stop_names[int(ends[segment])] for ends in (self.segments.start, self.segments.end))
        return f"{a}→{b}", f"{self.english.get(a, a)} → {self.english.get(b, b)}"


def load(city: Path) -> Network:
    """Reads network/stops.csv (BD-09), network/lines.csv and network/english.csv of a city folder."""
    rows = _rows(city / "network" / "stops.csv")
    lon = np.array([float(row["longitude"]) for row in rows])
    lat = np.array([float(row["latitude"]) for row in rows])
    longitude, latitude = bd09_to_wgs84(lon, lat)
    index = {row["stop_id"]: number for number, row in enumerate(rows)}
    roads: dict[tuple[int, int], int] = {}
    lines = [_line(row, index, roads) for row in _rows(city / "network" / "lines.csv")]
    segments = _segments(roads, lines, longitude, latitude)
    english = {row["name"]: row["name_en"] for row in _rows(city / "network" / "english.csv")}
    return Network([row["stop_id"] for row in rows], [row["name"] for row in rows], longitude, latitude, lines, segments, english)


def segment_ids(network: Network) -> np.ndarray:
    """From stop to stop, by the stops' numbers."""
    ids, roads = np.array(network.stop_ids), network.segments
    return np.asarray(np.char.add(np.char.add(ids[roads.start], "-"), ids[roads.end]))


def metres(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """East and north in metres on a plane that fits Yantai."""
    return np.radians(longitude) * 6371000.0 * np.cos(np.radians(37.4)), np.radians(latitude) * 6371000.0


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _line(row: dict[str, str], index: dict[str, int], roads: dict[tuple[int, int], int]) -> Line:
    stops = [index[stop] for stop in row["stops"].split()]
    links = [roads.setdefault(pair, len(roads)) for pair in pairwise(stops)]
    winter = _seconds(row["first_winter"]), _seconds(row["last_winter"])
    summer = _seconds(row["first_summer"]), _seconds(row["last_summer"])
    ends = row["origin"], row["terminal"]
    return Line(row["line_id"], int(row["direction"]), row["name"], *ends, winter, summer, np.array(stops), np.array(links, dtype=np.int64))


def _seconds(clock: str) -> float:
    hours, minutes = clock.split(":")
    return int(hours) * 3600.0 + int(minutes) * 60.0


def _segments(roads: dict[tuple[int, int], int], lines: list[Line], longitude: Floats, latitude: Floats) -> Segments:
    ends = np.array(list(roads), dtype=np.int64)
    x, y = metres(longitude, latitude)
    east, north = x[ends[:, 1]] - x[ends[:, 0]], y[ends[:, 1]] - y[ends[:, 0]]
    used = np.bincount(np.concatenate([line.links for line in lines]), minlength=len(ends))
    bearing = np.degrees(np.arctan2(east, north)) % 360.0
    return Segments(ends[:, 0], ends[:, 1], np.maximum(np.hypot(east, north), 15.0), used, bearing)
