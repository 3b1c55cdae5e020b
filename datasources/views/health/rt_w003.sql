-- title: 位置与预测互缺 | A trip or vehicle is in one feed and not in the other
-- row: one trip that a vehicle reports and nothing predicts, or one vehicle that predictions name and no position has
-- formula: where both positions and predictions come: trip_id of vehicle_position not in trip_update; vehicle_id of trip_update not in vehicle_position; a repeated trip has another name in each
-- unit: -
-- source: MobilityData gtfs-realtime-validator W003
SELECT feed, concat('trip ', trip_id, ': not predicted') AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_trip
WHERE origin = 'vehicle' AND trip_id IS NOT NULL AND coalesce(relationship, '') <> 'DUPLICATED' AND EXISTS (SELECT 1 FROM rt_trip other WHERE other.origin = 'update')
  AND NOT EXISTS (SELECT 1 FROM rt_trip other WHERE other.origin = 'update' AND other.trip_id = rt_trip.trip_id)
GROUP BY feed, trip_id
UNION ALL
SELECT feed, concat('vehicle ', vehicle_id, ': no position'), min(first_seen), max(last_seen)
FROM rt_trip
WHERE origin = 'update' AND vehicle_id IS NOT NULL AND EXISTS (SELECT 1 FROM vehicle_arrived)
  AND NOT EXISTS (SELECT 1 FROM vehicle_arrived other WHERE other.vehicle_id = rt_trip.vehicle_id)
GROUP BY feed, vehicle_id
