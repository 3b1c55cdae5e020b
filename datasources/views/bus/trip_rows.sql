-- title: 班次明细 | Trips
-- row: 每行为统计时段内计划发车或到达的一个班次；给出参数时限于该线路和方向，且在当前范围内发车或到达；最近的在前
--   | one trip planned to begin or end in the window, of the line and direction named by the parameters where given and beginning or ending in scope(), newest first
-- formula: 各班次的执行结果，和时刻表给它的站数 | what became of each trip, with the calls that the timetable gives it
-- unit: s
-- source: 时刻表与车辆位置 | the timetable and the positions of vehicles
-- opens: trip_visits(trip = trip_id, service_date = service_date) as trip_id
SELECT t.planned_start AS event_time, t.service_date, t.trip_id_performed AS trip_id, t.route_id, t.route_name, t.direction_id, t.outcome, coalesce(named.label, t.vehicle_id) AS label, t.vehicle_id, t.planned_start, t.planned_end,
       t.departure_delay_s, t.arrival_delay_s, t.calls_seen, n.calls, t.block_id, first_stop.stop_name AS first_stop_name, last_stop.stop_name AS last_stop_name
FROM trip_outcome t
LEFT JOIN (SELECT trip_id, count(DISTINCT stop_sequence) AS calls FROM gtfs_stop_time GROUP BY trip_id) n ON n.trip_id = t.trip_id
LEFT JOIN vehicle_label named ON named.vehicle_id = t.vehicle_id
LEFT JOIN stop first_stop ON first_stop.stop_id = t.first_stop_id
LEFT JOIN stop last_stop ON last_stop.stop_id = t.last_stop_id
WHERE (scope() IS NULL OR t.first_district_id = scope() OR t.last_district_id = scope())
  AND (parameter('line') IS NULL OR t.route_id = parameter('line')) AND (parameter('direction') IS NULL OR t.direction_id = CAST(parameter('direction') AS INT))
ORDER BY t.planned_start DESC, t.route_id, t.direction_id, t.trip_id_performed
