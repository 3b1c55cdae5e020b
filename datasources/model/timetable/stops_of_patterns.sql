-- The stops of each pattern in order, from one of its trips; those without a place are left out. shape: the feed and id of its shape, NULL where it has none.
WITH one AS (
  SELECT pattern_id, min_by(p.feed, (p.feed, p.trip_id)) AS feed, min_by(p.trip_id, (p.feed, p.trip_id)) AS trip_id
  FROM trip_pattern p GROUP BY pattern_id),
trip AS (
  SELECT one.*, t.feed NOT IN (SELECT feed FROM gtfs_stop) AS pieces, t.shape_id
  FROM one JOIN gtfs_trip t ON t.feed = one.feed AND t.trip_id = one.trip_id)
SELECT DISTINCT ON (trip.pattern_id, st.stop_sequence) trip.pattern_id, st.stop_sequence, st.stop_id, stop.latitude, stop.longitude, stop.district_id, drawn.shape
FROM trip
JOIN gtfs_stop_time st ON st.trip_id = trip.trip_id AND (st.feed = trip.feed OR trip.pieces)
JOIN gtfs_stop stop ON stop.stop_id = st.stop_id AND (stop.feed = st.feed OR trip.pieces)
LEFT JOIN (SELECT DISTINCT feed, shape_id, concat(feed, '|', shape_id) AS shape FROM gtfs_shape) drawn
  ON drawn.shape_id = trip.shape_id AND (drawn.feed = trip.feed OR trip.pieces)
WHERE stop.latitude IS NOT NULL AND stop.longitude IS NOT NULL
ORDER BY trip.pattern_id, st.stop_sequence, stop.feed
