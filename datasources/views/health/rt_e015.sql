-- title: 引用的不是上下车站点 | A stop that is no place to board
-- row: one stop of a feed that the timetable has as a station, an entrance or the like
-- formula: stop_id in gtfs_stop with a location_type other than 0
-- unit: -
-- source: MobilityData gtfs-realtime-validator E015
SELECT told.feed, concat('stop ', told.stop_id, ': location_type ', min(planned.location_type)) AS thing,
       min(told.first_seen) AS first_seen, max(told.last_seen) AS last_seen
FROM rt_stop told JOIN gtfs_stop planned ON planned.stop_id = told.stop_id
WHERE planned.location_type <> 0
GROUP BY told.feed, told.stop_id
