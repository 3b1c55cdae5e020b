-- title: 指标同期常态 | What is usual for each KPI now
-- row: one KPI and scope ('' = the city) that has history at this time of day
-- formula: of each comparable day (compared_day) the median of what was said within ten minutes of this time of day, where the denominator
--   was 5 or more; p10, p50, p90 over the usual days, from at least three of them; day_before, week_before: that day's own value; rest: whether today is
--   a day of rest
-- unit: as the KPI
-- source: kpi_5min
SELECT kpi, scope,
       CASE WHEN count(usual) >= 3 THEN quantile_cont(usual, 0.1) END AS p10,
       CASE WHEN count(usual) >= 3 THEN quantile_cont(usual, 0.5) END AS p50,
       CASE WHEN count(usual) >= 3 THEN quantile_cont(usual, 0.9) END AS p90, CAST(count(usual) AS INT) AS days,
       max(CASE WHEN day_before THEN value END) AS day_before, max(CASE WHEN day_before THEN day END) AS day_before_on,
       max(CASE WHEN week_before THEN value END) AS week_before, max(CASE WHEN week_before THEN day END) AS week_before_on,
       today.rest
FROM (
  SELECT said.kpi, said.scope, d.day, d.day_before, d.week_before, said.value, CASE WHEN d.usual THEN said.value END AS usual
  FROM compared_day d
  JOIN (
    SELECT kpi, scope, day, quantile_cont(value, 0.5) AS value
    FROM (   -- noon stands for this time of day: so a window around midnight stays on one day
      SELECT kpi, scope, value, date_trunc('day', at_noon) AS day,
             date_diff('second', date_trunc('day', at_noon), at_noon) AS second
      FROM (
        SELECT kpi, scope, value,
               local_time(event_time) + (date_trunc('day', local_time(as_of())) - local_time(as_of())) + INTERVAL '43200' SECOND AS at_noon
        FROM kpi_5min
        WHERE event_time < as_of() - INTERVAL '39600' SECOND AND event_time > as_of() - INTERVAL '4924800' SECOND
          -- the same time of day in UTC, a clock change either way: cheap, before the zone is asked
          AND (date_diff('second', event_time, as_of()) + 4200) % 86400 <= 8400
          AND value IS NOT NULL AND coalesce(denominator, 5) >= 5) near) shifted   -- a share of four is no reference
    WHERE second BETWEEN 42600 AND 43800
    GROUP BY kpi, scope, day) said ON said.day = d.day) compared
CROSS JOIN (SELECT rest FROM day_type WHERE days_ago = 0) today
GROUP BY kpi, scope, today.rest
