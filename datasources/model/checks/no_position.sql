-- order: 39
-- says: 没有坐标 | without a position
-- needs: latitude, longitude
-- tables: service_request, incident
-- clears: service_request, incident
SELECT row_no FROM incoming WHERE latitude IS NULL OR longitude IS NULL
