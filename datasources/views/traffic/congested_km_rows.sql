-- title: 拥堵路段 | Congested segments
-- row: one congested or severe segment in scope, longest first
-- formula: free-flow speed / speed >= congested_ratio (2)
-- unit: m
-- source: DB11/T 785
SELECT segment_id, name, road_class, length_m, speed_kmh, free_flow_kmh, ratio, CASE WHEN ratio < 4 THEN 3 ELSE 4 END AS grade,
       travel_time_s - free_flow_time_s AS extra_s, age_s, event_time, district_id, latitude, longitude
FROM segment_now WHERE ratio >= coalesce(setting('congested_ratio'), 2)
ORDER BY length_m DESC, segment_id
