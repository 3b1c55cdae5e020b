-- title: 路况 | Road conditions
-- row: one road segment
-- formula: see segment_grade: 1 free, 2 slow, 3 congested, 4 severe; 0 unknown; level 1..5 when graded by speed
-- unit: grade
-- source: 拥堵延时指数 bands (1.0-1.5, 1.5-2, 2-4, >= 4) or DB11/T 785 bands by class, see grade_bands
SELECT segment_id, name, road_class, length_m, speed_kmh, free_flow_kmh, ratio, grade, level, age_s, district_id
FROM segment_now
