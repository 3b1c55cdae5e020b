-- order: 12
-- says: 既无坐标也无站点 | neither a position nor a stop
-- needs: latitude, longitude
-- tables: vehicle_position
SELECT row_no FROM incoming WHERE (latitude IS NULL OR longitude IS NULL) AND stop_id IS NULL
