"""The kinds of panel there are. A new kind: one file here with its PANEL, one line below, one test."""

from layouts.panels import bar, kpi, league, map, note, rail, table, time
from layouts.panels.panel import Panel

PANELS: dict[str, Panel] = {
    "bar": bar.PANEL,
    "kpi": kpi.PANEL,
    "map": map.PANEL,
    "rail": rail.PANEL,
    "league": league.PANEL,
    "time": time.PANEL,
    "table": table.PANEL,
    "note": note.PANEL,
}
