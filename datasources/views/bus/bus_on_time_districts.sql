-- title: 各区市准点率 | On-time share by district
-- row: 每行为当前范围内的一个区市，占比低的在前，无从判断的在后 | one district in scope() with stop visits in the window or calls due in it; lowest share first, those unknown last
-- formula: 同 bus_on_time，按站点所在区市；覆盖率 = 观测到站 / 已开班次应到站，低于一半或不足 share_samples（5）次到站的不给占比
--   | as bus_on_time, by the district of the stop; coverage = visits observed / calls due of the trips that ran; no share below half of them, nor of fewer than share_samples (5) visits
-- unit: %
-- source: TransitMatters metrics-mvp 的准点率 | on-time performance of TransitMatters metrics-mvp
-- columns: name = 区市 | District; value = 准点 % | On time, % : 1; numerator = 准点 | On time; denominator = 到站 | Visits
SELECT d.district_id, d.name_zh, d.name_en,
       CASE WHEN seen >= coalesce(setting('share_samples'), 5) AND seen >= 0.5 * coalesce(due, 0) THEN 100.0 * on_time / seen END AS value,
       coalesce(on_time, 0) AS numerator, coalesce(seen, 0) AS denominator, coalesce(early, 0) AS early, coalesce(late, 0) AS late,
       least(1, coalesce(seen, 0) / CAST(nullif(due, 0) AS DOUBLE)) AS coverage, event_time
FROM (SELECT district_id, min(name_zh) AS name_zh, min(name_en) AS name_en FROM district GROUP BY district_id) d
LEFT JOIN (
  SELECT district_id, count(*) AS seen, count(*) FILTER (WHERE punctuality = 'on_time') AS on_time, count(*) FILTER (WHERE punctuality = 'early') AS early,
         count(*) FILTER (WHERE punctuality = 'late') AS late, max(event_time) AS event_time
  FROM stop_visit_judged GROUP BY district_id) v ON v.district_id = d.district_id
LEFT JOIN (SELECT district_id, sum(calls) AS due FROM call_ran GROUP BY district_id) c ON c.district_id = d.district_id
WHERE coalesce(seen, 0) + coalesce(due, 0) > 0 AND (scope() IS NULL OR d.district_id = scope())
ORDER BY value NULLS LAST, denominator DESC, d.district_id
