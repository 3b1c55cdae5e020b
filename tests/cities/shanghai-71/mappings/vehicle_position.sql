-- A report; stamps are local time.
SELECT VehicleId AS vehicle_id, local_to_utc("GPSDateTime") AS event_time, '71' AS route_id,
       TRY_CAST(lon AS DOUBLE) AS longitude, TRY_CAST(lat AS DOUBLE) AS latitude
FROM source
