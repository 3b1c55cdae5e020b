-- title: 路段可靠性等级 | Reliability of segments
-- row: one segment in scope with a figure in each of the four periods, or (TTTR) in each of the five
-- formula: lottr = the worst of am, midday, pm, weekend of p80 / p50 to the nearest hundredth; reliable when under 1.50;
--   tttr = the worst of these and overnight of p95 / p50; percentiles are not rounded to whole seconds as the rule has it: on the short segments of a city that alone moves a ratio
-- unit: -
-- source: 23 CFR 490.513 (LOTTR), 490.611 and 490.613 (TTTR)
SELECT segment_id, min(district_id) AS district_id, min(length_m) AS length_m, max(event_time) AS event_time, min(days) AS days,
       CASE WHEN count(*) FILTER (WHERE period <> 'overnight') = 4 THEN max(round(p80_s / p50_s, 2)) FILTER (WHERE period <> 'overnight') END AS lottr,
       CASE WHEN count(*) = 5 THEN max(round(p95_s / p50_s, 2)) END AS tttr,
       arg_max(period, p80_s / p50_s) FILTER (WHERE period <> 'overnight') AS period
FROM segment_reliability_last
WHERE known AND p50_s > 0 AND period IN ('am', 'midday', 'pm', 'weekend', 'overnight')
GROUP BY segment_id
