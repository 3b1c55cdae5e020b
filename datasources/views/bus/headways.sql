-- title: 车头时距 | Headways
-- row: one vehicle calling at a stop after another vehicle of its line and direction, in the window and the scope; over four hours is a pause of service
-- formula: headway_s = time since the vehicle before, on the same pass of the stop where a line comes by twice; scheduled_headway_s = what the timetable plans before this trip at this stop;
--   ratio = the one over the other; is_wide = behind another vehicle than the timetable has before it; bunched <= bunching (0.5), gap >= gap (1.5); whether it can be believed: headway_doubt
-- unit: s
-- once: true
-- kept: true
-- source: TransitMatters (bunching), metrics-mvp (gap)
SELECT *, CAST(headway_s AS DOUBLE) / nullif(scheduled_headway_s, 0) AS ratio,
       coalesce(CASE WHEN scheduled_time IS NULL OR ahead_scheduled_time IS NULL THEN headway_s > scheduled_headway_s
                     ELSE ahead_scheduled_time < scheduled_time - INTERVAL '1' SECOND * scheduled_headway_s END, FALSE) AS is_wide,
       CASE WHEN nullif(scheduled_headway_s, 0) IS NULL THEN 'unknown'
            WHEN headway_s <= coalesce(setting('bunching'), 0.5) * scheduled_headway_s THEN 'bunched'
            WHEN headway_s >= coalesce(setting('gap'), 1.5) * scheduled_headway_s THEN 'gap'
            ELSE 'regular' END AS state
FROM (
  SELECT route_id, coalesce(direction_id, 0) AS direction_id, stop_id, pass, stop_sequence, service_date, trip_id, trip_id_performed, vehicle_id, actual_time, delay_s, district_id,
         scheduled_time, scheduled_headway_s, lag(vehicle_id) OVER at_stop AS ahead_vehicle_id, lag(trip_id) OVER at_stop AS ahead_trip_id, lag(trip_id_performed) OVER at_stop AS ahead_run,
         lag(scheduled_time) OVER at_stop AS ahead_scheduled_time, date_diff('second', lag(actual_time) OVER at_stop, actual_time) AS headway_s
  FROM (
    SELECT route_id, direction_id, stop_id, pass, stop_sequence, service_date, trip_id, trip_id_performed, vehicle_id, actual_time, delay_s, district_id, scheduled_time, scheduled_headway_s
    FROM stop_visit
    UNION ALL
    SELECT route_id, direction_id, stop_id, pass, stop_sequence, service_date, trip_id, trip_id_performed, vehicle_id, actual_time, delay_s, district_id, scheduled_time, scheduled_headway_s
    FROM stop_visit_before) visit
  WINDOW at_stop AS (PARTITION BY route_id, coalesce(direction_id, 0), stop_id, pass ORDER BY actual_time, trip_id_performed, service_date, stop_sequence)) passed
-- by headways alone a vehicle follows itself, on its next round; by the timetable it is the same call
WHERE headway_s <= 14400 AND (ahead_run <> trip_id_performed OR scheduled_time IS NULL)
  AND actual_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND (scope() IS NULL OR district_id = scope())
