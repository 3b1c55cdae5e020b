-- order: 54
-- says: 占有率不在 0～100% | an occupancy outside 0 to 100 %
-- needs: occupancy
-- tables: detector_reading
SELECT row_no FROM incoming WHERE occupancy < 0 OR occupancy > 100
