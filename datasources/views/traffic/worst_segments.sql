-- title: 最堵路段 | Worst segments
-- row: one segment that is slow or worse, the twenty with the most extra time against free flow first
-- formula: extra_s = travel time - free-flow travel time; listed when ratio >= 1.5
-- unit: s
-- source: standard
SELECT segment_id, name, length_m, speed_kmh, free_flow_kmh, ratio,
       CASE WHEN ratio < 2 THEN 2 WHEN ratio < 4 THEN 3 ELSE 4 END AS grade,
       travel_time_s - free_flow_time_s AS extra_s, age_s, district_id, latitude, longitude
FROM segment_now
WHERE ratio >= 1.5
ORDER BY ratio DESC, extra_s DESC, segment_id
LIMIT 20
