-- title: 各线路间隔达标 | Headway adherence by line
-- row: 每行为统计时段内有车距的一条线路一个方向，占比低的在前 | one line and direction with headways in the window, lowest share first
-- formula: 达标的车距 / 计划值已知的车距 | headways kept / headways whose plan is known
-- unit: %
-- source: 等候评估（纽约州审计长对 MTA 的口径） | wait assessment (New York State Comptroller on the MTA)
-- opens: headway_rows(route = route_id, direction = direction_id) as route_name
SELECT h.route_id, coalesce(min(l.route_name), h.route_id) AS route_name, h.direction_id, 100.0 * count(*) FILTER (WHERE kept) / count(*) AS value,
       count(*) FILTER (WHERE kept) AS numerator, count(*) AS denominator, count(*) FILTER (WHERE is_peak) AS in_peak,
       avg(scheduled_headway_s) / 60 AS planned_min, avg(headway_s) / 60 AS observed_min, max(headway_s) AS longest_s, max(actual_time) AS event_time
FROM headway_judged h LEFT JOIN line l ON l.route_id = h.route_id
GROUP BY h.route_id, h.direction_id
ORDER BY value, denominator DESC, h.route_id, h.direction_id
