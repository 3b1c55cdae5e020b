"""A small city in a folder, with one of everything."""

from pathlib import Path

CITY = """
id = "small"
name = { zh = "小城", en = "Small" }
timezone = "Asia/Shanghai"
bbox = [121.0, 37.0, 122.0, 38.0]
centre = [37.5, 121.5]
"""
FEEDS = """
[positions]
title = { zh = "定位", en = "Positions" }
url = "http://127.0.0.1:9/vp.pb"
format = "gtfs-rt"
every = "10s"
"""
SCENE = """
title = { zh = "总览", en = "Overview" }
grid = ["on_time online"]
[panels.on_time]
kind = "kpi"
view = "bus_on_time"
[panels.online]
kind = "kpi"
view = "bus_online"
"""
ALERTS = """
[stale]
view = "late_feeds"
title = { zh = "断供", en = "Feed down" }
priority = "major"
owner = { zh = "值班", en = "Duty" }
response = { zh = "查", en = "Look" }
"""
LATE_FEEDS = """-- title: 断供 | Feeds that fell silent
-- row: one feed
-- formula: state is STALE or DOWN
-- unit: -
-- source: the city
SELECT feed AS alert_key, title_zh AS what_zh, title_en AS what_en, '' AS where_zh, '' AS where_en,
       '' AS consequence_zh, '' AS consequence_en,
       CAST(NULL AS VARCHAR) AS district_id, CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS DOUBLE) AS longitude
FROM feed_status WHERE state IN ('STALE', 'DOWN')
"""
FILES = {
    "city.toml": CITY,
    "feeds.toml": FEEDS,
    "alerts.toml": ALERTS,
    "scenes/overview.toml": SCENE,
    "views/late_feeds.sql": LATE_FEEDS,
}


def make(folder: Path) -> Path:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
