-- title: 时刻表班次 | Trips of the timetable
-- row: one trip of a timetable
-- formula: pieces = TRUE when the timetable came in pieces, a feed for its trips and another for its stops: then ids are matched across feeds. A whole
--   timetable (GTFS zip) matches ids within its own feed only, so that two operators may use the same ones
-- unit: -
-- source: GTFS trips
SELECT trip.*, trip.feed NOT IN (SELECT feed FROM gtfs_stop) AS pieces FROM gtfs_trip trip
