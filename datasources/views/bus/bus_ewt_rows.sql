-- title: 各线路额外候车时间 | Excess wait by line
-- row: 每行为统计时段内一条高频线路的一个方向，额外候车长的在前 | one frequent line and direction in the window, longest excess wait first
-- formula: AWT = 可信的观测车距平方和 / (2 × 其和)，SWT 为这些车距所跨时段内同站点计划车距的同一算式（只按间隔运行的线路取这些到站的计划间隔），EWT = AWT - SWT；高频：平均计划车距 <= 3600 / frequent_per_hour (5)；全线比平均计划车距更久未见车而计划仍有班次到站时，各站至今的间隔计为一个车距（下限），open_min 为其中最长者
--   | AWT = sum(H^2) / (2 sum H) over observed headways that are believed (headway_doubt), SWT the same over headways planned there meanwhile (of lines run by headways: planned at those calls), EWT = AWT - SWT; frequent: mean planned headway <= 3600 / frequent_per_hour (5);
--   where nothing was seen of a line for longer than its mean planned headway though calls were due, the time so far counts as a headway at each stop (a lower bound; TfL counts it once the bus came): open_min is the longest
-- unit: min
-- source: 伦敦交通局服务质量指标 | TfL quality of service indicators
-- opens: headway_rows(route = route_id, direction = direction_id) as route_name
SELECT w.route_id, coalesce(l.route_name, w.route_id) AS route_name, w.direction_id,
       w.ewt_s / 60 AS value, w.awt_s / 60 AS awt_min, w.swt_s / 60 AS swt_min, w.headways, w.mean_s / 60 AS planned_min, w.open_s / 60 AS open_min, w.event_time
FROM line_wait w
LEFT JOIN line l ON l.route_id = w.route_id
WHERE w.awt_s IS NOT NULL AND w.frequent
ORDER BY value DESC, w.route_id, w.direction_id
