-- One edge over an interval, told of the last second of each five minutes of it; m/s, none where nobody drove.
SELECT local_to_utc(CAST(parameter('start') AS TIMESTAMP) + INTERVAL '1' SECOND * (TRY_CAST(interval_end AS DOUBLE) - 1 - 300 * piece)) AS event_time,
       edge_id AS segment_id, 3.6 * TRY_CAST(edge_speed AS DOUBLE) AS speed_kmh
FROM source CROSS JOIN range(12) five(piece)
WHERE edge_speed IS NOT NULL AND 300 * piece < TRY_CAST(interval_end AS DOUBLE) - TRY_CAST(interval_begin AS DOUBLE)
