-- title: 计划班次 | Trips planned
-- row: one trip of the timetable on one service date, begun by as_of() and not ended more than four hours before the window; whatever the scope
-- formula: first and last call with their stops and districts
-- unit: -
-- source: GTFS stop_times, calendar, calendar_dates (a trip that runs by frequency counts once a run, without exact times not at all)
SELECT service_date, trip_id_performed, trip_id, route_id, coalesce(direction_id, 0) AS direction_id, block_id, planned_start, planned_end,
       first_stop_id, last_stop_id, first_district_id, last_district_id
FROM planned_trip
WHERE planned_start <= as_of()
  AND planned_end >= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
