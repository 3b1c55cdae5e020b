-- order: 55
-- says: 统计间隔不在 0～1 小时 | an interval that is not above 0 and up to an hour
-- needs: interval_s
-- tables: detector_reading, segment_speed
SELECT row_no FROM incoming WHERE interval_s <= 0 OR interval_s > 3600
