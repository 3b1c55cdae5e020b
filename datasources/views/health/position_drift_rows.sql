-- title: 漂移明细 | Leaps
-- row: 每行为最近十五分钟内一辆车的一次跳变，距离远的在前；跳出和跳回各为一行 | one leap of a vehicle in the last fifteen minutes, farthest first: both the way out and the way back
-- formula: 同一车辆相邻两次上报之间的距离和速度，超过 500 m 且超过 max_jump_ms (45 m/s)
--   | distance and speed between two reports of one vehicle, where over 500 m and over max_jump_ms (45 m/s)
-- unit: m
-- source: 漂移率（行业口径） | drifting positions (definition of the trade in China)
SELECT leg.feed, coalesce(named.label, leg.vehicle_id) AS label, leg.vehicle_id, leg.event_time, way_m AS length_m, 3.6 * way_m / greatest(gap_s, 1) AS speed_kmh, leg.latitude, leg.longitude
FROM (
  SELECT feed, vehicle_id, event_time, latitude, longitude, date_diff('second', lag(event_time) OVER way, event_time) AS gap_s,
         sqrt((111195 * (latitude - lag(latitude) OVER way)) * (111195 * (latitude - lag(latitude) OVER way))
              + (111195 * cos(radians(latitude)) * (longitude - lag(longitude) OVER way)) * (111195 * cos(radians(latitude)) * (longitude - lag(longitude) OVER way))) AS way_m
  FROM vehicle_position
  WHERE received_at <= as_of() AND event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND AND latitude IS NOT NULL
    AND (scope() IS NULL OR district_id = scope())
  WINDOW way AS (PARTITION BY feed, vehicle_id ORDER BY event_time, latitude, longitude)) leg
LEFT JOIN vehicle_label named ON named.vehicle_id = leg.vehicle_id
WHERE way_m > 500 AND way_m > coalesce(setting('max_jump_ms'), 45) * greatest(gap_s, 1)
ORDER BY way_m DESC, leg.feed, leg.vehicle_id, leg.event_time
