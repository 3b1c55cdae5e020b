-- title: 各线路额外候车时间 | Excess wait by line
-- row: 每行为统计时段内一条高频线路的一个方向，额外候车长的在前 | one frequent line and direction in the window, longest excess wait first
-- formula: AWT = 可信的观测车距平方和 / (2 × 其和)，SWT 为同期同站点计划车距的同一算式（只按间隔运行的线路取这些到站的计划间隔），EWT = AWT - SWT；高频：平均计划车距 <= 3600 / frequent_per_hour (5)
--   | AWT = sum(H^2) / (2 sum H) over observed headways that are believed (headway_doubt), SWT the same over headways planned at the same stops in the window (of lines run by headways: planned at those calls), EWT = AWT - SWT; frequent: mean planned headway <= 3600 / frequent_per_hour (5)
-- unit: min
-- source: 伦敦交通局服务质量指标 | TfL quality of service indicators
-- opens: headway_rows(route = route_id, direction = direction_id) as route_name
WITH at_stop AS (
  SELECT route_id, direction_id, stop_id, sum(CAST(headway_s AS DOUBLE) * headway_s) AS squares, sum(headway_s) AS total, count(*) AS headways, max(actual_time) AS newest
  FROM headway_known GROUP BY route_id, direction_id, stop_id)
SELECT o.route_id, coalesce(l.route_name, o.route_id) AS route_name, o.direction_id,
       (o.awt_s - p.swt_s) / 60 AS value, o.awt_s / 60 AS awt_min, p.swt_s / 60 AS swt_min, o.headways, p.mean_s / 60 AS planned_min, o.event_time
FROM (SELECT route_id, direction_id, sum(squares) / nullif(2 * sum(total), 0) AS awt_s, CAST(sum(headways) AS BIGINT) AS headways, max(newest) AS event_time
      FROM at_stop GROUP BY route_id, direction_id) o
JOIN (SELECT d.route_id, d.direction_id, sum(d.squares) / nullif(2 * sum(d.total), 0) AS swt_s, CAST(sum(d.total) AS DOUBLE) / sum(d.calls) AS mean_s
      FROM (SELECT route_id, direction_id, stop_id, sum(CAST(headway_s AS DOUBLE) * headway_s) AS squares, sum(headway_s) AS total, count(*) AS calls
            FROM call_due
            WHERE headway_s BETWEEN 1 AND 3600 AND scheduled_time <= as_of()
              AND scheduled_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
            GROUP BY route_id, direction_id, stop_id
            UNION ALL
            SELECT route_id, direction_id, stop_id, sum(CAST(scheduled_headway_s AS DOUBLE) * scheduled_headway_s), sum(scheduled_headway_s), count(*)
            FROM headway_known WHERE scheduled_time IS NULL GROUP BY route_id, direction_id, stop_id) d   -- run by headways: planned at those calls
      JOIN at_stop served ON served.route_id = d.route_id AND served.direction_id = d.direction_id AND served.stop_id = d.stop_id
      GROUP BY d.route_id, d.direction_id) p ON p.route_id = o.route_id AND p.direction_id = o.direction_id
LEFT JOIN line l ON l.route_id = o.route_id
WHERE p.mean_s <= 3600 / coalesce(setting('frequent_per_hour'), 5) AND o.awt_s IS NOT NULL
ORDER BY value DESC, o.route_id, o.direction_id
