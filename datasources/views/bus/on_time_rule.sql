-- title: 准点时间窗 | On-time windows
-- row: one kind of stop (departure, timepoint, stop, arrival) of a line that has windows of its own, or of all others (route_id '')
-- formula: of the rows of on_time_window that fit, the most particular: line and kind, line, kind, all; else the settings early_s (60) and late_s (300)
-- unit: s
-- once: true
-- kept: minute
-- source: the city's table on_time_window; TCRP and MBTA: windows differ by line and kind of stop
SELECT line.route_id, kind.stop_type,
       coalesce(arg_max(w.early_s, CASE WHEN w.route_id <> '' THEN 2 ELSE 0 END + CASE WHEN w.stop_type <> '' THEN 1 ELSE 0 END), setting('early_s'), 60) AS early_s,
       coalesce(arg_max(w.late_s, CASE WHEN w.route_id <> '' THEN 2 ELSE 0 END + CASE WHEN w.stop_type <> '' THEN 1 ELSE 0 END), setting('late_s'), 300) AS late_s
FROM (SELECT route_id FROM on_time_window WHERE route_id <> '' UNION SELECT '' AS route_id) line
CROSS JOIN (VALUES ('departure'), ('timepoint'), ('stop'), ('arrival')) kind(stop_type)
LEFT JOIN (SELECT coalesce(route_id, '') AS route_id, coalesce(stop_type, '') AS stop_type, early_s, late_s FROM on_time_window) w
  ON w.route_id IN (line.route_id, '') AND w.stop_type IN (kind.stop_type, '')
GROUP BY line.route_id, kind.stop_type
