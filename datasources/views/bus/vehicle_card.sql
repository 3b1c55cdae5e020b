-- title: 车辆卡片 | Vehicle card
-- row: the vehicle named by the parameter vehicle, as it was last heard of
-- formula: vehicles, with the headsign of its trip and its newest stop
-- unit: -
-- source: standard
SELECT v.*, t.trip_headsign, s.stop_name AS last_stop_name, c.actual_time AS last_stop_time, c.stop_sequence AS last_stop_sequence, n.calls
FROM vehicles v
LEFT JOIN (SELECT trip_id, min(trip_headsign) AS trip_headsign FROM gtfs_trip GROUP BY trip_id) t ON t.trip_id = v.run_trip_id
LEFT JOIN (SELECT trip_id, max(actual_time) AS actual_time, arg_max(stop_id, actual_time) AS stop_id, arg_max(stop_sequence, actual_time) AS stop_sequence
           FROM stop_visit WHERE vehicle_id = parameter('vehicle') GROUP BY trip_id) c ON c.trip_id = v.run_trip_id
LEFT JOIN stop s ON s.stop_id = c.stop_id
LEFT JOIN (SELECT trip_id, count(*) AS calls FROM gtfs_stop_time GROUP BY trip_id) n ON n.trip_id = v.run_trip_id
WHERE v.vehicle_id = parameter('vehicle')
