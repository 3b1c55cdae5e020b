-- order: 45
-- says: 自由流速度不大于 0，或不可能 | a free-flow speed that is not above 0, or that no road has (km/h)
-- needs: free_flow_kmh
-- tables: road_segment
-- clears: road_segment
SELECT row_no FROM incoming WHERE free_flow_kmh <= 0 OR free_flow_kmh > coalesce(setting('max_speed_kmh'), 250)
