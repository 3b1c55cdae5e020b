-- title: 本线班次 | Trips of the line
-- row: 每行为统计时段内计划发车的所选线路和方向的一个班次（计划发车时刻已过至少 10 分钟），未见的在前
--   | one trip of the chosen line and direction planned to begin in the window, at least ten minutes ago, those not seen first
-- formula: 有车辆在该班次上到站或上报的为已见；未见的，通知取消的为取消，其余为缺失 | run where a vehicle called or reports on it; of those not seen, cancelled where its feed says so, else lost
-- unit: -
-- source: 时刻表与车辆位置 | the timetable and the positions of vehicles
-- opens: trip_visits(trip = trip_id, service_date = service_date) as trip_id
SELECT due.trip_id, due.block_id, due.trip_start AS planned_start, coalesce(named.label, seen.vehicle_id) AS label, seen.vehicle_id,
       CASE WHEN seen.trip_id IS NOT NULL THEN 'run' WHEN said.trip_id_performed IS NOT NULL THEN 'cancelled' ELSE 'lost' END AS state, due.service_date
FROM (
  SELECT p.service_date, p.trip_id, min(p.block_id) AS block_id, min(p.trip_start) AS trip_start
  FROM line_place p JOIN line_chosen chosen ON chosen.direction_id = p.direction_id
  WHERE p.scheduled_time IS NOT NULL AND p.trip_start <= as_of() - INTERVAL '600' SECOND AND p.trip_start > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)
  GROUP BY p.service_date, p.trip_id) due
LEFT JOIN (
  SELECT service_date, trip_id, max(vehicle_id) AS vehicle_id
  FROM (SELECT service_date, trip_id, vehicle_id FROM line_visit UNION ALL SELECT service_date, trip_id, vehicle_id FROM line_buses) heard
  GROUP BY service_date, trip_id) seen ON seen.service_date = due.service_date AND seen.trip_id = due.trip_id
LEFT JOIN vehicle_label named ON named.vehicle_id = seen.vehicle_id
LEFT JOIN trip_cancelled said ON said.service_date = due.service_date AND said.trip_id_performed = due.trip_id
ORDER BY CASE WHEN seen.trip_id IS NOT NULL THEN 1 ELSE 0 END, due.trip_start DESC, due.trip_id
