-- Which trips run the same stops along the same shape. A timetable that came in pieces (a feed for its trips, another for its stops) matches
-- ids across feeds; a whole one (GTFS zip) within itself, so that two operators may use the same ids.
INSERT INTO trip_pattern
WITH trip AS (SELECT *, feed NOT IN (SELECT feed FROM gtfs_stop) AS pieces FROM gtfs_trip)
SELECT trip.feed, trip.trip_id,
       md5(concat_ws('|', CASE WHEN trip.pieces THEN '' ELSE trip.feed END, trip.shape_id,
                     string_agg(concat(st.stop_sequence, '=', st.stop_id), '|' ORDER BY st.stop_sequence))) AS pattern_id
FROM trip JOIN gtfs_stop_time st ON st.trip_id = trip.trip_id AND (st.feed = trip.feed OR trip.pieces)
GROUP BY trip.feed, trip.trip_id, trip.shape_id, trip.pieces
