-- Where what is said changes it is kept, and once an hour while it lasts. Sightings at a stop that is skipped now, or no longer, are marked.
CREATE OR REPLACE TEMP TABLE new_word AS
WITH word AS (
  SELECT concat_ws('|', origin, coalesce(trip_id, concat(route_id, ' ', direction_id, ' ', start_time)), coalesce(start_date, ''),
                   CASE WHEN trip_id IN (SELECT trip_id FROM gtfs_frequency) THEN coalesce(start_time, '') ELSE '' END, coalesce(CAST(stop_sequence AS VARCHAR), stop_id, '')) AS what, *
  FROM said),
moment AS (
  SELECT what, event_time, bool_or(is_off) AS is_off, min(received_at) AS received_at, min(origin) AS origin, min(feed) AS feed, min(trip_id) AS trip_id, min(route_id) AS route_id,
         min(direction_id) AS direction_id, min(start_date) AS start_date, min(start_time) AS start_time, min(stop_sequence) AS stop_sequence, min(stop_id) AS stop_id
  FROM word GROUP BY what, event_time),
held AS (
  SELECT what, arg_max(is_off, event_time) AS was_off, max(event_time) AS held_time FROM called_off
  WHERE event_time > CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' DAY AND event_time <= CAST(getvariable('batch_to') AS TIMESTAMP) GROUP BY what),
step AS (
  SELECT moment.*, lag(is_off) OVER way AS before_off, was_off, held_time FROM moment LEFT JOIN held ON held.what = moment.what
  WINDOW way AS (PARTITION BY moment.what ORDER BY moment.event_time))
SELECT event_time, received_at, origin, feed, what, trip_id, route_id, direction_id, start_date, start_time, stop_sequence, stop_id, is_off
FROM step
WHERE is_off <> coalesce(before_off, was_off, FALSE) OR (is_off AND before_off IS NULL AND held_time < event_time - INTERVAL '1' HOUR);
INSERT INTO called_off SELECT * FROM new_word;
CREATE OR REPLACE TEMP TABLE skip_word AS   -- of the stops among them, what holds now
SELECT min(trip_id) AS trip_id, coalesce(min(start_date), '') AS start_date, min(start_time) AS start_time, min(stop_sequence) AS stop_sequence, min(stop_id) AS stop_id,
       arg_max(is_off, event_time) AS is_off
FROM called_off WHERE what IN (SELECT what FROM new_word WHERE stop_sequence IS NOT NULL OR stop_id IS NOT NULL) GROUP BY what;
CREATE OR REPLACE TEMP TABLE skip_visit AS
SELECT held.rowid AS held_row, held.trip_id, held.stop_sequence, held.event_time, bool_or(told.is_off) AS is_off
FROM skip_word told JOIN stop_visit_candidate held ON held.trip_id = told.trip_id AND (held.stop_sequence = told.stop_sequence OR held.stop_id = told.stop_id)
 AND told.start_date IN ('', held.service_date) AND (told.start_time IS NULL OR held.trip_id_performed = held.trip_id OR held.trip_id_performed = run_name(held.trip_id, told.start_time))
WHERE held.event_time > CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '14400' SECOND
GROUP BY ALL;
UPDATE stop_visit_candidate SET skipped = told.is_off FROM skip_visit told WHERE told.held_row = stop_visit_candidate.rowid;
INSERT INTO touched_trip SELECT trip_id, stop_sequence, event_time FROM skip_visit
