-- Days that have rows older than the hot hours.
SELECT DISTINCT CAST(CAST(event_time AS DATE) AS VARCHAR) AS day FROM city.main."$table"
WHERE event_time < CAST(getvariable('hot_from') AS TIMESTAMP) ORDER BY day
