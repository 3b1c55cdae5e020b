-- title: 今日运行指数 | Performance index today
-- row: 当地今日的一个五分钟时刻，最新的在前
--   | one five-minute moment of today (local), the newest first
-- formula: 当时 tpi 的值；拥堵 = duration_tpi（4）及以上
--   | what tpi said then; congested = duration_tpi (4) or more
-- unit: -
-- source: DB11/T 785 城市道路交通运行评价 | DB11/T 785 urban road traffic performance
SELECT event_time, value, numerator, denominator, coverage, state, value >= coalesce(setting('duration_tpi'), 4) AS congested
FROM kpi_5min
WHERE kpi = 'tpi' AND scope = coalesce(scope(), '') AND event_time <= as_of() AND event_time > as_of() - INTERVAL '90000' SECOND
  AND date_diff('day', local_time(event_time), local_time(as_of())) = 0
ORDER BY event_time DESC
