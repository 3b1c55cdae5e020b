-- order: 44
-- says: 路段长度不大于 0 | a length that is not above 0 m
-- needs: length_m
-- tables: road_segment
-- clears: road_segment
SELECT row_no FROM incoming WHERE length_m <= 0
