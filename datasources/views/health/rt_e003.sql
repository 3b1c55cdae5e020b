-- title: 班次不在时刻表中 | trip_id is not in the timetable
-- row: one trip of a feed that no timetable has
-- formula: trip_id not in gtfs_trip, unless it was added on the day (ADDED, NEW), bears a name of its own (DUPLICATED) or has no schedule (UNSCHEDULED)
-- unit: -
-- source: MobilityData gtfs-realtime-validator E003
SELECT feed, concat('trip ', trip_id) AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_trip
WHERE trip_id IS NOT NULL AND coalesce(relationship, 'SCHEDULED') NOT IN ('ADDED', 'NEW', 'DUPLICATED', 'UNSCHEDULED') AND EXISTS (SELECT 1 FROM gtfs_trip)
  AND NOT EXISTS (SELECT 1 FROM gtfs_trip planned WHERE planned.trip_id = rt_trip.trip_id)
GROUP BY feed, trip_id
