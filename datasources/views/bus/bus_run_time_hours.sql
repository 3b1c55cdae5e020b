-- title: 分时行程时间 | Run times by hour
-- row: one hour of departure, of trips that reached their last stop in the window (parameter window_s; 86400 looks at a day), in order of time
-- formula: value = sum of observed run times / sum of planned ones; P50, P85, P95 of the ratio of each trip
-- unit: -
-- source: TCRP; TransBigData one-way times
SELECT local_hour(departure_time) AS event_time, CAST(extract(hour FROM local_time(min(departure_time))) AS INT) AS hour,
       CAST(sum(run_s) AS DOUBLE) / sum(planned_s) AS value, quantile_cont(CAST(run_s AS DOUBLE) / planned_s, 0.5) AS p50, quantile_cont(CAST(run_s AS DOUBLE) / planned_s, 0.85) AS p85,
       quantile_cont(CAST(run_s AS DOUBLE) / planned_s, 0.95) AS p95, CAST(sum(run_s) AS BIGINT) AS numerator, CAST(sum(planned_s) AS BIGINT) AS denominator, count(*) AS trips
FROM trip_run
GROUP BY local_hour(departure_time)
ORDER BY event_time
