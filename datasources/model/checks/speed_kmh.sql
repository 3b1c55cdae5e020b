-- order: 51
-- says: 路段速度不可能 | a speed no road can have (km/h)
-- needs: speed_kmh
-- tables: segment_speed
SELECT row_no FROM incoming WHERE speed_kmh < 0 OR speed_kmh > coalesce(setting('max_speed_kmh'), 250)
