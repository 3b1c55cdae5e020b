"""A small town to be driven by Eclipse SUMO: crossings with lights, cars at random, four bus lines of which one meets itself."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

END_S, LAST_S = 7_500, 6_000  # seconds from seven in the morning; nobody sets off after LAST_S
COLUMNS, ROWS = "ABCDEF", "0123"
LINES = {  # by line and direction: crossings on the way, seconds between trips
    ("1", 0): (["A1", "B1", "C1", "D1", "E1", "F1"], 420),
    ("1", 1): (["F1", "E1", "D1", "C1", "B1", "A1"], 420),
    ("2", 0): (["B0", "B1", "B2", "B3", "C3", "D3", "D2", "D1", "D0"], 600),
    ("3", 0): (["C0", "C1", "C2", "D2", "D1", "C1", "B1", "A1"], 660),
}
STOP_M = (200, 220)  # of each block
DWELL_S, BETWEEN_S = 15, 80
BORDER = [*(f"{column}0{column}1" for column in "BCDE"), *(f"{column}3{column}2" for column in "BCDE"), "A1B1", "A2B2", "F1E1", "F2E2"]
Element = ET.Element


@dataclass(frozen=True)
class Trip:
    """`planned`: second of each call; `leaves_s`: when the bus comes to its first stop, None: it stays in."""

    line: str
    direction: int
    number: int
    planned: list[int]
    leaves_s: float | None

    @property
    def trip_id(self) -> str:
        return f"{self.line}-{self.direction}-{self.number:02}"

    @property
    def stops(self) -> list[str]:
        return blocks(self.line, self.direction)


def blocks(line: str, direction: int) -> list[str]:
    """A block is called by its two crossings, and so is the stop in it."""
    return [a + b for a, b in pairwise(LINES[line, direction][0])]


def served() -> list[str]:
    return sorted({block for line, direction in LINES for block in blocks(line, direction)})


def place(crossing: str) -> tuple[float, float]:
    """Latitude, longitude."""
    return -35.30 + 0.004 * int(crossing[1]), 149.12 + 0.005 * COLUMNS.index(crossing[0])


def trips(random: Random) -> Iterator[Trip]:
    """Of nine one stays in, the others leave minutes early or late."""
    for (line, direction), (_, every) in LINES.items():
        for number, begin in enumerate(range(303, LAST_S, every)):
            planned = [begin + n * BETWEEN_S for n in range(len(blocks(line, direction)))]
            yield Trip(line, direction, number, planned, begin - DWELL_S + random.gauss(60, 90) if random.random() > 1 / 9 else None)


def crossings() -> Element:
    root = Element("nodes")
    for crossing in (column + row for column in COLUMNS for row in ROWS):
        kind = "traffic_light" if crossing[0] in COLUMNS[1:-1] and crossing[1] in ROWS[1:-1] else "priority"
        latitude, longitude = place(crossing)
        ET.SubElement(root, "node", id=crossing, x=str(longitude), y=str(latitude), type=kind)
    return root


def streets() -> Element:
    """Both ways of every block."""
    root = Element("edges")
    pairs = [(f"{a}{row}", f"{b}{row}") for a, b in pairwise(COLUMNS) for row in ROWS]
    pairs += [(f"{column}{a}", f"{column}{b}") for a, b in pairwise(ROWS) for column in COLUMNS]
    for a, b in (way for pair in pairs for way in (pair, pair[::-1])):
        ET.SubElement(root, "edge", {"id": a + b, "from": a, "to": b, "numLanes": "2", "speed": "13.89"})
    return root


def measured() -> Element:
    """Stops, and edgeData of five minutes."""
    root = Element("additional")
    for block in served():
        ET.SubElement(root, "busStop", id=block, lane=f"{block}_0", startPos=str(STOP_M[0]), endPos=str(STOP_M[1]))
    ET.SubElement(root, "edgeData", id="blocks", period="300", file="edges.csv")
    return root


def vehicles(planned: list[Trip], random: Random) -> Element:
    """The buses, which alone report where they are; cars, three times as many in the second half hour."""
    root = Element("routes")
    ET.SubElement(ET.SubElement(root, "vType", id="bus", vClass="bus"), "param", key="has.fcd.device", value="true")
    driven = [*_cars(random), *(_bus(trip, trip.leaves_s) for trip in planned if trip.leaves_s is not None)]
    root.extend(sorted(driven, key=lambda vehicle: float(vehicle.attrib["depart"])))
    return root


def _cars(random: Random) -> Iterator[Element]:
    at, number = 0.0, 0
    while at < LAST_S:
        at, number = at + random.expovariate(0.36 if 1800 <= at < 3600 else 0.12), number + 1
        came, left = random.sample(BORDER, 2)
        yield Element("trip", {"id": f"car{number}", "depart": f"{at:.1f}", "from": came, "to": left[2:] + left[:2]})


def _bus(trip: Trip, leaves_s: float) -> Element:
    vehicle = Element("vehicle", id=trip.trip_id, type="bus", depart=f"{leaves_s:.1f}", departPos="stop")
    ET.SubElement(vehicle, "route", edges=" ".join(trip.stops))
    for block in trip.stops:
        ET.SubElement(vehicle, "stop", busStop=block, duration=str(DWELL_S))
    return vehicle
