-- title: 拥堵路段 | Congested segments
-- row: 范围内一个拥堵或严重拥堵的路段，最长的在前
--   | one congested or severe segment in scope, longest first
-- formula: 等级为拥堵或严重的路段，分级见路段卡片 | segments graded congested or severe; the card of a segment says by what
-- unit: m
-- source: DB11/T 785 城市道路交通运行评价 | DB11/T 785 urban road traffic performance
-- opens: segment_sums(segment = segment_id) as name
SELECT segment_id, name, road_class, length_m, speed_kmh, free_flow_kmh, ratio, grade, level,
       travel_time_s - free_flow_time_s AS extra_s, age_s, event_time, district_id, latitude, longitude
FROM segment_now WHERE grade >= 3
ORDER BY length_m DESC, segment_id
