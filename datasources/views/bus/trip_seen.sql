-- title: 计划班次执行情况 | Trips planned to have begun
-- row: one trip planned to begin in the window, at least ten minutes ago
-- formula: seen when it called anywhere (stop visit) or a vehicle reports it now; cancelled when its newest trip update says so
-- unit: -
-- source: standard; a trip that nobody saw is lost, whether cancelled or not (MBTA policy: dropped trips stay in the denominator)
SELECT due.service_date, due.trip_id, due.route_id, due.direction_id, due.planned_start, due.planned_end,
       visited.trip_id IS NOT NULL OR heard.trip_id IS NOT NULL AS seen, coalesce(said.cancelled, FALSE) AS cancelled, visited.vehicle_id
FROM trip_due due
LEFT JOIN (SELECT service_date, trip_id, arg_max(vehicle_id, actual_time) AS vehicle_id FROM stop_visit GROUP BY service_date, trip_id) visited
  ON visited.trip_id = due.trip_id AND visited.service_date = due.service_date
LEFT JOIN (SELECT DISTINCT trip_id FROM vehicle_latest WHERE trip_id IS NOT NULL) heard ON heard.trip_id = due.trip_id
LEFT JOIN (SELECT trip_id, arg_max(schedule_relationship, event_time) IN ('CANCELED', 'DELETED') AS cancelled FROM trip_update
           WHERE event_time BETWEEN as_of() - INTERVAL '900' SECOND AND as_of() AND received_at <= as_of() GROUP BY trip_id) said ON said.trip_id = due.trip_id
WHERE due.planned_start <= as_of() - INTERVAL '600' SECOND
  AND due.planned_start > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
