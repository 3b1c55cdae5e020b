-- title: 线路到站记录 | Stop visits of the line
-- row: one call of a trip of line_call as observed within the window and the hour before it, with the headway to the vehicle before it at that stop
-- formula: stop_visit; headway_s, ratio and state as in headways
-- unit: s
-- once: true
-- source: TIDES stop_visits
WITH visit AS (
  SELECT p.service_date, v.trip_id_performed AS trip_id, p.direction_id, p.stop_sequence, p.stop_id, p.place, p.along_m, p.terminal, p.timepoint, p.times, p.scheduled_time, CASE WHEN v.matched_by = 'frequency' THEN v.scheduled_headway_s ELSE p.headway_s END AS scheduled_headway_s,
         v.vehicle_id, v.actual_time, v.pass, v.delay_s
  FROM stop_visit v
  JOIN line_chosen chosen ON chosen.route_id = v.route_id
  JOIN line_place p ON p.service_date = v.service_date AND p.trip_id = CASE WHEN v.matched_by = 'frequency' THEN v.trip_id ELSE v.trip_id_performed END AND p.stop_sequence = v.stop_sequence
  WHERE parameter('line') IS NULL OR v.route_id = parameter('line'))
SELECT service_date, trip_id, direction_id, stop_sequence, stop_id, place, along_m, terminal, timepoint, times, scheduled_time, actual_time, delay_s, vehicle_id, ahead_vehicle_id, ahead_trip_id,
       scheduled_headway_s, CASE WHEN gap_s <= 14400 AND ahead_trip_id <> trip_id THEN gap_s END AS headway_s, CAST(gap_s AS DOUBLE) / nullif(scheduled_headway_s, 0) AS ratio,
       CASE WHEN nullif(scheduled_headway_s, 0) IS NULL OR gap_s IS NULL OR gap_s > 14400 OR ahead_trip_id = trip_id THEN 'unknown'
            WHEN gap_s <= coalesce(setting('bunching'), 0.5) * scheduled_headway_s THEN 'bunched'
            WHEN gap_s >= coalesce(setting('gap'), 1.5) * scheduled_headway_s THEN 'gap'
            ELSE 'regular' END AS state
FROM (
  SELECT visit.*, lag(vehicle_id) OVER at_stop AS ahead_vehicle_id, lag(trip_id) OVER at_stop AS ahead_trip_id,
         date_diff('second', lag(actual_time) OVER at_stop, actual_time) AS gap_s
  FROM visit
  WINDOW at_stop AS (PARTITION BY direction_id, stop_id, pass ORDER BY actual_time, trip_id)) visit
