-- One detector and five minutes: how much of them somebody stood on the loop, in per cent.
SELECT moment("timestamp") AS event_time, parameter('detector') AS detector_id, 300 AS interval_s, TRY_CAST(value AS DOUBLE) AS occupancy
FROM source
