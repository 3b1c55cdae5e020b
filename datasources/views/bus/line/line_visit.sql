-- title: 线路到站记录 | Stop visits of the line
-- row: one call of a trip of line_call as observed, with the headway to the vehicle before it at that stop
-- formula: stop_visit; headway_s, ratio and state as in headways
-- unit: s
-- once: true
-- source: TIDES stop_visits
WITH pass AS (
  SELECT v.service_date, v.trip_id, v.stop_sequence, v.vehicle_id, v.actual_time,
         row_number() OVER (
           PARTITION BY v.service_date, v.trip_id, v.stop_sequence
           ORDER BY floor(v.distance_m / 20) * 1000000 + CASE WHEN v.terminal = 2 THEN 1 ELSE -1 END * date_diff('second', v.scheduled_time, v.actual_time)) AS rank
  FROM stop_visit_candidate v
  JOIN line_chosen chosen ON chosen.route_id = v.route_id
  WHERE v.event_time <= as_of() AND v.received_at <= as_of() AND v.event_time > as_of() - INTERVAL '18000' SECOND),
visit AS (
  SELECT p.service_date, p.trip_id, p.direction_id, p.stop_sequence, p.stop_id, p.place, p.along_m, p.terminal, p.timepoint, p.times, p.scheduled_time, p.headway_s AS scheduled_headway_s,
         pass.vehicle_id, pass.actual_time, date_diff('second', p.scheduled_time, pass.actual_time) AS delay_s
  FROM pass
  JOIN line_place p ON p.service_date = pass.service_date AND p.trip_id = pass.trip_id AND p.stop_sequence = pass.stop_sequence
  WHERE pass.rank = 1
  QUALIFY coalesce(p.terminal, 0) <> 1 OR max(p.stop_sequence) OVER (PARTITION BY p.service_date, p.trip_id) > p.stop_sequence)
SELECT service_date, trip_id, direction_id, stop_sequence, stop_id, place, along_m, terminal, timepoint, times, scheduled_time, actual_time, delay_s, vehicle_id, ahead_vehicle_id, ahead_trip_id,
       scheduled_headway_s, CASE WHEN gap_s <= 3600 AND ahead_trip_id <> trip_id THEN gap_s END AS headway_s, CAST(gap_s AS DOUBLE) / nullif(scheduled_headway_s, 0) AS ratio,
       CASE WHEN nullif(scheduled_headway_s, 0) IS NULL OR gap_s IS NULL OR gap_s > 3600 OR ahead_trip_id = trip_id THEN 'unknown'
            WHEN gap_s <= coalesce(setting('bunching'), 0.5) * scheduled_headway_s THEN 'bunched'
            WHEN gap_s >= coalesce(setting('gap'), 1.5) * scheduled_headway_s THEN 'gap'
            ELSE 'regular' END AS state
FROM (
  SELECT visit.*, lag(vehicle_id) OVER at_stop AS ahead_vehicle_id, lag(trip_id) OVER at_stop AS ahead_trip_id,
         date_diff('second', lag(actual_time) OVER at_stop, actual_time) AS gap_s
  FROM visit
  WINDOW at_stop AS (PARTITION BY direction_id, stop_id ORDER BY actual_time, trip_id)) visit
