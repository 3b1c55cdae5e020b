-- title: 各站车头时距之和 | Sums of headways at stops
-- row: one stop of a line and direction where a headway of the window was seen, whatever the scope
-- formula: over headways that are believed (headway_known): sum(H^2), sum(H), how many, the newest; of the calls due there in the window (of lines run by headways: of those calls) the same of the planned
--   ones, and of those planned meanwhile: after the first of the vehicles between which headways were seen, up to the last; last_time = newest call behind another vehicle, in doubt or not; doubted = sum(H) of those in doubt, pauses of service left out
-- unit: s
-- once: true
-- kept: minute
-- source: standard
WITH observed AS (
  SELECT route_id, direction_id, stop_id, sum(CAST(headway_s AS DOUBLE) * headway_s) AS squares, CAST(sum(headway_s) AS DOUBLE) AS total, count(*) AS headways, max(actual_time) AS newest,
         min(coalesce(CASE WHEN scheduled_time IS NOT NULL THEN ahead_scheduled_time END, actual_time - INTERVAL '1' SECOND * headway_s)) AS since, max(coalesce(CASE WHEN ahead_scheduled_time IS NOT NULL THEN scheduled_time END, actual_time)) AS until
  FROM headway_known GROUP BY route_id, direction_id, stop_id),
planned AS (
  SELECT route_id, direction_id, stop_id, sum(square) FILTER (WHERE due) AS squares, sum(headway_s) FILTER (WHERE due) AS total, count(*) FILTER (WHERE due) AS calls, max(scheduled_time) FILTER (WHERE due) AS due,
         sum(square) FILTER (WHERE meanwhile) AS while_squares, sum(headway_s) FILTER (WHERE meanwhile) AS while_total
  FROM (
    SELECT c.route_id, c.direction_id, c.stop_id, c.scheduled_time, CAST(c.headway_s AS DOUBLE) AS headway_s, CAST(c.headway_s AS DOUBLE) * c.headway_s AS square,
           c.scheduled_time <= as_of() AND c.scheduled_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) AS due,
           c.scheduled_time > o.since AND c.scheduled_time <= o.until AS meanwhile
    FROM call_due c LEFT JOIN observed o ON o.route_id = c.route_id AND o.direction_id = c.direction_id AND o.stop_id = c.stop_id
    WHERE c.headway_s BETWEEN 1 AND 3600) call
  GROUP BY route_id, direction_id, stop_id
  UNION ALL
  SELECT route_id, direction_id, stop_id, sum(CAST(scheduled_headway_s AS DOUBLE) * scheduled_headway_s), CAST(sum(scheduled_headway_s) AS DOUBLE), count(*), CAST(NULL AS TIMESTAMP),
         sum(CAST(scheduled_headway_s AS DOUBLE) * scheduled_headway_s), CAST(sum(scheduled_headway_s) AS DOUBLE)
  FROM headway_known
  WHERE scheduled_time IS NULL AND route_id NOT IN (SELECT route_id FROM planned_trip WHERE route_id IS NOT NULL)   -- run by headways: planned at those calls
  GROUP BY route_id, direction_id, stop_id)
SELECT seen.route_id, seen.direction_id, seen.stop_id, seen.district_id, seen.last_time, o.squares, o.total, o.headways, o.newest,
       doubt.doubted, p.squares AS planned_squares, p.total AS planned_total, p.calls, p.due, p.while_squares, p.while_total
FROM (SELECT route_id, direction_id, stop_id, min(district_id) AS district_id, max(actual_time) AS last_time FROM headways GROUP BY route_id, direction_id, stop_id) seen
LEFT JOIN (
  SELECT route_id, direction_id, stop_id, CAST(sum(headway_s) AS DOUBLE) AS doubted
  FROM headway_wide
  WHERE doubt NOT IN ('none', 'pause') AND scheduled_headway_s <= 3600 AND actual_time <= as_of()
    AND actual_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  GROUP BY route_id, direction_id, stop_id) doubt ON doubt.route_id = seen.route_id AND doubt.direction_id = seen.direction_id AND doubt.stop_id = seen.stop_id
LEFT JOIN observed o ON o.route_id = seen.route_id AND o.direction_id = seen.direction_id AND o.stop_id = seen.stop_id
LEFT JOIN planned p ON p.route_id = seen.route_id AND p.direction_id = seen.direction_id AND p.stop_id = seen.stop_id
