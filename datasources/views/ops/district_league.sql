-- title: 区市排名 | District league
-- row: one district, whatever the scope; the most congested first
-- formula: delay_index = sum of travel times / sum of free-flow travel times of its segments; change against the last comparable day a week before at this time, else against the day before (kpi_past); unknown below half coverage, absent where there are no segments
-- unit: -
-- source: 拥堵延时指数
SELECT d.district_id, d.name_zh, d.name_en, CASE WHEN coverage >= 0.5 THEN delay_index END AS delay_index, coalesce(coverage, 0) AS coverage, coalesce(km, 0) AS km,
       CASE WHEN coverage >= 0.5 THEN delay_index - coalesce(past.week_before, past.day_before) END AS change,
       CASE WHEN km IS NULL THEN 'absent' WHEN coverage IS NULL OR coverage < 0.5 THEN 'unknown' WHEN delay_index < 1.5 THEN 'ok' ELSE 'attention' END AS state,
       content_time
FROM (SELECT district_id, min(name_zh) AS name_zh, min(name_en) AS name_en FROM district GROUP BY district_id) d
LEFT JOIN (
  SELECT district_id, sum(travel_time_s) FILTER (WHERE ratio IS NOT NULL) / nullif(sum(free_flow_time_s) FILTER (WHERE ratio IS NOT NULL), 0) AS delay_index,
         coalesce(sum(length_m) FILTER (WHERE ratio IS NOT NULL), 0) / nullif(sum(length_m), 0) AS coverage,
         sum(length_m) / 1000 AS km, max(event_time) AS content_time
  FROM segment_believed GROUP BY district_id) road ON road.district_id = d.district_id
LEFT JOIN kpi_past past ON past.kpi = 'delay_index' AND past.scope = d.district_id
ORDER BY delay_index DESC NULLS LAST, d.district_id
