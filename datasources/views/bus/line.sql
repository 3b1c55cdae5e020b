-- title: 线路 | Lines
-- row: one line (route of the timetable)
-- formula: the name people use: short name, else long name, else id
-- unit: -
-- once: true
-- kept: minute
-- source: GTFS routes
SELECT route_id, min(coalesce(nullif(route_short_name, ''), nullif(route_long_name, ''), route_id)) AS route_name, min(route_type) AS route_type
FROM gtfs_route GROUP BY route_id
