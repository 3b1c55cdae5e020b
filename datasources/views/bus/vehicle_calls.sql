-- title: 车辆到站明细 | Calls of a vehicle
-- row: one observed call of the vehicle named by the parameter vehicle in the window, newest first
-- formula: stop_visit
-- unit: s
-- source: standard
SELECT v.actual_time AS event_time, v.route_id, v.trip_id, v.stop_sequence, v.stop_id, s.stop_name, v.scheduled_time, v.actual_time, v.delay_s, v.distance_m
FROM stop_visit v
LEFT JOIN stop s ON s.stop_id = v.stop_id
WHERE v.vehicle_id = parameter('vehicle')
ORDER BY v.actual_time DESC, v.stop_sequence DESC
