-- title: 各线路额外候车时间 | Excess wait by line
-- row: one frequent line and direction in the window, longest excess wait first
-- formula: AWT = sum(H^2) / (2 sum H) over observed headways, SWT the same over headways planned at the same stops in the window, EWT = AWT - SWT; frequent: mean planned headway <= 3600 / frequent_per_hour (5)
-- unit: min
-- source: TfL quality of service indicators
SELECT o.route_id, coalesce(l.route_name, o.route_id) AS route_name, o.direction_id,
       (o.awt_s - p.swt_s) / 60 AS value, o.awt_s / 60 AS awt_min, p.swt_s / 60 AS swt_min, o.headways, p.mean_s / 60 AS planned_min, o.event_time
FROM (SELECT route_id, direction_id, sum(CAST(headway_s AS DOUBLE) * headway_s) / nullif(2 * sum(headway_s), 0) AS awt_s, count(*) AS headways, max(actual_time) AS event_time
      FROM headways GROUP BY route_id, direction_id) o
JOIN (SELECT d.route_id, d.direction_id, sum(CAST(d.headway_s AS DOUBLE) * d.headway_s) / nullif(2 * sum(d.headway_s), 0) AS swt_s, avg(d.headway_s) AS mean_s
      FROM call_due d
      JOIN (SELECT DISTINCT route_id, direction_id, stop_id FROM headways) served
        ON served.route_id = d.route_id AND served.direction_id = d.direction_id AND served.stop_id = d.stop_id
      WHERE d.headway_s BETWEEN 1 AND 3600 AND d.scheduled_time <= as_of()
        AND d.scheduled_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
      GROUP BY d.route_id, d.direction_id) p ON p.route_id = o.route_id AND p.direction_id = o.direction_id
LEFT JOIN line l ON l.route_id = o.route_id
WHERE p.mean_s <= 3600 / coalesce(setting('frequent_per_hour'), 5) AND o.awt_s IS NOT NULL
ORDER BY value DESC, o.route_id, o.direction_id
