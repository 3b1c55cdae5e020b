-- title: 班次行程时间 | Run times
-- row: one trip that reached its last stop in the window, in scope() by that stop, of the line and direction named by the parameters where given
-- formula: run_s = arrival at the last stop - departure from the first, planned_s = the same of the timetable, excess_s = run_s - planned_s; trips longer than four hours are not looked for
-- unit: s
-- once: true
-- source: stop_visit_candidate; at the first stop the last pass among those as near as the nearest (20 m), at the last stop the first
SELECT p.service_date, p.trip_id, p.route_id, p.direction_id, seen.vehicle_id, seen.departure_time, seen.arrival_time AS event_time,
       date_diff('second', seen.departure_time, seen.arrival_time) AS run_s, date_diff('second', p.planned_start, p.planned_end) AS planned_s,
       date_diff('second', seen.departure_time, seen.arrival_time) - date_diff('second', p.planned_start, p.planned_end) AS excess_s
FROM trip_plan p
JOIN (
  SELECT service_date, trip_id, arg_min(vehicle_id, rank) AS vehicle_id, arg_min(actual_time, rank) FILTER (WHERE terminal = 1) AS departure_time,
         arg_min(actual_time, rank) FILTER (WHERE terminal = 2) AS arrival_time
  FROM (
    SELECT service_date, trip_id, vehicle_id, terminal, actual_time,
           floor(distance_m / 20) * 1000000 + CASE WHEN terminal = 2 THEN 1 ELSE -1 END * date_diff('second', scheduled_time, actual_time) AS rank
    FROM stop_visit_candidate
    WHERE terminal > 0 AND event_time <= as_of() AND received_at <= as_of()
      AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)) pass
  GROUP BY service_date, trip_id) seen ON seen.trip_id = p.trip_id AND seen.service_date = p.service_date
WHERE seen.departure_time < seen.arrival_time AND p.planned_end > p.planned_start
  AND seen.arrival_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND (scope() IS NULL OR p.last_district_id = scope()) AND (parameter('line') IS NULL OR p.route_id = parameter('line'))
  AND (parameter('direction') IS NULL OR p.direction_id = CAST(parameter('direction') AS INT))
