-- title: 取消的班次 | Cancelled trips
-- row: one planned trip, begun by as_of(), whose newest update, as known at as_of(), cancels it
-- formula: newest schedule_relationship is CANCELED or DELETED (none told is SCHEDULED), told within six hours before the window; of trips that run by frequency the one that begins at the start told;
--   where the update names no trip of the timetable the one of its line and direction that begins then
-- unit: -
-- once: true
-- kept: minute
-- source: GTFS-Realtime TripUpdates
WITH newest AS (
  SELECT trip_id, min(route_id) AS route_id, min(direction_id) AS direction_id, coalesce(start_date, '') AS start_date, min(start_time) AS start_time,
         max(event_time) AS event_time, arg_max(coalesce(schedule_relationship, 'SCHEDULED'), event_time) AS said
  FROM trip_update
  WHERE received_at <= as_of() AND event_time <= as_of()
    AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 21600)
    -- few trips are ever cancelled: only their updates are looked at; a trip that was added says nothing of the one whose name it bears
    AND coalesce(trip_id, concat(route_id, ' ', start_time)) IN (
      SELECT coalesce(trip_id, concat(route_id, ' ', start_time)) FROM trip_update
      WHERE schedule_relationship IN ('CANCELED', 'DELETED') AND received_at <= as_of() AND event_time <= as_of()
        AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 21600))
    AND coalesce(schedule_relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED')
  GROUP BY trip_id, coalesce(start_date, ''), CASE WHEN trip_id IS NULL THEN concat(route_id, ' ', direction_id, ' ', start_time)
                                                   WHEN trip_id IN (SELECT trip_id FROM gtfs_frequency) THEN start_time END),
cancelled AS (
  SELECT *, clock_s(start_time) AS start_s FROM newest WHERE said IN ('CANCELED', 'DELETED')),
planned AS (
  SELECT p.service_date, p.trip_id, p.trip_id_performed, p.route_id, p.direction_id, date_diff('second', d.day_start, p.planned_start) AS offset_s
  FROM planned_trip p JOIN service_day d ON d.service_date = p.service_date
  WHERE p.planned_start <= as_of()
    AND p.planned_end >= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400))
SELECT service_date, trip_id_performed, max(event_time) AS event_time
FROM (
  SELECT p.service_date, p.trip_id_performed, c.event_time
  FROM cancelled c JOIN planned p ON p.trip_id = c.trip_id AND c.start_date IN ('', p.service_date)
  WHERE p.trip_id_performed = p.trip_id OR c.start_s IS NULL OR c.start_s = p.offset_s
  UNION ALL
  SELECT p.service_date, p.trip_id_performed, c.event_time
  FROM cancelled c JOIN planned p ON p.route_id = c.route_id AND (c.direction_id IS NULL OR p.direction_id IS NULL OR p.direction_id = c.direction_id)
   AND CASE WHEN abs(p.offset_s - c.start_s) <= coalesce(setting('start_tolerance_s'), 60) THEN c.start_date IN ('', p.service_date)
            ELSE abs(p.offset_s - 86400 - c.start_s) <= coalesce(setting('start_tolerance_s'), 60) AND (c.start_date = '' OR c.start_date > p.service_date) END
  WHERE c.trip_id IS NULL OR c.trip_id NOT IN (SELECT trip_id FROM gtfs_trip WHERE trip_id IS NOT NULL)) told
GROUP BY service_date, trip_id_performed
