-- What was told to be usual at about this time on the days after: the history of those moments has just changed.
UPDATE city.main.kpi_usual SET settled = FALSE
WHERE settled AND event_time > CAST(? AS TIMESTAMP) + INTERVAL '11' HOUR
  AND (date_diff('second', CAST(? AS TIMESTAMP), event_time) + 4200) % 86400 <= 8400
