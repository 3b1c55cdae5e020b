-- title: 到站明细 | Stop visits of a line
-- row: 统计时段与范围内的一次到站，属于参数 route 与 direction 所指的线路方向（不给则全部），偏差最大的在前
--   | one stop visit of the window in scope, of the line and direction named by the parameters route and direction (all when absent), the
--   farthest from its time first
-- formula: 由车辆位置沿线路推得的到站时刻；计入：按线路和站类时间窗为早点、准点或晚点，无计划时刻（或只计时间控制点时的普通站）不判断
--   | times of passing, interpolated along the line between positions; counted as early, on time or late by the window of its line and kind of stop,
--   not judged without a planned time (and at plain stops where timepoints alone count)
-- unit: s
-- source: 由车辆位置得出的到站记录 | stop visits found from the positions
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as trip_id
-- columns: trip_id = 班次 | Trip; scheduled_time = 计划 | Planned; actual_time = 实际 | Actual; punctuality = 计入 | Counted as
SELECT v.actual_time AS event_time, v.trip_id, coalesce(named.label, v.vehicle_id) AS label, v.vehicle_id, v.stop_sequence, v.stop_id, s.stop_name, v.scheduled_time, v.actual_time,
       CAST(v.delay_s AS DOUBLE) AS delay_s, coalesce(judged.punctuality, 'not_judged') AS punctuality, judged.stop_type, v.route_id, v.direction_id, v.service_date, v.district_id, s.latitude, s.longitude
FROM stop_visit_window v
LEFT JOIN stop_visit_punctual judged
  ON judged.trip_id_performed = v.trip_id_performed AND judged.service_date = v.service_date AND judged.vehicle_id = v.vehicle_id
  AND judged.stop_sequence = v.stop_sequence AND judged.actual_time = v.actual_time
LEFT JOIN stop s
  ON s.stop_id = v.stop_id
LEFT JOIN vehicle_label named ON named.vehicle_id = v.vehicle_id
WHERE (parameter('route') IS NULL OR v.route_id = parameter('route'))
  AND (parameter('direction') IS NULL OR coalesce(v.direction_id, 0) = CAST(parameter('direction') AS INT))
ORDER BY abs(v.delay_s) DESC NULLS LAST, v.trip_id, v.stop_sequence
