-- title: 各线路间隔变异 | Headway variation by line
-- row: 每行为统计时段内至少有五个车距的一条线路一个方向，最不均匀的在前 | one line and direction with at least five headways in the window, most uneven first
-- formula: CVh = (观测 - 计划) 的标准差 / 计划均值；TCQSM 服务水平：A 至 0.21，B 0.30，C 0.39，D 0.52，E 0.74，其余为 F
--   | CVh = sd(observed - planned) / mean(planned); level of service by TCQSM: A up to 0.21, B 0.30, C 0.39, D 0.52, E 0.74, else F
-- unit: -
-- source: TCQSM 公交服务水平 | TCQSM level of service
-- opens: headway_rows(route = route_id, direction = direction_id) as route_name
SELECT *, CASE WHEN value <= 0.21 THEN 'A' WHEN value <= 0.30 THEN 'B' WHEN value <= 0.39 THEN 'C' WHEN value <= 0.52 THEN 'D' WHEN value <= 0.74 THEN 'E' ELSE 'F' END AS level
FROM (
  SELECT h.route_id, coalesce(min(l.route_name), h.route_id) AS route_name, h.direction_id,
         sqrt(greatest(0, avg(CAST(headway_s - scheduled_headway_s AS DOUBLE) * (headway_s - scheduled_headway_s))
                          - avg(CAST(headway_s - scheduled_headway_s AS DOUBLE)) * avg(CAST(headway_s - scheduled_headway_s AS DOUBLE)))) / avg(scheduled_headway_s) AS value,
         count(*) AS headways, avg(scheduled_headway_s) / 60 AS planned_min, avg(headway_s) / 60 AS observed_min, max(actual_time) AS event_time
  FROM headway_judged h LEFT JOIN line l ON l.route_id = h.route_id
  GROUP BY h.route_id, h.direction_id
  HAVING count(*) >= 5) uneven
ORDER BY value DESC, route_id, direction_id
