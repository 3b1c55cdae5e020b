-- title: 车头时距明细 | Headways of a line
-- row: 统计时段与范围内的一个车头时距，属于参数 route 与 direction 所指的线路方向（不给则全部），最长的在前
--   | one headway of the window in scope, of the line and direction named by the parameters route and direction (all when absent), longest first
-- formula: 同一站点相邻两次到站的时间差；其间可能有车未被看到的标为无数据，不计入任何指标
--   | time between two visits in a row at the same stop; no data where a vehicle may have come by unseen: such headways are in no figure
-- unit: s
-- source: 由到站记录得出 | from the stop visits
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as trip_id
-- columns: trip_id = 班次 | Trip
SELECT h.actual_time AS event_time, h.trip_id, coalesce(named.label, h.vehicle_id) AS label, coalesce(first.label, h.ahead_vehicle_id) AS ahead_label, h.vehicle_id, h.ahead_vehicle_id, h.stop_sequence, h.stop_id, s.stop_name,
       CAST(h.headway_s AS DOUBLE) AS headway_s, CAST(h.scheduled_headway_s AS DOUBLE) AS scheduled_headway_s, h.ratio, CASE WHEN d.why = 'pause' THEN 'unknown' WHEN d.why IS NOT NULL THEN 'no_data' ELSE h.state END AS state, h.route_id, h.direction_id, h.district_id
FROM headways h
LEFT JOIN headway_doubt d ON d.service_date = h.service_date AND d.trip_id_performed = h.trip_id_performed AND d.stop_sequence = h.stop_sequence AND d.actual_time = h.actual_time
LEFT JOIN stop s ON s.stop_id = h.stop_id
LEFT JOIN vehicle_label named ON named.vehicle_id = h.vehicle_id
LEFT JOIN vehicle_label first ON first.vehicle_id = h.ahead_vehicle_id
WHERE (parameter('route') IS NULL OR h.route_id = parameter('route'))
  AND (parameter('direction') IS NULL OR CAST(h.direction_id AS VARCHAR) = parameter('direction'))
ORDER BY headway_s DESC, h.trip_id, h.stop_sequence
