-- How whole the tracks are, in sums of five minutes. Five minutes are summed once they are over for two minutes (track_wait_s), and again where
-- reports of theirs come later than that, so that the order of arrival does not matter in the end and a landing costs next to nothing.
-- A report drifted when no vehicle can have come there from the report before (max_jump_ms, 45 m/s, and over 500 m), unless it is the
-- way back from one that had drifted; of a vehicle that leaps to and fro all the while (two units under one id) those at one of its two places did. The way counts as complete where reports are no further apart than report_gap_s (600).
-- Reports are dense where a stay at a stop is seen whole (dwell_report_s, 15): what their gap leaves out the way through the stop's zone makes up for.
SET VARIABLE track_done = (SELECT max(event_time) + INTERVAL '5' MINUTE FROM track_5min);
SET VARIABLE track_from = least(time_bucket(INTERVAL '5' MINUTE, CAST(getvariable('batch_from') AS TIMESTAMP)), CAST(getvariable('track_done') AS TIMESTAMP));
-- a late report is also what the next report of its vehicle comes from, up to an hour later
SET VARIABLE track_to = greatest(
  time_bucket(INTERVAL '5' MINUTE, CAST(getvariable('batch_to') AS TIMESTAMP) - INTERVAL '1' SECOND * coalesce(setting('track_wait_s'), 120)),
  least(CAST(getvariable('track_done') AS TIMESTAMP), time_bucket(INTERVAL '5' MINUTE, CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '65' MINUTE)));
DELETE FROM track_5min WHERE event_time >= CAST(getvariable('track_from') AS TIMESTAMP) AND event_time < CAST(getvariable('track_to') AS TIMESTAMP);
INSERT INTO track_5min
WITH report AS (
  SELECT feed, vehicle_id, trip_id, event_time, latitude, longitude, district_id
  FROM vehicle_position
  WHERE event_time >= CAST(getvariable('track_from') AS TIMESTAMP) - INTERVAL '1' HOUR AND event_time < CAST(getvariable('track_to') AS TIMESTAMP)
    AND CAST(getvariable('track_from') AS TIMESTAMP) < CAST(getvariable('track_to') AS TIMESTAMP)
    AND latitude IS NOT NULL AND longitude IS NOT NULL AND vehicle_id IS NOT NULL),
recent AS (                -- of the hour before only the three newest reports of each vehicle are needed
  SELECT * FROM report
  QUALIFY event_time >= CAST(getvariable('track_from') AS TIMESTAMP)
       OR row_number() OVER (PARTITION BY feed, vehicle_id, event_time < CAST(getvariable('track_from') AS TIMESTAMP) ORDER BY event_time DESC) <= 3),
leg AS (
  SELECT recent.*, lag(event_time) OVER way AS before_time, lag(trip_id) OVER way AS before_trip,
         date_diff('second', lag(event_time) OVER way, event_time) AS gap_s, date_diff('second', lag(event_time, 2) OVER way, event_time) AS gap2_s,
         sqrt((111195 * (latitude - lag(latitude) OVER way)) ** 2 + (111195 * cos(radians(latitude)) * (longitude - lag(longitude) OVER way)) ** 2) AS way_m,
         sqrt((111195 * (latitude - lag(latitude, 2) OVER way)) ** 2 + (111195 * cos(radians(latitude)) * (longitude - lag(longitude, 2) OVER way)) ** 2) AS way2_m
  FROM recent WINDOW way AS (PARTITION BY feed, vehicle_id ORDER BY event_time, latitude, longitude)),
leap AS (
  SELECT leg.*, coalesce(way_m > 500 AND way_m > coalesce(setting('max_jump_ms'), 45) * greatest(gap_s, 1), FALSE) AS leapt,
         coalesce(way2_m > 500 AND way2_m > coalesce(setting('max_jump_ms'), 45) * greatest(gap2_s, 1), FALSE) AS leapt2
  FROM leg),
judged AS (
  SELECT leap.*, leapt AND NOT (NOT leapt2 AND coalesce(lag(leapt) OVER way, FALSE)
           AND (NOT coalesce(lag(leapt, 2) OVER way, FALSE) OR latitude < lag(latitude) OVER way OR (latitude = lag(latitude) OVER way AND longitude < lag(longitude) OVER way))) AS drifted,
         count(*) OVER (PARTITION BY feed, vehicle_id, trip_id, date_trunc('minute', event_time)) AS in_minute,
         row_number() OVER (PARTITION BY feed, vehicle_id, trip_id, date_trunc('minute', event_time) ORDER BY event_time) AS nth
  FROM leap WINDOW way AS (PARTITION BY feed, vehicle_id ORDER BY event_time, latitude, longitude))
SELECT time_bucket(INTERVAL '5' MINUTE, event_time) AS event_time, feed, district_id, count(*) AS reports, count(*) FILTER (WHERE gap_s <= 3600) AS followed,
       count(*) FILTER (WHERE gap_s <= coalesce(setting('dwell_report_s'), 15)) AS dense,
       count(*) FILTER (WHERE drifted AND gap_s <= 3600) AS drifted,
       coalesce(sum(way_m) FILTER (WHERE gap_s <= 3600 AND NOT leapt), 0) AS total_m,
       coalesce(sum(way_m) FILTER (WHERE gap_s <= coalesce(setting('report_gap_s'), 600) AND NOT leapt), 0) AS complete_m,
       coalesce(sum(CASE WHEN trip_id IS NULL THEN 0 WHEN gap_s <= 3600 AND before_trip = trip_id THEN date_diff('minute', before_time, event_time) ELSE 1 END), 0) AS minutes,
       count(*) FILTER (WHERE trip_id IS NOT NULL AND nth = 1 AND in_minute >= 2) AS full_minutes
FROM judged
WHERE event_time >= CAST(getvariable('track_from') AS TIMESTAMP)
GROUP BY time_bucket(INTERVAL '5' MINUTE, event_time), feed, district_id
