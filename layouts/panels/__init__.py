"""The kinds of panel there are. A new kind: one file here with its PANEL, one line below, one test."""

from layouts.panels import bar, contour, heading, kpi, ladder, league, map, note, passes, rail, table, time, timespace, worst
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
    "ladder": ladder.PANEL,
    "time-space": timespace.PANEL,
    "passes": passes.PANEL,
    "worst": worst.PANEL,
    "contour": contour.PANEL,
    "heading": heading.PANEL,
}
