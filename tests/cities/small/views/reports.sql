-- title: 车辆报告 | Vehicle reports
-- row: one report that landed in the last day
-- formula: vehicle_position as it is
-- unit: -
-- source: made for tests
SELECT vehicle_id, event_time, latitude, longitude
FROM vehicle_position
WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '1' DAY
ORDER BY event_time, vehicle_id
