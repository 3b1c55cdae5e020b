-- title: 出场计划与实际 | Pull-outs against plan
-- row: one block (a vehicle's work of a day) whose first trip is planned to begin in the window, or in the next half hour, at a first stop in scope(); in order of depot and time
-- formula: depot = that of the vehicle which runs the block, else the depot of most vehicles registered for the line; state: on_time = left its first stop no later than the window of departure, late = later,
--   out = under way, departure not seen, missing = not seen ten minutes after its time, cancelled, no_data (positions had stopped), due = its time is yet to come
-- unit: s
-- once: true
-- source: Swiftly, Skate: pull-outs; first trip of each block_id of the timetable
WITH block AS (
  SELECT service_date, block_id, min(trip_start) AS planned_start, arg_min(trip_id_performed, trip_start) AS trip_id, arg_min(route_id, trip_start) AS route_id,
         arg_min(stop_id, trip_start) AS stop_id, arg_min(district_id, trip_start) AS district_id
  FROM service_call
  WHERE terminal = 1 AND block_id <> '' AND scheduled_time BETWEEN as_of() - INTERVAL '30' HOUR AND as_of() + INTERVAL '1800' SECOND
  GROUP BY service_date, block_id),
line_depot AS (
  SELECT route_id, arg_max(depot, vehicles) AS depot FROM (
    SELECT route_id, depot, count(*) AS vehicles FROM vehicle WHERE depot <> '' AND route_id <> '' GROUP BY route_id, depot) counted
  GROUP BY route_id)
SELECT coalesce(v.depot, line_depot.depot) AS depot, b.block_id, b.service_date, b.route_id, coalesce(l.route_name, b.route_id) AS route_name, b.trip_id, s.stop_name,
       b.planned_start, t.departure_delay_s AS delay_s, t.vehicle_id,
       CASE WHEN t.trip_id IS NULL OR t.outcome = 'due' THEN 'due'
            WHEN t.seen AND t.departure_delay_s > coalesce(own.late_s, any_line.late_s) THEN 'late'
            WHEN t.seen AND t.departure_delay_s IS NOT NULL THEN 'on_time'
            WHEN t.seen THEN CASE WHEN b.planned_start > as_of() - INTERVAL '600' SECOND THEN 'due' ELSE 'out' END
            WHEN t.outcome = 'lost' THEN 'missing' ELSE t.outcome END AS state
FROM block b
LEFT JOIN trip_outcome t ON t.trip_id_performed = b.trip_id AND t.service_date = b.service_date
LEFT JOIN (SELECT vehicle_id, min(nullif(depot, '')) AS depot FROM vehicle GROUP BY vehicle_id) v ON v.vehicle_id = t.vehicle_id
LEFT JOIN line_depot ON line_depot.route_id = b.route_id
LEFT JOIN line l ON l.route_id = b.route_id
LEFT JOIN stop s ON s.stop_id = b.stop_id
JOIN on_time_rule any_line ON any_line.route_id = '' AND any_line.stop_type = 'departure'
LEFT JOIN on_time_rule own ON own.route_id = b.route_id AND own.stop_type = 'departure'
WHERE b.planned_start > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND (scope() IS NULL OR b.district_id = scope()) AND (parameter('line') IS NULL OR b.route_id = parameter('line'))
  AND (parameter('depot') IS NULL OR coalesce(v.depot, line_depot.depot) = parameter('depot'))
ORDER BY depot, b.planned_start, b.block_id
