-- title: 公交准点率 | Bus on-time share
-- row: one row for the scope
-- formula: stop visits with -early_s <= delay <= late_s / all stop visits observed in the last window_s
-- unit: %
-- source: OTP as TransitMatters metrics-mvp (60/300 s); visits by the project's own detection
-- kpi: true
-- target: >= 85
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 到站 −1/+5 分 | at stops, −1/+5 min
-- decimals: 1
-- normal: 75 to 90 % on a working day; lower in the evening peak and in snow
-- investigate_if: below target for 30 minutes, or ten points under the same weekday
-- possible_causes: congestion on shared corridors; run times too short in the timetable; wrong timetable version; clock of the vehicles off
WITH visit AS (
  SELECT count(*) AS seen, max(event_time) AS newest,
         count(*) FILTER (WHERE delay_s BETWEEN -coalesce(setting('early_s'), 60) AND coalesce(setting('late_s'), 300)) AS on_time
  FROM stop_visit_window)
SELECT 100.0 * on_time / nullif(seen, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(seen AS DOUBLE) AS denominator,
       coverage, newest AS content_time, concat(matched, '/', CAST(expected AS BIGINT)) AS sample
FROM visit CROSS JOIN bus_coverage
