-- title: 各线路额外行程时间 | Excess trip time by line
-- row: 每行为统计时段内有班次到达终点的一条线路一个方向，额外时间长的在前 | one line and direction with trips that reached their last stop in the window, longest excess first
-- formula: (观测行程时间 - 计划行程时间) 之和 / 班次数；旁列最差的一个班次 | sum(observed - planned run time) / trips; the worst trip beside it
-- unit: min
-- source: MBTA 服务标准 2024 | MBTA Service Delivery Policy 2024
-- opens: trip_rows(line = route_id, direction = direction_id) as route_name
SELECT r.route_id, coalesce(min(l.route_name), r.route_id) AS route_name, r.direction_id, CAST(sum(excess_s) AS DOUBLE) / 60 / count(*) AS value,
       CAST(sum(excess_s) AS DOUBLE) / 60 AS numerator, count(*) AS denominator, CAST(max(excess_s) AS DOUBLE) / 60 AS worst_min, avg(planned_s) / 60 AS planned_min, max(event_time) AS event_time
FROM trip_run r LEFT JOIN line l ON l.route_id = r.route_id
GROUP BY r.route_id, r.direction_id
ORDER BY value DESC, r.route_id, r.direction_id
