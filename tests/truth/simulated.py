"""A few lines of the simulated city, heard through the real readers: what the views make of it stands beside the truth."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from dashboard import ROOT
from dashboard.loading import load_city
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.readers.formats import read_feed
from datasources.store import Store
from simulator import faults, realtime
from simulator.arrays import Columns
from simulator.city import City
from simulator.clock import Pattern, shift_to
from simulator.faults import Fault
from simulator.feeds import FEEDS
from simulator.fleet import CLEAN

YANTAI = ROOT / "cities" / "yantai"
NOW = 1795406400.0 + 4 * 3600.0  # 2026-11-23 08:00 UTC
HOURS, CHUNK_S, EVERY_S = 2.2, 1320.0, 10.0
FLEET, LINES, STOPS, NEAR_M = 55, 5, 24, 250.0


def small_city(folder: Path) -> City:
    """Yantai with the densest of its short lines that never meet themselves, at NOW as at half past eight; every report is exact."""
    (folder / "network").mkdir(parents=True)
    for name in ("districts.geojson", "network/stops.csv", "network/english.csv"):
        (folder / name).write_bytes((YANTAI / name).read_bytes())
    lines, stops = _rows("lines"), {row["stop_id"]: row for row in _rows("stops")}
    kept = _plain(lines, stops)[:LINES]
    with (folder / "network" / "lines.csv").open("w", encoding="utf-8", newline="") as target:
        out = csv.DictWriter(target, lines[0].keys())
        out.writeheader()
        out.writerows(row for row in lines if row["line_id"] in kept)
    return City(folder, fleet_size=FLEET, pattern=Pattern(shift_to(8.5, NOW)), reporting=CLEAN)


def _rows(name: str) -> list[dict[str, str]]:
    with (YANTAI / "network" / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _plain(lines: list[dict[str, str]], stops: dict[str, dict[str, str]]) -> list[str]:
    """Lines by the length of their day, without the long ones and those that come near a stop of theirs twice."""
    bent = {line["line_id"] for line in lines if not _straight([stops[stop] for stop in line["stops"].split()])}
    span = {line["line_id"]: _hour(line["last_winter"]) - _hour(line["first_winter"]) for line in lines if line["line_id"] not in bent}
    return sorted(span, key=lambda line: (-span[line], int(line)))


def _straight(stops: list[dict[str, str]]) -> bool:
    at = np.array([(float(stop["longitude"]) * 88_000, float(stop["latitude"]) * 111_200) for stop in stops])
    apart = np.hypot(*(at[:, None] - at).T)
    return len(stops) <= STOPS and bool(np.all(apart[~np.eye(len(stops), dtype=bool)] > NEAR_M))


def _hour(clock: str) -> float:
    return int(clock[:-3]) + int(clock[-2:]) / 60


def heard(city: City, faults_told: str = "") -> Store:
    """A store that was told everything until NOW: timetable, trip updates, positions. `faults_told`: mode[:share], by blanks."""
    moment = _utc(NOW)
    spec = load_city(YANTAI, {"simulator": "http://127.0.0.1:9", "past": "."})
    store = Store(None, Place("Asia/Shanghai", spec.spec.bbox), clock=lambda: moment)
    assert store.load_views([STANDARD]) == []
    active = faults.parse(",".join(f"positions:{one}" for one in faults_told.split()), 0.0)
    bodies = [("timetable", FEEDS["gtfs"].body(city, NOW, [])), ("trip_updates", FEEDS["trip_updates"].body(city, NOW, []))]
    for name, data in [*bodies, *(("positions", data) for data in _positions(city, active))]:
        reading = read_feed(data, spec.feeds[name], None, moment)
        assert store.land(name, reading, None, refused_above=1.0).outcome == "landed"
    return store


def _positions(city: City, active: list[Fault]) -> Iterator[bytes]:
    """One message a chunk of time with all reports of it, as a feed that is asked every ten seconds would have told them."""
    for begin in np.arange(NOW - HOURS * 3600.0, NOW, CHUNK_S):
        asked = [city.positions(float(at)) for at in np.arange(begin + EVERY_S, begin + CHUNK_S + 1.0, EVERY_S)]
        rows: Columns = {name: np.concatenate([one[name] for one in asked]) for name in asked[0]}
        _, first = np.unique(np.char.add(rows["vehicle_id"], rows["event_time"].astype(np.int64).astype(str)), return_index=True)
        rows = {name: values[np.sort(first)] for name, values in rows.items()}
        for fault in active:
            rows = faults.applied(rows, fault, int(begin))
        rows = {name: values[rows["event_time"] <= NOW] for name, values in rows.items()}
        yield realtime.vehicle_positions(rows, float(begin + CHUNK_S))


def _utc(epoch: float) -> datetime:
    return datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)


def measured(store: Store, *kpis: str) -> dict[str, dict[str, Any]]:
    names = {f"{kpi}_measure": kpi for kpi in kpis}
    snapshot = store.snapshot(list(names), _utc(NOW), live=False)
    assert snapshot.failed == {}
    return {kpi: snapshot.rows(name)[0] for name, kpi in names.items()}
