-- title: 取消的班次 | Cancelled trips
-- row: one planned trip of the window or of the day before it, begun by as_of(), that its newest update cancels, or the newest report of its vehicle, as known at as_of()
-- formula: newest schedule_relationship is CANCELED or DELETED (none told is SCHEDULED); without a date told from six hours before the trip to twelve after it; of trips that run by frequency the one that begins at the start told;
--   where no trip of the timetable is named the one of its line and direction that begins then
-- unit: -
-- once: true
-- kept: minute
-- source: GTFS-Realtime TripUpdates and VehiclePositions (called_off)
WITH newest AS (
  SELECT what, min(trip_id) AS trip_id, min(route_id) AS route_id, min(direction_id) AS direction_id, coalesce(min(start_date), '') AS start_date, min(start_time) AS start_time,
         max(event_time) AS event_time, arg_max(is_off, event_time) AS is_off
  FROM called_off
  WHERE stop_sequence IS NULL AND stop_id IS NULL AND received_at <= as_of() AND event_time <= as_of() AND event_time > as_of() - INTERVAL '8' DAY
  GROUP BY what),
cancelled AS (
  SELECT *, clock_s(start_time) AS start_s FROM newest WHERE is_off),
planned AS (
  SELECT p.service_date, p.trip_id, p.trip_id_performed, p.route_id, p.direction_id, p.planned_start, p.planned_end, date_diff('second', d.day_start, p.planned_start) AS offset_s
  FROM planned_trip p JOIN service_day d ON d.service_date = p.service_date
  WHERE p.planned_start <= as_of()
    AND p.planned_end >= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 90000))
SELECT service_date, trip_id_performed, max(event_time) AS event_time
FROM (
  SELECT p.service_date, p.trip_id_performed, c.event_time, c.start_date, p.planned_start, p.planned_end
  FROM cancelled c JOIN planned p ON p.trip_id = c.trip_id AND c.start_date IN ('', p.service_date)
  WHERE p.trip_id_performed = p.trip_id OR c.start_s IS NULL OR c.start_s = p.offset_s
  UNION ALL
  SELECT p.service_date, p.trip_id_performed, c.event_time, c.start_date, p.planned_start, p.planned_end
  FROM cancelled c JOIN planned p ON p.route_id = c.route_id AND (c.direction_id IS NULL OR p.direction_id IS NULL OR p.direction_id = c.direction_id)
   AND CASE WHEN abs(p.offset_s - c.start_s) <= coalesce(setting('start_tolerance_s'), 60) THEN c.start_date IN ('', p.service_date)
            ELSE abs(p.offset_s - 86400 - c.start_s) <= coalesce(setting('start_tolerance_s'), 60) AND (c.start_date = '' OR c.start_date > p.service_date) END
  WHERE c.trip_id IS NULL OR c.trip_id NOT IN (SELECT trip_id FROM gtfs_trip WHERE trip_id IS NOT NULL)) told
WHERE start_date <> '' OR event_time BETWEEN planned_start - INTERVAL '21600' SECOND AND planned_end + INTERVAL '43200' SECOND
GROUP BY service_date, trip_id_performed
