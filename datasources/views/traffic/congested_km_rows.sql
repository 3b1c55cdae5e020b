-- title: 拥堵路段 | Congested segments
-- row: 范围内一个拥堵或严重拥堵的路段，最长的在前
--   | one congested or severe segment in scope, longest first
-- formula: grade congested or severe: see segment_grade
-- unit: m
-- source: DB11/T 785
-- opens: segment_sums(segment = segment_id) as name
SELECT segment_id, name, road_class, length_m, speed_kmh, free_flow_kmh, ratio, grade, level,
       travel_time_s - free_flow_time_s AS extra_s, age_s, event_time, district_id, latitude, longitude
FROM segment_now WHERE grade >= 3
ORDER BY length_m DESC, segment_id
