-- order: 52
-- says: 检测器速度不可能 | a speed no road can have (km/h), of vehicles that were counted
-- needs: flow, speed_kmh
-- tables: detector_reading
SELECT row_no FROM incoming
WHERE coalesce(flow, 1) > 0 AND (speed_kmh < 0 OR speed_kmh > coalesce(setting('max_speed_kmh'), 250))   -- without vehicles many say -1
