-- Five-minute moments in or right after which a fair number of rows happened: only those are worth asking every KPI about again.
WITH line AS (
  SELECT time_bucket(INTERVAL '5' MINUTE, event_max) AS moment, sum(accepted) AS rows
  FROM city.main.batch
  WHERE event_max BETWEEN CAST(? AS TIMESTAMP) AND CAST(? AS TIMESTAMP)
  GROUP BY ALL)
SELECT DISTINCT moment + INTERVAL '5' MINUTE AS moment FROM line WHERE rows >= 20
