-- title: 缺少班次编号 | trip_id is missing
-- row: one line and start of a feed whose trip has no id
-- formula: a trip that names a line, a start time or a vehicle and no trip_id
-- unit: -
-- source: MobilityData gtfs-realtime-validator W006
SELECT feed, concat('route ', coalesce(route_id, '?'), ', start ', coalesce(start_time, '?'), ', vehicle ', coalesce(vehicle_id, '?')) AS thing,
       min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_trip
WHERE trip_id IS NULL
GROUP BY feed, route_id, start_time, vehicle_id
