-- Every trip on the new dates. A trip run by frequency with exact_times has one run a headway, each with times of its own; without them
-- it has one line a span of time, in which only the headway is planned.
INSERT INTO service_trip
WITH trip AS (
  SELECT t.*, p.pattern_id, t.feed NOT IN (SELECT feed FROM gtfs_stop) AS pieces
  FROM gtfs_trip t JOIN trip_pattern p ON p.feed = t.feed AND p.trip_id = t.trip_id),
span AS (
  SELECT feed, trip_id, min(coalesce(departure_s, arrival_s)) AS first_s, max(coalesce(arrival_s, departure_s)) AS last_s
  FROM gtfs_stop_time GROUP BY feed, trip_id HAVING first_s IS NOT NULL),
frequency AS (
  SELECT DISTINCT feed, trip_id, start_s, end_s, headway_secs, coalesce(exact_times, 0) AS exact FROM gtfs_frequency WHERE headway_secs > 0 AND end_s > start_s),
run AS (
  SELECT feed, trip_id, unnest(range(start_s, end_s, headway_secs)) AS start_s, CAST(NULL AS INT) AS until_s, headway_secs AS headway_s FROM frequency WHERE exact = 1
  UNION ALL
  SELECT feed, trip_id, start_s, end_s, headway_secs FROM frequency WHERE exact <> 1)
SELECT day.service_date, day.begins, trip.feed, trip.trip_id,
       CASE WHEN run.start_s IS NULL OR run.until_s IS NOT NULL THEN trip.trip_id
            ELSE printf('%s@%02d:%02d:%02d', trip.trip_id, run.start_s // 3600, run.start_s // 60 % 60, run.start_s % 60) END AS trip_id_performed,
       nullif(trip.route_id, '') AS route_id, trip.direction_id, trip.block_id, trip.pattern_id,
       day.begins + INTERVAL '1' SECOND * coalesce(run.start_s, first_s) AS trip_start,
       day.begins + INTERVAL '1' SECOND * coalesce(run.until_s, run.start_s + last_s - first_s, last_s) AS trip_end,
       CASE WHEN run.until_s IS NULL THEN coalesce(run.start_s - first_s, 0) END AS shift_s, run.headway_s
FROM (SELECT service_date, feed, service_id, day_start + INTERVAL '1' SECOND * coalesce(shift_s, 0) AS begins FROM new_day JOIN gtfs_service_date USING (service_date)) day
JOIN trip ON trip.service_id = day.service_id AND (trip.feed = day.feed OR trip.pieces)
JOIN span ON span.trip_id = trip.trip_id AND (span.feed = trip.feed OR trip.pieces)
LEFT JOIN run ON run.trip_id = trip.trip_id AND (run.feed = trip.feed OR trip.pieces)
ORDER BY trip_start, trip_id
