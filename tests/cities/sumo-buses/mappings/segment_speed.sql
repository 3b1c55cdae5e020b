-- One edge in five minutes, told of their last second; m/s, none where nobody drove.
SELECT local_to_utc(CAST(parameter('start') AS TIMESTAMP) + INTERVAL '1' SECOND * (TRY_CAST(interval_end AS DOUBLE) - 1)) AS event_time, edge_id AS segment_id,
       3.6 * TRY_CAST(edge_speed AS DOUBLE) AS speed_kmh
FROM source WHERE edge_speed IS NOT NULL
