-- Points of every shape that a trip runs along, in order.
SELECT concat(feed, '|', shape_id) AS shape, latitude, longitude FROM gtfs_shape
WHERE shape_id IN (SELECT shape_id FROM gtfs_trip)
ORDER BY shape, shape_pt_sequence
