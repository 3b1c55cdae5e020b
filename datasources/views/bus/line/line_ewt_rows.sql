-- title: 本线车头时距 | Headways of the line
-- row: 每行为统计时段与范围内所选线路和方向的一个可信的车头时距，最长的在前 | one believed headway of the chosen line and direction in the window and scope, longest first
-- formula: 同一站点相邻两次到站的时间差；其间可能有车未被看到的不计 | time between two visits in a row at the same stop; those between which a vehicle may have come by unseen are left out
-- unit: s
-- source: 由到站记录得出 | from the stop visits
-- opens: position_rows(vehicle = vehicle_id) as label
SELECT h.actual_time AS event_time, h.trip_id, coalesce(named.label, h.vehicle_id) AS label, coalesce(first.label, h.ahead_vehicle_id) AS ahead_label, h.vehicle_id, h.ahead_vehicle_id, h.stop_sequence, h.stop_id, s.stop_name, CAST(h.headway_s AS DOUBLE) AS headway_s,
       CAST(h.scheduled_headway_s AS DOUBLE) AS scheduled_headway_s, h.ratio, h.state
FROM headway_known h
JOIN line_chosen chosen ON chosen.route_id = h.route_id AND chosen.direction_id = h.direction_id
LEFT JOIN stop s ON s.stop_id = h.stop_id
LEFT JOIN vehicle_label named ON named.vehicle_id = h.vehicle_id
LEFT JOIN vehicle_label first ON first.vehicle_id = h.ahead_vehicle_id
ORDER BY h.headway_s DESC, h.trip_id, h.stop_sequence
