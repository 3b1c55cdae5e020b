-- One loop's minute: nVehContrib vehicles, not the hourly `flow`; the harmonic mean speed, as travel times add up; m/s, -1 where nobody passed.
SELECT local_to_utc(CAST(parameter('start') AS TIMESTAMP) + INTERVAL '1' SECOND * TRY_CAST(interval_begin AS DOUBLE)) AS event_time, interval_id AS detector_id,
       TRY_CAST(interval_end AS DOUBLE) - TRY_CAST(interval_begin AS DOUBLE) AS interval_s, TRY_CAST(interval_nVehContrib AS DOUBLE) AS flow,
       TRY_CAST(interval_occupancy AS DOUBLE) AS occupancy, 3.6 * TRY_CAST(interval_harmonicMeanSpeed AS DOUBLE) AS speed_kmh
FROM source
