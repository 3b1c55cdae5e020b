-- What arriving vehicles say of their own trips that do not run, or do so again, where no update may tell it.
CREATE OR REPLACE TEMP TABLE said AS
WITH off_trip AS (
  SELECT coalesce(trip_id, concat(route_id, ' ', start_time)) AS trip FROM arrived WHERE schedule_relationship IN ('CANCELED', 'DELETED')
  UNION
  SELECT coalesce(trip_id, concat(route_id, ' ', start_time)) FROM called_off
  WHERE origin = 'vehicle' AND event_time > CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' DAY)
SELECT 'vehicle' AS origin, feed, event_time, received_at, trip_id, route_id, direction_id, start_date, start_time, CAST(NULL AS INT) AS stop_sequence, CAST(NULL AS VARCHAR) AS stop_id,
       coalesce(schedule_relationship IN ('CANCELED', 'DELETED'), FALSE) AS is_off
FROM arrived
WHERE coalesce(trip_id, concat(route_id, ' ', start_time)) IN (SELECT trip FROM off_trip) AND coalesce(schedule_relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED')
