-- What a batch brought to one table. Of a recorded batch: one line each half minute of its own time, so that a moment looked at
-- later finds the feed as alive as it was then; rows that were refused are counted in the last line.
INSERT INTO city.main.batch BY NAME
WITH line AS (
  SELECT $slot AS slot, max(received_at) AS received_at, count(*) AS accepted, min(event_time) AS event_min, max(event_time) AS event_max
  FROM incoming GROUP BY ALL HAVING count(*) > 0
  UNION ALL
  SELECT NULL, CAST(getvariable('arrived_at') AS TIMESTAMP), 0, NULL, NULL WHERE NOT EXISTS (SELECT 1 FROM incoming)),
numbered AS (SELECT *, row_number() OVER (ORDER BY slot DESC) AS back FROM line)
SELECT getvariable('feed') AS feed, getvariable('batch') AS batch, received_at, CAST(getvariable('loaded_at') AS TIMESTAMP) AS loaded_at,
       getvariable('table_name') AS table_name,
       accepted + CASE WHEN back = 1 THEN getvariable('quarantined') ELSE 0 END AS rows_in, accepted,
       CASE WHEN back = 1 THEN getvariable('repeated') ELSE 0 END AS repeated,
       CASE WHEN back = 1 THEN getvariable('quarantined') ELSE 0 END AS quarantined,
       event_min, event_max, CASE WHEN back = 1 THEN getvariable('bytes') ELSE 0 END AS bytes,
       CASE WHEN back = 1 THEN getvariable('flagged') ELSE 0 END AS flagged
FROM numbered
