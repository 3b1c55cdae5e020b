-- title: 路况 | Road conditions
-- row: one road segment
-- formula: by ratio = free-flow speed / speed: 1 free < 1.5 <= 2 slow < 2 <= 3 congested < 4 <= 4 severe; 0 unknown
-- unit: grade
-- source: 拥堵延时指数 bands (1.0-1.5, 1.5-2, 2-4, >= 4)
SELECT segment_id, name, length_m, speed_kmh, free_flow_kmh, ratio,
       CASE WHEN ratio IS NULL THEN 0 WHEN ratio < 1.5 THEN 1 WHEN ratio < 2 THEN 2 WHEN ratio < 4 THEN 3 ELSE 4 END AS grade,
       age_s, district_id
FROM segment_now
