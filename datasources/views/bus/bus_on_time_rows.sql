-- title: 各线路准点率 | On-time share by line
-- row: one line and direction with stop visits in the window, lowest share first
-- formula: visits within -early_s..late_s / visits; median delay beside it
-- unit: %
-- source: OTP as metrics-mvp
SELECT v.route_id, coalesce(min(l.route_name), v.route_id) AS route_name, v.direction_id,
       100.0 * count(*) FILTER (WHERE delay_s BETWEEN -coalesce(setting('early_s'), 60) AND coalesce(setting('late_s'), 300)) / count(*) AS value,
       count(*) FILTER (WHERE delay_s BETWEEN -coalesce(setting('early_s'), 60) AND coalesce(setting('late_s'), 300)) AS numerator, count(*) AS denominator,
       count(*) FILTER (WHERE delay_s < -coalesce(setting('early_s'), 60)) AS early, count(*) FILTER (WHERE delay_s > coalesce(setting('late_s'), 300)) AS late,
       quantile_cont(delay_s, 0.5) AS median_delay_s, count(DISTINCT vehicle_id) AS vehicles, max(event_time) AS event_time
FROM stop_visit_window v LEFT JOIN line l ON l.route_id = v.route_id
GROUP BY v.route_id, v.direction_id
ORDER BY value, denominator DESC, v.route_id, v.direction_id
