"""The names that callbacks and scripts meet on."""

WALL = "wall"           # the root
STATE = "state"         # dcc.Store: the parsed URL query
PAST = "past"           # dcc.Store: the frame of a past moment or of another scope
DETAIL = "detail"       # the drawer
BLIND = "blind"         # the watchdog's banner
MAP = "map"             # dl.Map, built once
HOOK = "map-hook"       # the layer group that hands the Leaflet map to the scripts


def panel(panel_id: str) -> str:
    """The host whose content a frame changes."""
    return f"panel-{panel_id}"


def root(panel_id: str) -> str:
    """The first node inside the host: the root of the panel's tree."""
    return f"panel-{panel_id}~0"


def place(panel_id: str) -> str:
    """The grid cell around the host where it holds more than the host (the map)."""
    return f"place-{panel_id}"
