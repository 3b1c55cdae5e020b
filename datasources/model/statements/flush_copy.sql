COPY (
  SELECT $columns FROM city.main."$table"
  WHERE event_time >= CAST('$day' AS TIMESTAMP) AND event_time < CAST('$day' AS TIMESTAMP) + INTERVAL '1' DAY
    AND event_time < CAST(getvariable('hot_from') AS TIMESTAMP)
  ORDER BY event_time) TO $path (FORMAT parquet, COMPRESSION zstd)
