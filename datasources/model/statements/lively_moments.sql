-- Five-minute moments in or right after which a fair number of rows happened: only those are worth asking every KPI about again.
-- Fair: twenty, or a quarter of the liveliest moment's where a city is small.
WITH line AS (
  SELECT time_bucket(INTERVAL '5' MINUTE, event_max) AS moment, sum(accepted) AS rows
  FROM city.main.batch
  WHERE event_max BETWEEN CAST(? AS TIMESTAMP) AND CAST(? AS TIMESTAMP)
  GROUP BY ALL)
SELECT DISTINCT moment + INTERVAL '5' MINUTE AS moment FROM line WHERE rows >= least(20, 0.25 * (SELECT max(rows) FROM line))
