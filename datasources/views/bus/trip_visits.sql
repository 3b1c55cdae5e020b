-- title: 班次到站明细 | Calls of a trip
-- row: 每行为参数 trip（及 service_date）所指班次的一次计划停靠，按站序；未见车辆处没有时刻
--   | one planned call of the trip named by the parameter trip (and service_date where given), in order; without a time where the vehicle was not seen there
-- formula: 计划停靠旁列统计时段内的到站；状态按该站时间窗：早点、准点、晚点；尚未到达且按计划（车辆晚点则加其最近偏差）未到时刻的为待到站，否则未知
--   | planned calls beside the stop visits of the window; state by the window of the stop: early, on time, late; to_come before its planned time (of a late vehicle with its last delay) where the vehicle was not seen there or beyond, else unknown
-- unit: s
-- source: 时刻表与车辆位置 | the timetable and the positions of vehicles
-- opens: position_rows(trip = trip_id) as trip_id
SELECT call.service_date, call.trip_id, call.route_id, call.stop_sequence, call.stop_id, s.stop_name, call.scheduled_time, v.actual_time, v.delay_s,
       CASE WHEN v.delay_s < -coalesce(own.early_s, any_line.early_s) THEN 'early'
            WHEN v.delay_s > coalesce(own.late_s, any_line.late_s) THEN 'late' WHEN v.delay_s IS NOT NULL THEN 'on_time'
            WHEN call.stop_sequence > coalesce(reached.stop_sequence, -1)
             AND call.scheduled_time + INTERVAL '1' SECOND * greatest(coalesce(reached.delay_s, 0), 0) > as_of() THEN 'to_come' ELSE 'unknown' END AS state,
       call.stop_type, coalesce(named.label, v.vehicle_id) AS label, v.vehicle_id, v.distance_m, call.scheduled_headway_s
FROM (SELECT service_date, trip_id, trip_id_performed, route_id, stop_sequence, stop_id, scheduled_time, headway_s AS scheduled_headway_s,
             CASE WHEN terminal = 1 THEN 'departure' WHEN terminal = 2 THEN 'arrival' WHEN timepoint = 1 THEN 'timepoint' ELSE 'stop' END AS stop_type
      FROM service_call
      WHERE parameter('trip') IN (trip_id_performed, trip_id) AND (parameter('service_date') IS NULL OR service_date = parameter('service_date'))
        AND trip_start <= as_of() + INTERVAL '1800' SECOND   -- one that left before its time
        AND trip_end > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)) call
JOIN on_time_rule any_line ON any_line.route_id = '' AND any_line.stop_type = call.stop_type
LEFT JOIN on_time_rule own ON own.route_id = call.route_id AND own.stop_type = call.stop_type
LEFT JOIN stop_visit v ON v.trip_id_performed = call.trip_id_performed AND v.service_date = call.service_date AND v.stop_sequence = call.stop_sequence
LEFT JOIN (SELECT trip_id_performed, service_date, max(stop_sequence) AS stop_sequence, arg_max(delay_s, stop_sequence) AS delay_s FROM stop_visit
           WHERE parameter('trip') IN (trip_id_performed, trip_id) GROUP BY trip_id_performed, service_date) reached
  ON reached.trip_id_performed = call.trip_id_performed AND reached.service_date = call.service_date
LEFT JOIN stop s ON s.stop_id = call.stop_id
LEFT JOIN vehicle_label named ON named.vehicle_id = v.vehicle_id
ORDER BY call.service_date DESC, call.trip_id_performed, call.stop_sequence
