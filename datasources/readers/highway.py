"""What the tags of an OpenStreetMap road mean: its class, the directions that may be driven, the speed that its signs allow."""

import re
from collections.abc import Mapping

CLASSES = {
    "motorway": "expressway", "motorway_link": "expressway", "trunk": "expressway", "trunk_link": "expressway",
    "primary": "arterial", "primary_link": "arterial", "secondary": "arterial", "secondary_link": "arterial",
    "tertiary": "minor", "tertiary_link": "minor", "unclassified": "minor", "residential": "minor", "living_street": "minor",
    "service": "minor", "road": "minor", "busway": "minor", "pedestrian": "minor",
}  # fmt: skip
MAIN = tuple(name for name, road in CLASSES.items() if road != "minor" or name.startswith("tertiary"))
LIMIT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(km/h|kmh|kph|mph|knots)?")
KMH = {"mph": 1.609344, "knots": 1.852}
FORWARD, BACKWARD = (True,), (False,)
ONEWAY = {"yes": FORWARD, "true": FORWARD, "1": FORWARD, "-1": BACKWARD, "reverse": BACKWARD}
IMPLIED = ("roundabout", "circular")


def road_class(highway: str) -> str:
    """expressway, arterial or minor."""
    return CLASSES.get(highway, "minor")


def directions(tags: Mapping[str, str]) -> tuple[bool, ...]:
    """The directions that may be driven, True = as drawn. Motorways and roundabouts are one-way unless they say otherwise."""
    implied = tags.get("highway") == "motorway" or tags.get("junction") in IMPLIED
    said = tags.get("oneway", "yes" if implied else "no")
    return ONEWAY.get(said, (True, False))


def declared_kmh(tags: Mapping[str, str], forward: bool) -> float | None:
    """The limit in that direction; None where there is none, or only words such as `none` and `signals`."""
    said = tags.get("maxspeed:forward" if forward else "maxspeed:backward") or tags.get("maxspeed") or ""
    found = LIMIT.fullmatch(said.strip().lower())
    if not found or float(found[1]) == 0:
        return None
    return round(float(found[1]) * KMH.get(found[2] or "", 1.0), 1)
