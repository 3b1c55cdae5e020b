-- title: 指标往期值 | What KPIs said before
-- row: one KPI, for the scope: its value at the same time of day yesterday and a week ago
-- formula: the newest five-minute value within five minutes of that moment, where its denominator was 5 or more
-- unit: -
-- once: true
-- source: kpi_5min
SELECT kpi, arg_max(value, event_time) FILTER (WHERE event_time <= as_of() - INTERVAL '1435' MINUTE) AS yesterday,
       arg_max(value, event_time) FILTER (WHERE event_time <= as_of() - INTERVAL '10075' MINUTE) AS last_week
FROM kpi_5min
WHERE scope = coalesce(scope(), '') AND value IS NOT NULL AND coalesce(denominator, 5) >= 5   -- a share of four is no reference
  AND (event_time BETWEEN as_of() - INTERVAL '1445' MINUTE AND as_of() - INTERVAL '1435' MINUTE
       OR event_time BETWEEN as_of() - INTERVAL '10085' MINUTE AND as_of() - INTERVAL '10075' MINUTE)
GROUP BY kpi
