-- One directed road between two neighbouring stops.
SELECT segment_id, name, road_class, TRY_CAST(length_m AS DOUBLE) AS length_m, TRY_CAST(free_flow_kmh AS DOUBLE) AS free_flow_kmh,
       TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude, nullif(district_id, '') AS district_id, geometry
FROM source
