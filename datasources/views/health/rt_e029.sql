-- title: 车辆远离班次走向 | A vehicle far from the shape of its trip
-- row: one vehicle more than 200 m from its trip's shape, unless a detour is announced on its line
-- formula: distance of its newest position to the nearest stretch of gtfs_shape between two points
-- unit: m
-- source: MobilityData gtfs-realtime-validator E029 (TRIP_BUFFER_METERS 200)
WITH riding AS (
  SELECT v.feed, v.vehicle_id, v.trip_id, v.received_at, v.latitude, v.longitude, t.shape_id, coalesce(v.route_id, t.route_id) AS route_id
  FROM vehicle_arrived v JOIN (SELECT trip_id, min(shape_id) AS shape_id, min(route_id) AS route_id FROM gtfs_trip GROUP BY trip_id) t ON t.trip_id = v.trip_id
  WHERE v.latitude IS NOT NULL AND t.shape_id IS NOT NULL AND v.feed IN (SELECT feed FROM rt_feed)
    AND v.received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)),
stretch AS (
  SELECT shape_id, latitude, longitude, lead(latitude) OVER along AS next_latitude, lead(longitude) OVER along AS next_longitude
  FROM gtfs_shape WHERE shape_id IN (SELECT shape_id FROM riding)
  WINDOW along AS (PARTITION BY feed, shape_id ORDER BY shape_pt_sequence)),
metres AS (                -- the stretch as seen from the vehicle
  SELECT feed, vehicle_id, trip_id, route_id, received_at,
         111195 * cos(radians(riding.latitude)) * (stretch.longitude - riding.longitude) AS x, 111195 * (stretch.latitude - riding.latitude) AS y,
         111195 * cos(radians(riding.latitude)) * (next_longitude - stretch.longitude) AS dx, 111195 * (next_latitude - stretch.latitude) AS dy
  FROM riding JOIN stretch ON stretch.shape_id = riding.shape_id
  WHERE next_latitude IS NOT NULL),
footed AS (
  SELECT *, greatest(0, least(1, coalesce(-(x * dx + y * dy) / nullif(dx * dx + dy * dy, 0), 0))) AS share FROM metres),
nearest AS (
  SELECT feed, vehicle_id, trip_id, min(route_id) AS route_id, max(received_at) AS received_at,
         sqrt(min((x + share * dx) * (x + share * dx) + (y + share * dy) * (y + share * dy))) AS distance_m
  FROM footed GROUP BY feed, vehicle_id, trip_id)
SELECT feed, concat('vehicle ', vehicle_id, ', trip ', trip_id, ': ', CAST(round(distance_m) AS INT), ' m') AS thing, received_at AS first_seen, received_at AS last_seen
FROM nearest
WHERE distance_m > 200 AND NOT EXISTS (
  SELECT 1 FROM service_alert notice
  WHERE notice.received_at <= as_of() AND notice.received_at > as_of() - INTERVAL '1' DAY AND notice.effect = 'DETOUR'
    AND coalesce(notice.active_from, as_of()) <= as_of() AND coalesce(notice.active_until, as_of()) >= as_of()
    AND concat(',', notice.route_ids, ',') LIKE concat('%,', nearest.route_id, ',%'))
