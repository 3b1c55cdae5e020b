-- title: 站点 | Stops
-- row: one stop id of the timetable
-- formula: name and place; where two feeds use one id, the smaller of each
-- unit: -
-- once: true
-- kept: minute
-- source: GTFS stops
SELECT stop_id, min(stop_name) AS stop_name, min(latitude) AS latitude, min(longitude) AS longitude FROM gtfs_stop GROUP BY stop_id
