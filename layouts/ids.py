"""The names that callbacks and scripts meet on."""

WALL = "wall"  # the root
STATE = "state"  # dcc.Store: what the URL says is opened, and of which moment
MOMENT = "moment"  # dcc.Store: the past moment that the URL asks for, empty when live
PAST = "past"  # dcc.Store: the frame of that moment
DETAIL = "detail"  # the drawer
OPENED = "opened"  # dcc.Store: the drawer's tree; a script puts it into the drawer in place
BLIND = "blind"  # the watchdog's banner
MAP = "map"  # dl.Map, built once
HOOK = "map-hook"  # the layer group that hands the Leaflet map to the scripts


def panel(panel_id: str) -> str:
    """The host whose content a frame changes."""
    return f"panel-{panel_id}"


def root(panel_id: str) -> str:
    """The first node inside the host: the root of the panel's tree."""
    return f"panel-{panel_id}~0"


def place(panel_id: str) -> str:
    """The grid cell around the host where it holds more than the host (the map)."""
    return f"place-{panel_id}"
