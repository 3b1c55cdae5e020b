-- title: 指标往期值 | What KPIs said before
-- row: one KPI, for the scope: what history said of the last five-minute moment
-- formula: kpi_usual: day_before, week_before = the value at the same time on the last day of the same kind and on the last comparable day
--   a week before or earlier, with their dates; p10, p50, p90 = the normal band, over so many days
-- unit: as the KPI
-- once: true
-- source: kpi_usual
SELECT kpi, scope, arg_max(day_before, event_time) AS day_before, arg_max(day_before_on, event_time) AS day_before_on,
       arg_max(week_before, event_time) AS week_before, arg_max(week_before_on, event_time) AS week_before_on, arg_max(rest, event_time) AS rest,
       arg_max(p10, event_time) AS p10, arg_max(p50, event_time) AS p50, arg_max(p90, event_time) AS p90, arg_max(days, event_time) AS days
FROM kpi_usual
WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND
GROUP BY kpi, scope
