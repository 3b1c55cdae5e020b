-- order: 38
-- says: 地球上没有这样的坐标 | no such place on earth
-- needs: latitude, longitude
-- tables: gtfs_stop, gtfs_shape, road_segment, district
-- clears: gtfs_stop, road_segment, district
SELECT row_no FROM incoming WHERE abs(latitude) > 90 OR abs(longitude) > 180
