-- order: 53
-- says: 流量不可能 | a count no road can have (at most one vehicle a second and lane, 20 lanes)
-- needs: flow, interval_s
-- tables: detector_reading
SELECT row_no FROM incoming WHERE flow < 0 OR flow > 20 * interval_s
