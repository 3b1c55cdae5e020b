-- title: 幽灵班次明细 | Ghost trips
-- row: 每行为统计时段内的一个幽灵班次，最近的在前 | one ghost trip of the window, newest first
-- formula: 预测在运行、却没有任何车辆行驶的班次 | trips that predictions call running while no vehicle drives them
-- unit: s
-- source: open-bus、Skate | open-bus, Skate
-- opens: trip_visits(trip = trip_id, service_date = service_date) as route_name
SELECT route_id, route_name, direction_id, trip_id, service_date, block_id, planned_start, planned_end, s.stop_name AS first_stop_name
FROM trip_ghost g
LEFT JOIN stop s ON s.stop_id = g.first_stop_id
WHERE g.ghost
ORDER BY planned_start DESC, route_id, direction_id, trip_id
