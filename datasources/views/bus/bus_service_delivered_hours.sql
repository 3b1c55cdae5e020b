-- title: 分时班次执行 | Service delivered by hour
-- row: one hour of planned departures in the window (parameter window_s; 86400 looks at a day), in order of time
-- formula: trips run / trips planned but for those without data; what became of the trips, each apart
-- unit: %
-- source: 班次执行率
SELECT local_hour(planned_start) AS event_time, CAST(extract(hour FROM local_time(min(planned_start))) AS INT) AS hour,
       100.0 * count(*) FILTER (WHERE seen) / nullif(count(*) FILTER (WHERE outcome <> 'no_data'), 0) AS value,
       count(*) FILTER (WHERE seen) AS numerator, count(*) FILTER (WHERE outcome <> 'no_data') AS denominator,
       count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled, count(*) FILTER (WHERE outcome = 'lost') AS lost,
       count(*) FILTER (WHERE outcome = 'no_data') AS no_data
FROM trip_begun
GROUP BY local_hour(planned_start)
ORDER BY event_time
