-- title: 范围内的指标 | Indicators of the scope
-- row: one indicator for the scope
-- formula: the district's own figures; for the city its own row where it gives one, else the sums over its districts (never the mean of shares)
-- unit: -
-- source: standard (additive sums)
SELECT indicator_id, sum(numerator) AS numerator, sum(denominator) AS denominator, max(event_time) AS content_time, count(*) AS parts
FROM (SELECT indicator_id, district_id, numerator, denominator, event_time, max(CASE WHEN district_id IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY indicator_id) AS city_row
      FROM indicator_now) known
WHERE CASE WHEN scope() IS NOT NULL THEN district_id = scope() WHEN city_row = 1 THEN district_id IS NULL ELSE TRUE END
GROUP BY indicator_id
