-- title: 分时发车准点率 | Departures on time by hour
-- row: one hour of planned times in the window (parameter window_s; 86400 looks at a day), in order of time
-- formula: on time / (times known, cancelled, lost); no_data = trips whose time nobody could see
-- unit: %
-- source: 发车准点率
SELECT local_hour(planned_start) AS event_time, CAST(extract(hour FROM local_time(min(planned_start))) AS INT) AS hour,
       100.0 * count(*) FILTER (WHERE on_time) / nullif(count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')), 0) AS value,
       count(*) FILTER (WHERE on_time) AS numerator, count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')) AS denominator,
       count(*) FILTER (WHERE NOT on_time AND delay_s < 0) AS early, count(*) FILTER (WHERE NOT on_time AND delay_s > 0) AS late,
       count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled, count(*) FILTER (WHERE outcome = 'lost') AS lost,
       count(*) FILTER (WHERE delay_s IS NULL AND outcome NOT IN ('cancelled', 'lost')) AS no_data, quantile_cont(delay_s, 0.5) AS median_delay_s
FROM trip_begun
GROUP BY local_hour(planned_start)
ORDER BY event_time
