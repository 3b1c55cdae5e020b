-- title: 同一班次配了两辆车 | Positions and predictions give a trip to different vehicles
-- row: one trip that a vehicle reports for itself and the predictions give to another
-- formula: newest vehicle of a trip in vehicle_position <> newest in trip_update, where either is known on both sides; trips run by frequency have many vehicles, and one that is repeated has two
-- unit: -
-- source: MobilityData gtfs-realtime-validator E047
WITH riding AS (
  SELECT trip_id, arg_max(vehicle_id, last_seen) AS vehicle_id, arg_max(feed, last_seen) AS feed, max(last_seen) AS last_seen
  FROM rt_trip WHERE origin = 'vehicle' AND coalesce(relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED') AND trip_id IS NOT NULL AND vehicle_id IS NOT NULL GROUP BY trip_id),
predicted AS (
  SELECT trip_id, arg_max(vehicle_id, last_seen) AS vehicle_id, max(last_seen) AS last_seen
  FROM rt_trip WHERE origin = 'update' AND coalesce(relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED') AND trip_id IS NOT NULL AND vehicle_id IS NOT NULL GROUP BY trip_id)
SELECT r.feed, concat('trip ', r.trip_id, ': vehicle ', r.vehicle_id, ', predicted for ', p.vehicle_id) AS thing,
       least(r.last_seen, p.last_seen) AS first_seen, greatest(r.last_seen, p.last_seen) AS last_seen
FROM riding r JOIN predicted p ON p.trip_id = r.trip_id
WHERE p.vehicle_id <> r.vehicle_id AND NOT EXISTS (SELECT 1 FROM gtfs_frequency run WHERE run.trip_id = r.trip_id)
  AND (EXISTS (SELECT 1 FROM riding same WHERE same.vehicle_id = p.vehicle_id) OR EXISTS (SELECT 1 FROM predicted same WHERE same.vehicle_id = r.vehicle_id))
