-- title: 各线路班次执行 | Service delivered by line
-- row: one line and direction with trips planned to begin in the window, fewest delivered first
-- formula: trips seen / trips planned
-- unit: %
-- source: 班次执行率
SELECT t.route_id, coalesce(min(l.route_name), t.route_id) AS route_name, t.direction_id, 100.0 * count(*) FILTER (WHERE seen) / count(*) AS value,
       count(*) FILTER (WHERE seen) AS numerator, count(*) AS denominator, count(*) FILTER (WHERE NOT seen) AS lost, count(*) FILTER (WHERE cancelled) AS cancelled
FROM trip_seen t LEFT JOIN line l ON l.route_id = t.route_id
GROUP BY t.route_id, t.direction_id
ORDER BY lost DESC, value, t.route_id, t.direction_id
