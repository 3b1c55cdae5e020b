-- order: 57
-- says: 流量、占有率、速度均为空 | neither flow nor occupancy nor speed
-- needs: flow, occupancy, speed_kmh
-- tables: detector_reading
-- clears: detector_reading
SELECT row_no FROM incoming WHERE flow IS NULL AND occupancy IS NULL AND speed_kmh IS NULL
