-- title: 指标走势 | Trend of each KPI
-- row: one KPI at one five-minute point of the last six hours, for the scope
-- formula: value as it was said then; p10, p90 = the normal band: same weekday and time in the last eight weeks, from at least three of them
-- unit: as the KPI
-- source: standard
SELECT now.kpi, now.event_time, min(now.value) AS value,
       CASE WHEN count(past.value) >= 3 THEN quantile_cont(past.value, 0.1) END AS p10,
       CASE WHEN count(past.value) >= 3 THEN quantile_cont(past.value, 0.9) END AS p90
FROM (SELECT kpi, event_time, value FROM kpi_5min
      WHERE scope = coalesce(scope(), '') AND event_time <= as_of() AND event_time > as_of() - INTERVAL '21600' SECOND) now
CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) week(number)
LEFT JOIN (SELECT kpi, event_time, value FROM kpi_5min
           WHERE scope = coalesce(scope(), '') AND event_time < as_of() - INTERVAL '600000' SECOND AND event_time > as_of() - INTERVAL '4860000' SECOND) past
  ON past.kpi = now.kpi AND past.event_time = now.event_time - INTERVAL '604800' SECOND * week.number
GROUP BY now.kpi, now.event_time
ORDER BY now.kpi, now.event_time
