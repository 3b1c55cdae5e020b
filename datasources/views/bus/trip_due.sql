-- title: 计划在途班次 | Trips due
-- row: one trip of the timetable, on one service day, planned to be under way at some moment of the window; within scope() only its calls there count
-- formula: planned_start = first call, planned_end = last call; due when planned_start <= as_of() and planned_end >= as_of() - window_s
-- unit: -
-- source: GTFS stop_times, calendar, calendar_dates (frequency-based trips have no fixed start and are left out)
SELECT day.service_date, trip.trip_id, min(trip.route_id) AS route_id, min(trip.direction_id) AS direction_id, min(trip.block_id) AS block_id,
       min(day.day_start + INTERVAL '1' SECOND * coalesce(call.departure_s, call.arrival_s)) AS planned_start,
       max(day.day_start + INTERVAL '1' SECOND * coalesce(call.arrival_s, call.departure_s)) AS planned_end,
       count(*) AS calls
FROM service_day day
JOIN gtfs_service_date active ON active.service_date = day.service_date
JOIN timetable_trip trip ON trip.service_id = active.service_id AND (trip.feed = active.feed OR trip.pieces)
JOIN gtfs_stop_time call ON call.trip_id = trip.trip_id AND (call.feed = trip.feed OR trip.pieces)
JOIN gtfs_stop stop ON stop.stop_id = call.stop_id AND (stop.feed = call.feed OR trip.pieces)
WHERE day.day_start BETWEEN as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 172800) AND as_of()
  AND (scope() IS NULL OR stop.district_id = scope())
  AND NOT EXISTS (SELECT 1 FROM gtfs_frequency f WHERE f.trip_id = trip.trip_id AND (f.feed = trip.feed OR trip.pieces))
GROUP BY day.service_date, trip.trip_id
HAVING min(day.day_start + INTERVAL '1' SECOND * coalesce(call.departure_s, call.arrival_s)) <= as_of()
   AND max(day.day_start + INTERVAL '1' SECOND * coalesce(call.arrival_s, call.departure_s))
       >= as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
