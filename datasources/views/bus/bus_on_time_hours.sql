-- title: 分时准点率 | On-time share by hour
-- row: one hour of the window (parameter window_s; 86400 looks at a day), in order of time
-- formula: visits within the window of their line and kind of stop / visits
-- unit: %
-- source: OTP as metrics-mvp
SELECT local_hour(event_time) AS event_time, CAST(extract(hour FROM local_time(min(event_time))) AS INT) AS hour,
       100.0 * count(*) FILTER (WHERE punctuality = 'on_time') / count(*) AS value,
       count(*) FILTER (WHERE punctuality = 'on_time') AS numerator, count(*) AS denominator,
       count(*) FILTER (WHERE punctuality = 'early') AS early, count(*) FILTER (WHERE punctuality = 'late') AS late
FROM stop_visit_judged
GROUP BY local_hour(event_time)
ORDER BY event_time
