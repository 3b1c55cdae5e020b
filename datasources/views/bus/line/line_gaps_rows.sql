-- title: 本线大间隔明细 | Big gaps of the line
-- row: 每行为所选线路和方向此刻在线的一辆车及其前车，间隔大的在前 | one vehicle now on the chosen line and direction, with the one ahead of it, largest first
-- formula: 在最近站点的车头时距 >= 计划值 × gap（1.5） | headway at the last stop >= gap (1.5) of the planned one
-- unit: s
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- opens: position_rows(vehicle = vehicle_id) as label
-- columns: label = 车号 | Bus; ahead_label = 前车 | Bus ahead
SELECT b.last_stop_time AS event_time, b.label, coalesce(ahead.label, b.ahead_vehicle_id) AS ahead_label, b.trip_id, b.headway_s, b.scheduled_headway_s, b.ratio, b.delay_s, b.headway_state AS state,
       b.vehicle_id, b.ahead_vehicle_id
FROM line_buses b
JOIN line_chosen chosen ON chosen.direction_id = b.direction_id
LEFT JOIN line_buses ahead ON ahead.vehicle_id = b.ahead_vehicle_id
WHERE b.headway_state = 'gap'
ORDER BY b.ratio DESC, b.vehicle_id
