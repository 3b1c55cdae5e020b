-- title: 最近上报 | Last reports
-- row: one report of the vehicle named by the parameter vehicle in the last hour, newest first, ten at most
-- formula: lag_s = from the moment it speaks of to its arrival here; speed_kmh as reported; moved_m = straight from the report before
-- unit: s
-- source: standard
SELECT event_time, date_diff('second', event_time, received_at) AS lag_s, speed * 3.6 AS speed_kmh,
       sqrt(north_m * north_m + east_m * east_m) AS moved_m, trip_id
FROM (
  SELECT *, 111195 * (latitude - lag(latitude) OVER way) AS north_m, 111195 * cos(radians(latitude)) * (longitude - lag(longitude) OVER way) AS east_m
  FROM vehicle_position
  WHERE vehicle_id = parameter('vehicle') AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '3600' SECOND
  WINDOW way AS (ORDER BY event_time, received_at)) report
ORDER BY event_time DESC, received_at DESC
LIMIT 10
