-- One edge in five minutes, told when they end; m/s, none where nobody drove.
SELECT local_to_utc(CAST(parameter('start') AS TIMESTAMP) + INTERVAL '1' SECOND * TRY_CAST(interval_end AS DOUBLE)) AS event_time, edge_id AS segment_id,
       3.6 * TRY_CAST(edge_speed AS DOUBLE) AS speed_kmh, TRY_CAST(interval_end AS DOUBLE) - TRY_CAST(interval_begin AS DOUBLE) AS interval_s
FROM source WHERE edge_speed IS NOT NULL
