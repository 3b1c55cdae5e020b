-- title: 到站明细 | Stop visits of a line
-- row: 统计时段与范围内的一次到站，属于参数 route 与 direction 所指的线路方向（不给则全部），偏差最大的在前
--   | one stop visit of the window in scope, of the line and direction named by the parameters route and direction (all when absent), the
--   farthest from its time first
-- formula: 由车辆位置沿线路推得的到站时刻 | times of passing, interpolated along the line between positions
-- unit: s
-- source: 由车辆位置得出的到站记录 | stop visits found from the positions
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as trip_id
-- columns: trip_id = 班次 | Trip; scheduled_time = 计划 | Planned; actual_time = 实际 | Actual
SELECT v.actual_time AS event_time, v.trip_id, coalesce(named.label, v.vehicle_id) AS label, v.vehicle_id, v.stop_sequence, v.stop_id, s.stop_name, v.scheduled_time, v.actual_time,
       CAST(v.delay_s AS DOUBLE) AS delay_s, v.route_id, v.direction_id, v.service_date, v.district_id, s.latitude, s.longitude
FROM stop_visit_window v
LEFT JOIN stop s
  ON s.stop_id = v.stop_id
LEFT JOIN vehicle_label named ON named.vehicle_id = v.vehicle_id
WHERE (parameter('route') IS NULL OR v.route_id = parameter('route'))
  AND (parameter('direction') IS NULL OR coalesce(v.direction_id, 0) = CAST(parameter('direction') AS INT))
ORDER BY abs(v.delay_s) DESC NULLS LAST, v.trip_id, v.stop_sequence
