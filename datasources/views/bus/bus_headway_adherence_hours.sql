-- title: 分时间隔达标 | Headway adherence by hour
-- row: one hour of the window (parameter window_s; 86400 looks at a day), in order of time
-- formula: headways kept / headways whose plan is known; bunched and gap as in headways
-- unit: %
-- source: wait assessment
SELECT local_hour(actual_time) AS event_time, CAST(extract(hour FROM local_time(min(actual_time))) AS INT) AS hour,
       100.0 * count(*) FILTER (WHERE kept) / count(*) AS value, count(*) FILTER (WHERE kept) AS numerator, count(*) AS denominator,
       count(*) FILTER (WHERE state = 'bunched') AS bunched, count(*) FILTER (WHERE state = 'gap') AS gaps
FROM headway_judged
GROUP BY local_hour(actual_time)
ORDER BY event_time
