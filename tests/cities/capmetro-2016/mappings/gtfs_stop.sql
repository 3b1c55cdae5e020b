-- A stop.
SELECT stop_id, stop_name, TRY_CAST(stop_lat AS DOUBLE) AS latitude, TRY_CAST(stop_lon AS DOUBLE) AS longitude FROM source
