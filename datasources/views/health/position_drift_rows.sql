-- title: 漂移明细 | Leaps
-- row: one leap of a vehicle in the last fifteen minutes, farthest first: both the way out and the way back
-- formula: distance and speed between two reports of one vehicle, where over 500 m and over max_jump_ms (45 m/s)
-- unit: m
-- source: 漂移率
SELECT feed, vehicle_id, event_time, way_m AS length_m, 3.6 * way_m / greatest(gap_s, 1) AS speed_kmh, latitude, longitude
FROM (
  SELECT feed, vehicle_id, event_time, latitude, longitude, date_diff('second', lag(event_time) OVER way, event_time) AS gap_s,
         sqrt((111195 * (latitude - lag(latitude) OVER way)) * (111195 * (latitude - lag(latitude) OVER way))
              + (111195 * cos(radians(latitude)) * (longitude - lag(longitude) OVER way)) * (111195 * cos(radians(latitude)) * (longitude - lag(longitude) OVER way))) AS way_m
  FROM vehicle_position
  WHERE received_at <= as_of() AND event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND AND latitude IS NOT NULL
    AND (scope() IS NULL OR district_id = scope())
  WINDOW way AS (PARTITION BY feed, vehicle_id ORDER BY event_time, latitude, longitude)) leg
WHERE way_m > 500 AND way_m > coalesce(setting('max_jump_ms'), 45) * greatest(gap_s, 1)
ORDER BY way_m DESC, feed, vehicle_id, event_time
