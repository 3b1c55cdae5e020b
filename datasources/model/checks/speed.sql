-- order: 50
-- says: 车速不可能 | a speed no bus can have (m/s)
-- needs: speed
-- tables: vehicle_position
SELECT row_no FROM incoming WHERE speed < 0 OR speed > coalesce(setting('max_speed_ms'), 60)
