"""The town of `sumo_town` driven for two hours by Eclipse SUMO: files that a city reads, and what SUMO itself says of the same minutes."""

import csv
import io
import os
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.truth import sumo_town as town

Row = Mapping[str, object]
OUTPUTS = (
    "--stop-output stops.csv --fcd-output fcd.csv --fcd-output.geo --device.fcd.probability 0 --device.fcd.period 10"
    " --time-to-teleport -1 --no-step-log"
)


class Call(NamedTuple):
    """Seconds of the simulation. `at`: what is judged, the departure, at the last stop the arrival."""

    block: str
    due: float
    came: float
    left: float
    at: float


class Driven:
    """`folder` then holds timetable.zip, roads.csv, and fcd.csv, edges.csv, stops.csv as SUMO wrote them. `home`: where SUMO is."""

    def __init__(self, folder: Path, home: Path, seed: int) -> None:
        self.folder, self._home = folder, home
        random = Random(seed)
        self.trips = list(town.trips(random))
        parts = {"net.nod.xml": town.crossings(), "net.edg.xml": town.streets(), "add.xml": town.measured()}
        for name, element in (parts | {"rou.xml": town.vehicles(self.trips, random)}).items():
            ET.ElementTree(element).write(folder / name)
        self._run("netconvert", "-n net.nod.xml -e net.edg.xml --proj.utm -o net.xml")
        self._run("sumo", f"-n net.xml -a add.xml -r rou.xml --seed {seed} --end {town.END_S} {OUTPUTS}")
        lanes = {lane.attrib["id"]: lane.attrib for lane in ET.parse(folder / "net.xml").getroot().iter("lane")}
        self.lanes = {key.removesuffix("_0"): lane for key, lane in lanes.items() if key.endswith("_0") and key[0] != ":"}
        (folder / "roads.csv").write_text(_csv(self._roads()), encoding="utf-8")
        with zipfile.ZipFile(folder / "timetable.zip", "w") as archive:
            for name, rows in self._timetable().items():
                archive.writestr(f"{name}.txt", _csv(rows))

    def said(self, name: str) -> list[dict[str, str]]:
        """Rows of a file that SUMO wrote."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def calls(self) -> dict[tuple[str, int], Call]:
        """By trip and number of its stop, from 1 on."""
        planned = {(trip.trip_id, block): (n, trip.planned[n - 1]) for trip in self.trips for n, block in enumerate(trip.stops, 1)}
        last = {trip.trip_id: len(trip.stops) for trip in self.trips}
        found = {}
        for row in self.said("stops.csv"):
            trip, block, came, left = (
                row["stopinfo_id"],
                row["stopinfo_busStop"],
                float(row["stopinfo_started"]),
                float(row["stopinfo_ended"]),
            )
            n, due = planned[trip, block]
            found[trip, n] = Call(block, due, came, left, came if n == last[trip] else left)
        return found

    def _run(self, command: str, arguments: str) -> None:
        environment = os.environ | {"SUMO_HOME": str(self._home), "PROJ_LIB": str(self._home / "data" / "proj")}
        line = [str(self._home / "bin" / command), *arguments.split(), "--no-warnings"]
        told = subprocess.run(line, cwd=self.folder, env=environment, capture_output=True)
        assert told.returncode == 0, told.stderr.decode()

    def _stop_place(self, block: str) -> tuple[float, float]:
        """Of the pole, where buses halt with their front."""
        before, after = town.place(block[:2]), town.place(block[2:])
        share = town.STOP_M[1] / float(self.lanes[block]["length"])
        return before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])

    def _roads(self) -> list[Row]:
        return [
            {"segment_id": block, "length_m": lane["length"], "free_flow_kmh": 3.6 * float(lane["speed"])}
            | dict(zip(("latitude", "longitude"), self._stop_place(block), strict=True))
            for block, lane in self.lanes.items()
        ]

    def _timetable(self) -> dict[str, list[Row]]:
        calls = [(trip.trip_id, n, block, _clock(trip.planned[n - 1])) for trip in self.trips for n, block in enumerate(trip.stops, 1)]
        ways = [(f"{line}.{way}", n, town.place(at)) for (line, way), (driven, _) in town.LINES.items() for n, at in enumerate(driven)]
        stops = {block: self._stop_place(block) for block in town.served()}
        return {
            "agency": [{"agency_id": "S", "agency_name": "SUMO", "agency_timezone": "Australia/Sydney"}],
            "routes": [{"route_id": line, "agency_id": "S", "route_short_name": line, "route_type": 3} for line in "123"],
            "calendar_dates": [{"service_id": "monday", "date": "20260302", "exception_type": 1}],
            "stops": [{"stop_id": block, "stop_name": block, "stop_lat": at[0], "stop_lon": at[1]} for block, at in stops.items()],
            "trips": [{"route_id": trip.line, "service_id": "monday", "trip_id": trip.trip_id, "direction_id": trip.direction,
                       "shape_id": f"{trip.line}.{trip.direction}"} for trip in self.trips],
            "stop_times": [{"trip_id": trip, "arrival_time": at, "departure_time": at, "stop_id": block, "stop_sequence": n}
                           for trip, n, block, at in calls],
            "shapes": [{"shape_id": way, "shape_pt_sequence": n, "shape_pt_lat": at[0], "shape_pt_lon": at[1]} for way, n, at in ways],
        }  # fmt: skip


def _clock(second: int) -> str:
    return f"{7 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _csv(rows: list[Row]) -> str:
    text = io.StringIO()
    out = csv.DictWriter(text, rows[0])
    out.writeheader()
    out.writerows(rows)
    return text.getvalue()
