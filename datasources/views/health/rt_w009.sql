-- title: 缺少执行状态 | schedule_relationship is missing
-- row: one trip of a feed that does not say whether it runs as planned
-- formula: schedule_relationship empty
-- unit: -
-- source: MobilityData gtfs-realtime-validator W009
SELECT feed, concat('trip ', trip_id) AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_trip
WHERE relationship IS NULL AND trip_id IS NOT NULL
GROUP BY feed, trip_id
