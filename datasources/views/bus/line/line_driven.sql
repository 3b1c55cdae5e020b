-- title: 实际运行线 | Driven paths
-- row: one observed call of the chosen line and direction in the last two hours, and the newest report of each of its vehicles; newest trips first
-- formula: line_visit, line_buses
-- unit: m
-- source: TIDES stop_visits
SELECT d.service_date, d.trip_id, d.vehicle_id, d.event_time, d.along_m, CAST(d.delay_s AS DOUBLE) AS delay_s, d.headway_state, CAST(d.headway_s AS DOUBLE) AS headway_s, d.is_now
FROM (
  SELECT service_date, trip_id, direction_id, vehicle_id, actual_time AS event_time, along_m, delay_s, state AS headway_state, headway_s, FALSE AS is_now FROM line_visit
  WHERE actual_time > as_of() - INTERVAL '7500' SECOND
  UNION ALL
  SELECT service_date, trip_id, direction_id, vehicle_id, event_time, along_m, delay_s, headway_state, headway_s, TRUE FROM line_buses WHERE state <> 'waiting') d
JOIN line_chosen chosen ON chosen.direction_id = d.direction_id
ORDER BY max(d.event_time) OVER (ORDER BY d.service_date, d.trip_id RANGE BETWEEN CURRENT ROW AND CURRENT ROW) DESC, d.trip_id, d.event_time, d.along_m
