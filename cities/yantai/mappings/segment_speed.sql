-- One segment's speed over the last minute; imputed when no vehicle was seen.
SELECT utc(event_time) AS event_time, segment_id, TRY_CAST(speed_kmh AS DOUBLE) AS speed_kmh, TRY_CAST(sample_count AS INT) AS sample_count,
       TRY_CAST(imputed AS BOOLEAN) AS imputed
FROM source
