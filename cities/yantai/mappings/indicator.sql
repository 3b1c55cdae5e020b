-- One figure of one district, as of the full hour.
SELECT utc(event_time) AS event_time, indicator_id, district_id, TRY_CAST(value AS DOUBLE) AS value, TRY_CAST(numerator AS DOUBLE) AS numerator,
       TRY_CAST(denominator AS DOUBLE) AS denominator
FROM source
