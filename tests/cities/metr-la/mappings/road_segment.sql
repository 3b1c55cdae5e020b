-- A detector. The source gives points, no lengths and no free-flow speed: each weighs one kilometre, free flow comes from its own history.
SELECT sensor_id AS segment_id, concat('VDS ', sensor_id) AS name, 'expressway' AS road_class, 1000 AS length_m,
       TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude
FROM source
