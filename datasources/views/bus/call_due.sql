-- title: 计划到站 | Calls due
-- row: one call of the timetable, planned from two hours before the window until as_of() or an hour after, with the planned headway to the trip before it
-- formula: scheduled headway = time since the same line and direction was last planned to call there
-- unit: -
-- source: GTFS stop_times, calendar, calendar_dates
SELECT service_date, trip_id, route_id, coalesce(direction_id, 0) AS direction_id, stop_sequence, stop_id, district_id, scheduled_time, headway_s
FROM service_call
WHERE route_id IS NOT NULL AND scheduled_time <= as_of() + INTERVAL '3600' SECOND
  AND scheduled_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 7200)
