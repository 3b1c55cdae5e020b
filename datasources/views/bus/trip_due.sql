-- title: 计划在途班次 | Trips due
-- row: one trip of the timetable, on one service date, planned to be under way at some moment of the window; within scope() if it calls there
-- formula: due when planned_start <= as_of() and planned_end >= as_of() - window_s; in a district, trips longer than eight hours are not looked for
-- unit: -
-- once: true
-- source: GTFS stop_times, calendar, calendar_dates (a trip that runs by frequency counts once a run, without exact times not at all)
SELECT service_date, trip_id_performed, route_id, planned_start, planned_end
FROM planned_trip
WHERE scope() IS NULL AND first_stop_id IS NOT NULL AND planned_start <= as_of()
  AND planned_end >= as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
UNION ALL
SELECT service_date, trip_id_performed, min(route_id) AS route_id, min(trip_start) AS planned_start, max(trip_end) AS planned_end
FROM service_call
WHERE scope() IS NOT NULL AND district_id = scope() AND scheduled_time <= as_of()
  AND scheduled_time >= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 28800)
  AND trip_start <= as_of()
  AND trip_end >= as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
GROUP BY service_date, trip_id_performed
