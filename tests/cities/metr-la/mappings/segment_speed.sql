-- One detector and five minutes. A column a detector, a row a moment; mph on the way in.
SELECT local_to_utc(CAST(parameter('start') AS TIMESTAMP) + INTERVAL '5' MINUTE * line) AS event_time, segment_id,
       1.609344 * TRY_CAST(mph AS DOUBLE) AS speed_kmh, 1 AS sample_count
FROM (UNPIVOT (SELECT row_number() OVER () - 1 AS line, * FROM source) ON COLUMNS(* EXCLUDE (line)) INTO NAME segment_id VALUE mph) tall
