-- title: 各线路间隔达标 | Headway adherence by line
-- row: 每行为统计时段内有车距的一条线路一个方向，占比低的在前，车距过少的在后
--   | one line and direction with headways in the window, lowest share first, those of too few headways last
-- formula: 达标的车距 / 计划值已知的车距；不足 share_samples（5）个车距的不给占比
--   | headways kept / headways whose plan is known; no share of fewer than share_samples (5) headways
-- unit: %
-- source: 等候评估（纽约州审计长对 MTA 的口径） | wait assessment (New York State Comptroller on the MTA)
-- opens: headway_rows(route = route_id, direction = direction_id) as route_name
SELECT h.route_id, coalesce(min(l.route_name), h.route_id) AS route_name, h.direction_id, 
       CASE WHEN count(*) >= coalesce(min(setting('share_samples')), 5) THEN 100.0 * count(*) FILTER (WHERE kept) / count(*) END AS value,
       count(*) FILTER (WHERE kept) AS numerator, count(*) AS denominator, count(*) FILTER (WHERE is_peak) AS in_peak,
       avg(scheduled_headway_s) / 60 AS planned_min, avg(headway_s) / 60 AS observed_min, max(headway_s) AS longest_s, max(actual_time) AS event_time
FROM headway_judged h LEFT JOIN line l ON l.route_id = h.route_id
GROUP BY h.route_id, h.direction_id
ORDER BY value NULLS LAST, denominator DESC, h.route_id, h.direction_id
