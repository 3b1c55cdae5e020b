-- One bus at one moment; a moment without buses has a line too. A vehicle of the simulation is called as its trip.
SELECT local_to_utc(CAST(parameter('start') AS TIMESTAMP) + INTERVAL '1' SECOND * TRY_CAST(timestep_time AS DOUBLE)) AS event_time, vehicle_id, vehicle_id AS trip_id,
       TRY_CAST(vehicle_y AS DOUBLE) AS latitude, TRY_CAST(vehicle_x AS DOUBLE) AS longitude, TRY_CAST(vehicle_angle AS DOUBLE) AS bearing,
       TRY_CAST(vehicle_speed AS DOUBLE) AS speed
FROM source WHERE vehicle_id IS NOT NULL
