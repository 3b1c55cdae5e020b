-- title: 按间隔发车的班次却标为按表 | A trip run by frequency says that it is scheduled
-- row: one trip of frequencies.txt (exact_times 0) with a schedule_relationship other than UNSCHEDULED
-- formula: trip in gtfs_frequency with exact_times 0 or empty, and a relationship that is neither empty nor UNSCHEDULED
-- unit: -
-- source: MobilityData gtfs-realtime-validator E013
SELECT feed, concat('trip ', trip_id, ': ', relationship) AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_trip
WHERE relationship IS NOT NULL AND relationship <> 'UNSCHEDULED'
  AND EXISTS (SELECT 1 FROM gtfs_frequency run WHERE run.trip_id = rt_trip.trip_id AND coalesce(run.exact_times, 0) = 0)
GROUP BY feed, trip_id, relationship
