-- title: 分时额外候车 | Excess wait by hour
-- row: one hour of the window (parameter window_s; 86400 looks at a day) in scope(), of the line and direction named by the parameters where given, in order of time
-- formula: mean over frequent lines (or the one named, frequent or not) of AWT - SWT, weighted by observed headways; AWT = sum(H^2) / (2 sum H) over headways observed in the hour, SWT the same over the planned headways of those calls
-- unit: min
-- source: TfL quality of service indicators
SELECT event_time, CAST(extract(hour FROM local_time(event_time)) AS INT) AS hour, sum((awt_s - swt_s) / 60 * headways) / sum(headways) AS value,
       sum(awt_s / 60 * headways) / sum(headways) AS awt_min, sum(swt_s / 60 * headways) / sum(headways) AS swt_min,
       sum((awt_s - swt_s) / 60 * headways) AS numerator, CAST(sum(headways) AS BIGINT) AS denominator
FROM (
  SELECT local_hour(actual_time) AS event_time, route_id, direction_id, count(*) AS headways, avg(scheduled_headway_s) AS planned_s,
         sum(CAST(headway_s AS DOUBLE) * headway_s) / nullif(2 * sum(headway_s), 0) AS awt_s,
         sum(CAST(scheduled_headway_s AS DOUBLE) * scheduled_headway_s) / nullif(2 * sum(scheduled_headway_s), 0) AS swt_s
  FROM headway_judged
  GROUP BY local_hour(actual_time), route_id, direction_id) line_hour
WHERE awt_s IS NOT NULL AND (planned_s <= 3600 / coalesce(setting('frequent_per_hour'), 5) OR parameter('line') IS NOT NULL)
GROUP BY event_time
ORDER BY event_time
