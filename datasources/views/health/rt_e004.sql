-- title: 线路不在时刻表中 | route_id is not in the timetable
-- row: one line of a feed that no timetable has
-- formula: route_id not in gtfs_route
-- unit: -
-- source: MobilityData gtfs-realtime-validator E004
SELECT feed, concat('route ', route_id) AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_trip
WHERE route_id IS NOT NULL AND EXISTS (SELECT 1 FROM gtfs_route)
  AND NOT EXISTS (SELECT 1 FROM gtfs_route planned WHERE planned.route_id = rt_trip.route_id)
GROUP BY feed, route_id
