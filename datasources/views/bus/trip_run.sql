-- title: 班次行程时间 | Run times
-- row: one trip, due to have begun, that reached its last stop in the window, in scope() by that stop, of the line and direction named by the parameters where given
-- formula: run_s = arrival at the last stop - departure from the first, planned_s = the same of the timetable, excess_s = run_s - planned_s; trips longer than four hours, and replaced ones, are not looked for
-- unit: s
-- once: true
-- source: trip_performed; of two vehicles on one trip the one that arrived first
SELECT p.service_date, p.trip_id, p.trip_id_performed, seen.calls_seen, seen.calls_planned, p.route_id, p.direction_id, seen.vehicle_id, seen.departure_time, seen.arrival_time AS event_time,
       date_diff('second', seen.departure_time, seen.arrival_time) AS run_s, date_diff('second', p.planned_start, p.planned_end) AS planned_s,
       date_diff('second', seen.departure_time, seen.arrival_time) - date_diff('second', p.planned_start, p.planned_end) AS excess_s
FROM trip_plan p
JOIN (
  SELECT service_date, trip_id_performed, arg_min(vehicle_id, actual_trip_end) AS vehicle_id, arg_min(actual_trip_start, actual_trip_end) AS departure_time,
         min(actual_trip_end) AS arrival_time, arg_min(calls_seen, actual_trip_end) AS calls_seen, max(calls_planned) AS calls_planned
  FROM trip_performed WHERE actual_trip_start < actual_trip_end AND matched_by <> 'replaced'
  GROUP BY service_date, trip_id_performed) seen ON seen.trip_id_performed = p.trip_id_performed AND seen.service_date = p.service_date
WHERE p.planned_end > p.planned_start
  AND seen.arrival_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND (scope() IS NULL OR p.last_district_id = scope()) AND (parameter('line') IS NULL OR p.route_id = parameter('line'))
  AND (parameter('direction') IS NULL OR p.direction_id = CAST(parameter('direction') AS INT))
