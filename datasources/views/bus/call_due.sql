-- title: 计划到站 | Calls due
-- row: one call of the timetable, planned from two hours before the window until as_of(), with the planned headway to the trip before it
-- formula: scheduled headway = time since the same line and direction was last planned to call there
-- unit: -
-- source: GTFS stop_times, calendar, calendar_dates
SELECT *, date_diff('second', lag(scheduled_time) OVER (PARTITION BY route_id, direction_id, stop_id ORDER BY scheduled_time, trip_id), scheduled_time) AS headway_s
FROM (
  SELECT day.service_date, trip.trip_id, trip.route_id, coalesce(trip.direction_id, 0) AS direction_id, call.stop_sequence, call.stop_id, stop.district_id,
         day.day_start + INTERVAL '1' SECOND * coalesce(call.departure_s, call.arrival_s) AS scheduled_time
  FROM service_day day
  JOIN gtfs_service_date active ON active.service_date = day.service_date
  JOIN timetable_trip trip ON trip.service_id = active.service_id AND (trip.feed = active.feed OR trip.pieces)
  JOIN gtfs_stop_time call ON call.trip_id = trip.trip_id AND (call.feed = trip.feed OR trip.pieces)
  JOIN gtfs_stop stop ON stop.stop_id = call.stop_id AND (stop.feed = call.feed OR trip.pieces)
  WHERE day.day_start BETWEEN as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 172800) AND as_of()
    AND day.day_start + INTERVAL '1' SECOND * coalesce(call.departure_s, call.arrival_s)
        BETWEEN as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 7200) AND as_of() + INTERVAL '3600' SECOND
    AND trip.route_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM gtfs_frequency f WHERE f.trip_id = trip.trip_id AND (f.feed = trip.feed OR trip.pieces))) planned
