-- title: 各线路终点到站准点率 | Arrivals on time by line
-- row: 每行为统计时段内有应到班次的一条线路一个方向，占比低的在前，班次过少的在后
--   | one line and direction with trips due in the window, lowest share first, those of too few trips last
-- formula: 准点班次 /（时刻已知、取消、缺失的班次）；no_data 为时刻无从得知的班次；不足 share_samples（5）个班次的不给占比 | on time / (times known, cancelled, lost); no_data = trips whose time nobody could see; no share of fewer than share_samples (5) trips
-- unit: %
-- source: 终点到站准点率（行业口径） | arrivals on time (definition of the trade in China)
-- opens: trip_rows(line = route_id, direction = direction_id) as route_name
SELECT route_id, min(route_name) AS route_name, direction_id,
       CASE WHEN count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')) >= coalesce(min(setting('share_samples')), 5)
            THEN 100.0 * count(*) FILTER (WHERE on_time) / count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')) END AS value,
       count(*) FILTER (WHERE on_time) AS numerator, count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')) AS denominator,
       count(*) FILTER (WHERE NOT on_time AND delay_s < 0) AS early, count(*) FILTER (WHERE NOT on_time AND delay_s > 0) AS late,
       count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled, count(*) FILTER (WHERE outcome = 'lost') AS lost,
       count(*) FILTER (WHERE delay_s IS NULL AND outcome NOT IN ('cancelled', 'lost')) AS no_data, quantile_cont(delay_s, 0.5) AS median_delay_s
FROM trip_ended
GROUP BY route_id, direction_id
ORDER BY value NULLS LAST, denominator DESC, route_id, direction_id
