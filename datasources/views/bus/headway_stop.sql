-- title: 各站车头时距之和 | Sums of headways at stops
-- row: one stop of a line and direction where a headway of the window was seen, whatever the scope
-- formula: over headways that are believed (headway_known): sum(H^2), sum(H), how many, the newest; of the calls due there in the window (of lines run by headways: of those calls) the same of the planned
--   ones; last_time = newest call behind another vehicle, in doubt or not
-- unit: s
-- once: true
-- kept: minute
-- source: standard
WITH observed AS (
  SELECT route_id, direction_id, stop_id, sum(CAST(headway_s AS DOUBLE) * headway_s) AS squares, CAST(sum(headway_s) AS DOUBLE) AS total, count(*) AS headways, max(actual_time) AS newest
  FROM headway_known GROUP BY route_id, direction_id, stop_id),
planned AS (
  SELECT route_id, direction_id, stop_id, sum(CAST(headway_s AS DOUBLE) * headway_s) AS squares, CAST(sum(headway_s) AS DOUBLE) AS total, count(*) AS calls, max(scheduled_time) AS due
  FROM call_due
  WHERE headway_s BETWEEN 1 AND 3600 AND scheduled_time <= as_of()
    AND scheduled_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  GROUP BY route_id, direction_id, stop_id
  UNION ALL
  SELECT route_id, direction_id, stop_id, sum(CAST(scheduled_headway_s AS DOUBLE) * scheduled_headway_s), CAST(sum(scheduled_headway_s) AS DOUBLE), count(*), CAST(NULL AS TIMESTAMP)
  FROM headway_known
  WHERE scheduled_time IS NULL AND route_id NOT IN (SELECT route_id FROM planned_trip WHERE route_id IS NOT NULL)   -- run by headways: planned at those calls
  GROUP BY route_id, direction_id, stop_id)
SELECT seen.route_id, seen.direction_id, seen.stop_id, seen.district_id, seen.last_time, o.squares, o.total, o.headways, o.newest,
       p.squares AS planned_squares, p.total AS planned_total, p.calls, p.due
FROM (SELECT route_id, direction_id, stop_id, min(district_id) AS district_id, max(actual_time) AS last_time FROM headways GROUP BY route_id, direction_id, stop_id) seen
LEFT JOIN observed o ON o.route_id = seen.route_id AND o.direction_id = seen.direction_id AND o.stop_id = seen.stop_id
LEFT JOIN planned p ON p.route_id = seen.route_id AND p.direction_id = seen.direction_id AND p.stop_id = seen.stop_id
