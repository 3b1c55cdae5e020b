DELETE FROM city.main."$table"
WHERE event_time >= CAST('$day' AS TIMESTAMP) AND event_time < CAST('$day' AS TIMESTAMP) + INTERVAL '1' DAY
  AND event_time < CAST(getvariable('hot_from') AS TIMESTAMP)
