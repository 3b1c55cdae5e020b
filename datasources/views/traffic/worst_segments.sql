-- title: 最堵路段 | Worst segments
-- row: one segment that is slow or worse, the twenty with the most extra time against free flow first
-- formula: extra_s = travel time - free-flow travel time; listed when its grade is slow or worse (segment_grade)
-- unit: s
-- source: standard
SELECT segment_id, name, length_m, speed_kmh, free_flow_kmh, ratio,
       grade, level, travel_time_s - free_flow_time_s AS extra_s, age_s, district_id, latitude, longitude
FROM segment_now
WHERE grade >= 2
ORDER BY ratio DESC, extra_s DESC, segment_id
LIMIT 20
