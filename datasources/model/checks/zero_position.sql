-- order: 40
-- says: 坐标为零 | at latitude 0, longitude 0
-- needs: latitude, longitude
-- clears: service_request, incident, gtfs_stop, road_segment, district, work_zone
SELECT row_no FROM incoming WHERE abs(latitude) < 0.001 AND abs(longitude) < 0.001
