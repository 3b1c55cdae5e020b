-- What arriving trip updates say of trips and stops that do not run, or do so again: of those alone that are called off among them, or were within a day.
CREATE OR REPLACE TEMP TABLE said AS
WITH off_trip AS (
  SELECT coalesce(trip_id, concat(route_id, ' ', start_time)) AS trip FROM arrived
  WHERE schedule_relationship IN ('CANCELED', 'DELETED') OR stop_schedule_relationship = 'SKIPPED'
  UNION
  SELECT coalesce(trip_id, concat(route_id, ' ', start_time)) FROM called_off
  WHERE origin = 'update' AND event_time > CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' DAY),
word AS (                 -- a trip that was added says nothing of the one whose name it bears
  SELECT * FROM arrived
  WHERE coalesce(trip_id, concat(route_id, ' ', start_time)) IN (SELECT trip FROM off_trip) AND coalesce(schedule_relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED'))
SELECT 'update' AS origin, feed, event_time, received_at, trip_id, route_id, direction_id, start_date, start_time, CAST(NULL AS INT) AS stop_sequence, CAST(NULL AS VARCHAR) AS stop_id,
       coalesce(schedule_relationship IN ('CANCELED', 'DELETED'), FALSE) AS is_off
FROM word
UNION ALL
SELECT 'update', feed, event_time, received_at, trip_id, route_id, direction_id, start_date, start_time, stop_sequence, CASE WHEN stop_sequence IS NULL THEN stop_id END,
       coalesce(stop_schedule_relationship = 'SKIPPED', FALSE)
FROM word WHERE trip_id IS NOT NULL AND (stop_sequence IS NOT NULL OR stop_id IS NOT NULL)
