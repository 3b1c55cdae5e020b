-- title: 各线路停靠时间占比 | Dwell share by line
-- row: 每行为统计时段内有班次到达终点的一条线路一个方向，占比高的在前，班次过少的在后
--   | one line and direction with trips that reached their last stop in the window, highest share first, those of too few trips last
-- formula: 停靠时间之和 / 行程时间之和；每站停靠 = 停靠时间之和 / 停靠站次；不足 share_samples（5）个班次的不给占比
--   | sum of dwell / sum of run times; at each stop: sum of dwell / calls; no share of fewer than share_samples (5) trips
-- unit: %
-- source: TCRP 第 165 号报告 | TCRP Report 165
-- opens: trip_rows(line = route_id, direction = direction_id) as route_name
-- columns: dwell_s = 每站停靠 | At each stop : duration; run_min = 行程 分 | Run, min : 1
SELECT t.route_id, coalesce(min(l.route_name), t.route_id) AS route_name, t.direction_id, CASE WHEN count(*) >= coalesce(min(setting('share_samples')), 5) THEN 100.0 * sum(dwell_s) / sum(run_s) END AS value,
       CAST(sum(dwell_s) AS DOUBLE) / nullif(sum(stops), 0) AS dwell_s, avg(run_s) / 60 AS run_min,
       CAST(sum(dwell_s) AS BIGINT) AS numerator, CAST(sum(run_s) AS BIGINT) AS denominator, count(*) AS trips, max(event_time) AS event_time
FROM trip_dwell t LEFT JOIN line l ON l.route_id = t.route_id
GROUP BY t.route_id, t.direction_id
ORDER BY value DESC NULLS LAST, t.route_id, t.direction_id
