-- title: 计划班次 | Trips planned
-- row: one trip of the timetable on one service date, begun by as_of() and not ended more than four hours before the window; whatever the scope
-- formula: first and last call with their stops and districts; trips longer than eight hours are not looked for
-- unit: -
-- once: true
-- source: GTFS stop_times, calendar, calendar_dates (a trip that runs by frequency counts once a run, without exact times not at all)
SELECT service_date, trip_id_performed, min(trip_id) AS trip_id, min(route_id) AS route_id, coalesce(min(direction_id), 0) AS direction_id, min(block_id) AS block_id,
       min(trip_start) AS planned_start, max(trip_end) AS planned_end,
       min(stop_id) FILTER (WHERE terminal = 1) AS first_stop_id, min(stop_id) FILTER (WHERE terminal = 2) AS last_stop_id,
       min(district_id) FILTER (WHERE terminal = 1) AS first_district_id, min(district_id) FILTER (WHERE terminal = 2) AS last_district_id
FROM service_call
WHERE terminal > 0 AND trip_start <= as_of() AND scheduled_time <= as_of() + INTERVAL '28800' SECOND
  AND scheduled_time >= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 43200)
  AND trip_end >= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
GROUP BY service_date, trip_id_performed
