-- title: 各线路额外候车时间 | Excess wait by line
-- row: 每行为统计时段内一条高频线路的一个方向，额外候车长的在前 | one frequent line and direction in the window, longest excess wait first
-- formula: AWT = 可信的观测车距平方和 / (2 × 其和)，SWT 为同期同站点计划车距的同一算式（只按间隔运行的线路取这些到站的计划间隔），EWT = AWT - SWT；高频：平均计划车距 <= 3600 / frequent_per_hour (5)；全线比平均计划车距更久未见车而计划仍有班次到站时，各站至今的间隔计为一个车距（下限），open_min 为其中最长者
--   | AWT = sum(H^2) / (2 sum H) over observed headways that are believed (headway_doubt), SWT the same over headways planned at the same stops in the window (of lines run by headways: planned at those calls), EWT = AWT - SWT; frequent: mean planned headway <= 3600 / frequent_per_hour (5);
--   where nothing was seen of a line for longer than its mean planned headway though calls were due, the time so far counts as a headway at each stop (a lower bound; TfL counts it once the bus came): open_min is the longest
-- unit: min
-- source: 伦敦交通局服务质量指标 | TfL quality of service indicators
-- opens: headway_rows(route = route_id, direction = direction_id) as route_name
WITH at_stop AS (
  SELECT route_id, direction_id, stop_id, sum(CAST(headway_s AS DOUBLE) * headway_s) AS squares, sum(headway_s) AS total, count(*) AS headways, max(actual_time) AS newest
  FROM headway_known GROUP BY route_id, direction_id, stop_id),
planned AS (
  SELECT d.route_id, d.direction_id, sum(d.squares) / nullif(2 * sum(d.total), 0) AS swt_s, CAST(sum(d.total) AS DOUBLE) / sum(d.calls) AS mean_s, max(d.due) AS due
  FROM (SELECT route_id, direction_id, stop_id, sum(CAST(headway_s AS DOUBLE) * headway_s) AS squares, sum(headway_s) AS total, count(*) AS calls, max(scheduled_time) AS due
        FROM call_due
        WHERE headway_s BETWEEN 1 AND 3600 AND scheduled_time <= as_of()
          AND scheduled_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
        GROUP BY route_id, direction_id, stop_id
        UNION ALL
        SELECT route_id, direction_id, stop_id, sum(CAST(scheduled_headway_s AS DOUBLE) * scheduled_headway_s), sum(scheduled_headway_s), count(*), CAST(NULL AS TIMESTAMP)
        FROM headway_known
        WHERE scheduled_time IS NULL AND route_id NOT IN (SELECT route_id FROM planned_trip WHERE route_id IS NOT NULL)   -- run by headways: planned at those calls
        GROUP BY route_id, direction_id, stop_id) d
  JOIN at_stop served ON served.route_id = d.route_id AND served.direction_id = d.direction_id AND served.stop_id = d.stop_id
  GROUP BY d.route_id, d.direction_id),
silent AS (
  SELECT seen.route_id, seen.direction_id
  FROM (SELECT route_id, direction_id, max(actual_time) AS newest FROM headways GROUP BY route_id, direction_id) seen   -- in doubt or not
  JOIN planned p ON p.route_id = seen.route_id AND p.direction_id = seen.direction_id
  WHERE coalesce(setting('timetable_exact'), 1) = 1 AND seen.newest < as_of() - INTERVAL '1' SECOND * p.mean_s AND seen.newest < p.due - INTERVAL '1' SECOND * p.mean_s),
last AS (                 -- looked for on lines gone silent alone
  SELECT h.route_id, h.direction_id, h.stop_id, CAST(date_diff('second', max(h.actual_time), as_of()) AS DOUBLE) AS open_s
  FROM headways h JOIN silent s ON s.route_id = h.route_id AND s.direction_id = h.direction_id GROUP BY h.route_id, h.direction_id, h.stop_id),
observed AS (
  SELECT route_id, direction_id, sum(squares + open_s * open_s) / nullif(2 * sum(total + open_s), 0) AS awt_s, CAST(sum(headways) + count(*) FILTER (WHERE open_s > 0) AS BIGINT) AS headways,
         max(newest) AS event_time, max(open_s) FILTER (WHERE open_s > 0) AS open_s
  FROM (SELECT a.route_id, a.direction_id, a.squares, a.total, a.headways, a.newest, coalesce(last.open_s, 0) AS open_s
        FROM at_stop a LEFT JOIN last ON last.route_id = a.route_id AND last.direction_id = a.direction_id AND last.stop_id = a.stop_id) stop
  GROUP BY route_id, direction_id)
SELECT o.route_id, coalesce(l.route_name, o.route_id) AS route_name, o.direction_id,
       (o.awt_s - p.swt_s) / 60 AS value, o.awt_s / 60 AS awt_min, p.swt_s / 60 AS swt_min, o.headways, p.mean_s / 60 AS planned_min, o.open_s / 60 AS open_min, o.event_time
FROM observed o
JOIN planned p ON p.route_id = o.route_id AND p.direction_id = o.direction_id
LEFT JOIN line l ON l.route_id = o.route_id
WHERE p.mean_s <= 3600 / coalesce(setting('frequent_per_hour'), 5) AND o.awt_s IS NOT NULL
ORDER BY value DESC, o.route_id, o.direction_id
