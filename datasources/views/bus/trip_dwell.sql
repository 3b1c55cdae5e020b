-- title: 班次停靠时间 | Dwell of trips
-- row: 每行为统计时段内到达终点、且在至少五分之四的站被看到的一个班次 | one trip that reached its last stop in the window and was seen at four fifths of its stops or more
-- formula: dwell_s = 首末站之间各站离站 - 到站之和，run_s = 行程时间；发车早于统计时段前一小时的不计
--   | dwell_s = sum of departure - arrival at the stops between its first and its last, run_s = its run time; those that left over an hour before the window are not looked at
-- unit: s
-- once: true
-- source: trip_run, stop_visit
SELECT r.service_date, r.trip_id, r.route_id, r.direction_id, r.vehicle_id, r.event_time, r.run_s, CAST(least(coalesce(sum(v.dwell_s), 0), r.run_s) AS BIGINT) AS dwell_s, count(v.stop_sequence) AS stops
FROM trip_run r
LEFT JOIN stop_visit v ON v.service_date = r.service_date AND v.trip_id_performed = r.trip_id_performed AND v.vehicle_id = r.vehicle_id AND coalesce(v.terminal, 0) = 0
WHERE r.calls_seen >= 0.8 * r.calls_planned
  AND r.departure_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)
GROUP BY r.service_date, r.trip_id, r.trip_id_performed, r.route_id, r.direction_id, r.vehicle_id, r.event_time, r.run_s
