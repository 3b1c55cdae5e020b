-- order: 60
-- says: 方向角无效 | a bearing outside 0 to 360 degrees
-- needs: bearing
-- clears: vehicle_position
SELECT row_no FROM incoming WHERE bearing < 0 OR bearing > 360
