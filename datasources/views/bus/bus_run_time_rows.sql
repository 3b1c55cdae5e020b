-- title: 各线路行程时间 | Run times by line
-- row: 每行为统计时段内有班次到达终点的一条线路一个方向，超出计划多的在前 | one line and direction with trips that reached their last stop in the window, longest over its plan first
-- formula: 观测行程时间的 P50、P85、P95（分）；数值 = P85 / 计划行程时间均值 | P50, P85, P95 of observed run times in minutes; value = P85 / mean planned run time
-- unit: min
-- source: TCRP；TransBigData 单程时间 | TCRP; TransBigData one-way times
-- opens: trip_rows(line = route_id, direction = direction_id) as route_name
SELECT r.route_id, coalesce(min(l.route_name), r.route_id) AS route_name, r.direction_id, quantile_cont(run_s, 0.85) / avg(planned_s) AS value,
       avg(planned_s) / 60 AS planned_min, quantile_cont(run_s, 0.5) / 60 AS p50_min, quantile_cont(run_s, 0.85) / 60 AS p85_min, quantile_cont(run_s, 0.95) / 60 AS p95_min,
       CAST(sum(run_s) AS BIGINT) AS numerator, CAST(sum(planned_s) AS BIGINT) AS denominator, count(*) AS trips, max(event_time) AS event_time
FROM trip_run r LEFT JOIN line l ON l.route_id = r.route_id
GROUP BY r.route_id, r.direction_id
ORDER BY value DESC, r.route_id, r.direction_id
