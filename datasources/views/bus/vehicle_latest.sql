-- title: 每车最新位置 | Latest position of each vehicle
-- row: one vehicle heard of in the last vehicle_lookback_s (900)
-- formula: the newest report by event_time
-- unit: -
-- source: standard
SELECT * FROM vehicle_position
WHERE event_time <= as_of() AND received_at <= as_of()
  AND event_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('vehicle_lookback_s'), 900)
QUALIFY row_number() OVER (PARTITION BY feed, vehicle_id ORDER BY event_time DESC, received_at DESC) = 1
