-- title: 车辆最新位置 | Last report of each vehicle
-- row: the last report of one vehicle within setting('vehicle_lookback_s') (900 s), as known at as_of()
-- formula: newest event_time per feed and vehicle; from memory when the moment is now
-- unit: - | -
-- source: standard
SELECT * FROM hot.vehicle_latest
WHERE is_live() AND event_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('vehicle_lookback_s'), 900)
UNION ALL
SELECT * FROM vehicle_position
WHERE NOT is_live() AND event_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('vehicle_lookback_s'), 900)
  AND event_time <= as_of() AND received_at <= as_of()
QUALIFY row_number() OVER (PARTITION BY feed, vehicle_id ORDER BY event_time DESC, received_at DESC, latitude DESC, longitude DESC) = 1
