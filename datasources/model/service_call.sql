-- The timetable laid out on the service dates that event times from getvariable('batch_from') to getvariable('batch_to') can belong to,
-- each date once. Trips run by frequency have no fixed times and are left out. A timetable that came in pieces (a feed for its trips,
-- another for its stops) matches ids across feeds; a whole one (GTFS zip) within itself, so that two operators may use the same ids.
-- Dates older than timetable_days (10) before the newest are dropped.
INSERT INTO service_call
WITH day AS (
  SELECT service_date, day_start FROM service_day
  WHERE day_start BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '52' HOUR AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' HOUR
    AND service_date NOT IN (SELECT service_date FROM service_call_day)),
trip AS (
  SELECT t.*, t.feed NOT IN (SELECT feed FROM gtfs_stop) AS pieces FROM gtfs_trip t
  WHERE t.trip_id NOT IN (SELECT trip_id FROM gtfs_frequency)),
call AS (
  SELECT day.service_date, day.day_start, trip.trip_id, nullif(trip.route_id, '') AS route_id, trip.direction_id, trip.block_id,
         st.stop_sequence, st.stop_id, st.timepoint, coalesce(st.departure_s, st.arrival_s) AS scheduled_s,
         stop.district_id, stop.latitude, stop.longitude
  FROM day
  JOIN gtfs_service_date active ON active.service_date = day.service_date
  JOIN trip ON trip.service_id = active.service_id AND (trip.feed = active.feed OR trip.pieces)
  JOIN gtfs_stop_time st ON st.trip_id = trip.trip_id AND (st.feed = trip.feed OR trip.pieces)
  JOIN gtfs_stop stop ON stop.stop_id = st.stop_id AND (stop.feed = st.feed OR trip.pieces)
  WHERE coalesce(st.departure_s, st.arrival_s) IS NOT NULL),
timed AS (
  SELECT call.*, day_start + INTERVAL '1' SECOND * scheduled_s AS scheduled_time,
         min(scheduled_s) OVER trip_day AS first_s, max(scheduled_s) OVER trip_day AS last_s,
         min(stop_sequence) OVER trip_day AS first_sequence, max(stop_sequence) OVER trip_day AS last_sequence
  FROM call WINDOW trip_day AS (PARTITION BY service_date, trip_id))
SELECT service_date, trip_id, route_id, direction_id, block_id, stop_sequence, stop_id, district_id, latitude, longitude, timepoint,
       CASE WHEN stop_sequence = first_sequence THEN 1 WHEN stop_sequence = last_sequence THEN 2 ELSE 0 END AS terminal, scheduled_time,
       day_start + INTERVAL '1' SECOND * first_s AS trip_start, day_start + INTERVAL '1' SECOND * last_s AS trip_end,
       CASE WHEN route_id IS NOT NULL THEN
         CAST(date_diff('second', lag(scheduled_time) OVER (PARTITION BY route_id, coalesce(direction_id, 0), stop_id ORDER BY scheduled_time, trip_id), scheduled_time) AS INT)
       END AS headway_s
FROM timed
ORDER BY scheduled_time, trip_id, stop_sequence;
INSERT INTO service_call_day
SELECT service_date, day_start FROM service_day
WHERE day_start BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '52' HOUR AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' HOUR
  AND service_date NOT IN (SELECT service_date FROM service_call_day) AND EXISTS (SELECT 1 FROM gtfs_stop_time);
DELETE FROM service_call WHERE service_date IN (
  SELECT service_date FROM service_call_day
  WHERE day_start < (SELECT max(day_start) FROM service_call_day) - INTERVAL '1' DAY * coalesce(setting('timetable_days'), 10));
DELETE FROM service_call_day
WHERE day_start < (SELECT max(day_start) FROM service_call_day) - INTERVAL '1' DAY * coalesce(setting('timetable_days'), 10)
