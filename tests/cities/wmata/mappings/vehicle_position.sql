-- One report of a vehicle; numbers came through a data frame, so 36.0 is 36.
SELECT from_epoch_s("vehicle.timestamp") AS event_time,
       "vehicle.vehicle.id" AS vehicle_id, "vehicle.vehicle.label" AS label, "vehicle.trip.trip_id" AS trip_id, "vehicle.trip.route_id" AS route_id,
       CAST(TRY_CAST("vehicle.trip.direction_id" AS DOUBLE) AS INT) AS direction_id,
       "vehicle.trip.start_date" AS start_date, "vehicle.trip.start_time" AS start_time,
       TRY_CAST("vehicle.position.latitude" AS DOUBLE) AS latitude, TRY_CAST("vehicle.position.longitude" AS DOUBLE) AS longitude,
       TRY_CAST("vehicle.position.bearing" AS DOUBLE) AS bearing, TRY_CAST("vehicle.position.speed" AS DOUBLE) AS speed,
       "vehicle.stop_id" AS stop_id, CAST(TRY_CAST("vehicle.current_stop_sequence" AS DOUBLE) AS INT) AS current_stop_sequence
FROM source
