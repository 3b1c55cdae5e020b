"""Bus lines and stops of Yantai, October 2022, from an operator's app database (SQLite, BD-09), as two small CSV files."""

import csv
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SPOKEN = re.compile(r"\[[^\]]*\]")  # marks for the announcing voice, as in [h2], [=zuan4]
SIDES = {"(路bei)": "路北", "(路路南)": "路南", "(路路北)": "路北", "(路null)": ""}
DETOUR_M = 6000.0  # a stop further than this from both neighbours, which are close to each other, is misplaced
HOURS = re.compile(r"冬季(\d\d:\d\d) 夏季(\d\d:\d\d)")


class Stop(NamedTuple):
    stop_id: str
    name: str
    side: str
    longitude: float
    latitude: float


class Line(NamedTuple):
    line_id: str
    direction: int
    name: str
    origin: str
    terminal: str
    first_winter: str
    last_winter: str
    first_summer: str
    last_summer: str
    stops: tuple[str, ...]


def build(database: Path, folder: Path) -> Counter[str]:
    """Writes stops.csv and lines.csv into `folder`; gives counts of what was kept and what was dropped."""
    source = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    counts: Counter[str] = Counter()
    stops = _stops(source, counts)
    lines = [_cleaned(line, stops, counts) for line in _lines(source, counts)]
    used = {stop for line in lines for stop in line.stops}
    counts.update(lines=len({line.line_id for line in lines}), directions=len(lines), stops=len(used))
    _write(folder / "stops.csv", Stop._fields, [stop for key, stop in sorted(stops.items(), key=lambda item: int(item[0])) if key in used])
    _write(folder / "lines.csv", Line._fields, [(*line[:-1], " ".join(line.stops)) for line in lines])
    return counts


def _stops(source: sqlite3.Connection, counts: Counter[str]) -> dict[str, Stop]:
    stops = {}
    for key, name, longitude, latitude, side in source.execute("SELECT id, station_name, jingdu, weidu, side FROM ytcx_station"):
        lon, lat = float(longitude), float(latitude)
        if not (119 < lon < 123 and 36 < lat < 39):
            counts["broken stations dropped"] += 1
            continue
        clean = SPOKEN.sub("", name).strip()
        counts["names with voice marks cleaned"] += bool(SPOKEN.search(name))
        stops[key] = Stop(key, clean, SIDES.get(side, (side or "").strip("()")), round(lon, 6), round(lat, 6))
    return stops


def _lines(source: sqlite3.Connection, counts: Counter[str]) -> list[Line]:
    visits: dict[int, list[str]] = {}
    ordered = "SELECT sub_lineid, station_id FROM ytcx_line_station ORDER BY sub_lineid, CAST(inorder AS INT)"
    for sub_line, station in source.execute(ordered):
        visits.setdefault(sub_line, []).append(station)
    lines = []
    columns = "SELECT lineid, upordown, linename, startsite, endsite, rtime1, rtime2, sub_lineid FROM ytcx_line"
    for line_id, way, name, origin, terminal, first, last, sub_line in source.execute(columns):
        (first_winter, first_summer), (last_winter, last_summer) = _hours(first), _hours(last)
        ends = SPOKEN.sub("", origin), SPOKEN.sub("", terminal)
        hours = first_winter, last_winter, first_summer, last_summer
        lines.append(Line(line_id, int(way == "下行"), name, *ends, *hours, tuple(visits.pop(sub_line))))
    counts["sub-lines without a line row dropped"] += len(visits)
    return sorted(lines, key=lambda line: (int(line.line_id), line.direction))


def _hours(text: str) -> tuple[str, str]:
    found = HOURS.search(text)
    if not found:
        raise ValueError(f"no hours in {text!r}")
    return found[1], found[2]


def _cleaned(line: Line, stops: dict[str, Stop], counts: Counter[str]) -> Line:
    """Without unknown stops, repeats in a row, and stops that lie far off the way."""
    kept: list[str] = []
    known = [stop for stop in line.stops if stop in stops]
    for index, stop in enumerate(known):
        following = known[index + 1] if index + 1 < len(known) else None
        if kept and (kept[-1] == stop or distance_m(stops[kept[-1]], stops[stop]) < 15):
            counts["visits repeated in place dropped"] += 1
        elif kept and following and _is_detour(stops[kept[-1]], stops[stop], stops[following]):
            counts["visits far off the way dropped"] += 1
        else:
            kept.append(stop)
    return line._replace(stops=tuple(kept))


def _is_detour(before: Stop, stop: Stop, after: Stop) -> bool:
    out, back = distance_m(before, stop), distance_m(stop, after)
    return min(out, back) > DETOUR_M and distance_m(before, after) < 0.5 * max(out, back)


def distance_m(one: Stop, other: Stop) -> float:
    """Straight line in metres, good to 0.5 % over a city."""
    east = math.radians(one.longitude - other.longitude) * math.cos(math.radians((one.latitude + other.latitude) / 2))
    return 6371000.0 * math.hypot(east, math.radians(one.latitude - other.latitude))


def _write(file: Path, header: tuple[str, ...], rows: Iterable[Iterable[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
