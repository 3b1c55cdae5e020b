-- One detector and moment, mph on the way in.
SELECT moment("timestamp") AS event_time, parameter('detector') AS segment_id, 1.609344 * TRY_CAST(value AS DOUBLE) AS speed_kmh, 1 AS sample_count
FROM source
