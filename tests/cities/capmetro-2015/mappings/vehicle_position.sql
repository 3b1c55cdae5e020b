-- One report of a vehicle. The stamp carries its offset; the trip belongs to whichever service day fits it.
SELECT utc("timestamp") AS event_time, vehicle_id, trip_id, route_id,
       TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude, TRY_CAST(speed AS DOUBLE) AS speed
FROM source
