-- title: 车辆位置在服务区之外 | A position outside the area that is served
-- row: one vehicle outside the box around all stops and shapes, 1609 m more; or positions that were refused as outside the city
-- formula: newest position of each vehicle against the least and greatest latitude and longitude of gtfs_stop and gtfs_shape
-- unit: -
-- source: MobilityData gtfs-realtime-validator E028 (REGION_BUFFER_METERS 1609)
WITH area AS (
  SELECT min(south) - 1609.0 / 111195 AS south, max(north) + 1609.0 / 111195 AS north, min(west) AS west, max(east) AS east,
         1609.0 / 111195 / cos(radians(max(north))) AS aside
  FROM (SELECT min(latitude) AS south, max(latitude) AS north, min(longitude) AS west, max(longitude) AS east FROM gtfs_stop
        UNION ALL
        SELECT min(latitude) AS south, max(latitude) AS north, min(longitude) AS west, max(longitude) AS east FROM gtfs_shape) served)
SELECT feed, concat('vehicle ', vehicle_id, ': ', round(latitude, 5), ', ', round(longitude, 5)) AS thing, received_at AS first_seen, received_at AS last_seen
FROM vehicle_arrived CROSS JOIN area
WHERE feed IN (SELECT feed FROM rt_feed) AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
  AND (latitude < south OR latitude > north OR longitude < west - aside OR longitude > east + aside)
UNION ALL
SELECT feed, concat(CAST(sum(rows) AS VARCHAR), ' x ', min(sample)), min(received_at), max(received_at)
FROM quarantine
WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
  AND table_name = 'vehicle_position' AND reason IN ('outside_city', 'zero_position', 'swapped_position') AND feed IN (SELECT feed FROM rt_feed)
GROUP BY feed
