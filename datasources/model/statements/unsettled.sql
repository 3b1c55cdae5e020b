-- Moments of which it is not told yet what was usual, or no longer rightly.
SELECT DISTINCT event_time FROM city.main.kpi_usual WHERE NOT settled AND event_time BETWEEN CAST(? AS TIMESTAMP) AND CAST(? AS TIMESTAMP)
