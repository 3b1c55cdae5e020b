-- A stop.
SELECT stopname AS stop_id, stopname AS stop_name, TRY_CAST(point_latitude AS DOUBLE) AS latitude, TRY_CAST(point_longitude AS DOUBLE) AS longitude FROM source
